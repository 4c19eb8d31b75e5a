"""Which SQL text is a transaction statement."""

import pytest
from archcheck.resolve.statements import statement_effects


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("COMMIT", "commit"),
        ("commit;", "commit"),
        ("COMMIT WORK", "commit"),
        ("COMMIT TRAN", "commit"),
        ("COMMIT PREPARED 'a'", "commit"),
        ("COMMIT AND CHAIN", "commit"),
        ("PREPARE TRANSACTION 'a'", "commit"),
        ("END", "commit"),
        ("END TRANSACTION", "commit"),
        ("  -- done\n COMMIT", "commit"),
        ("/* done */ COMMIT -- now", "commit"),
        ("ROLLBACK", "rollback"),
        ("ROLLBACK TRANSACTION", "rollback"),
        ("ABORT;", "rollback"),
        ("BEGIN", "begin"),
        ("BEGIN IMMEDIATE", "begin"),
        ("BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE", "begin"),
        ("START TRANSACTION READ ONLY", "begin"),
        ("SAVEPOINT a", "savepoint"),
        ("RELEASE a", "savepoint"),
        ("ROLLBACK TO SAVEPOINT a", "savepoint"),
        ("ROLLBACK TRANSACTION TO a", "savepoint"),
        ("SAVE TRANSACTION a", "savepoint"),
        ("SET autocommit = 0", "mode"),
    ],
)
def test_transaction_statements(text: str, effect: str) -> None:
    assert statement_effects(text) == (f"transaction.{effect}",)


@pytest.mark.parametrize(
    "text",
    [
        "commit -m message",
        "begin with a word",
        "BEGIN proc(); END;x",
        "end of file",
        "released",
        "SET search_path = a",
        "committed",
        "CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN RETURN NEW; END; $$ LANGUAGE plpgsql;",
        "CREATE FUNCTION f() AS $body$\nDECLARE x int;\nBEGIN\n-- x\nx; END; $body$ LANGUAGE plpgsql",
        "DO $$ BEGIN x; END",
    ],
)
def test_other_text(text: str) -> None:
    assert statement_effects(text) == ()


def test_several_statements_have_all_their_effects() -> None:
    assert statement_effects("BEGIN; INSERT INTO a VALUES (1); COMMIT;") == ("transaction.begin", "transaction.commit")
    assert statement_effects("DO $a$ BEGIN x; END $a$; SELECT $1; COMMIT") == ("transaction.commit",)


@pytest.mark.parametrize("text", ["INSERT INTO a VALUES (1)", "  update a set b = 1", "SELECT 1; DELETE FROM a"])
def test_writes(text: str) -> None:
    assert statement_effects(text) == ("write",)
