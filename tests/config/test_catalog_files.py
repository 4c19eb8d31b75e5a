"""The user's catalog files: matched, read, and judged as strictly as layers.toml."""

from pathlib import Path

import pytest
from archcheck.catalog.schema import Library
from archcheck.config.catalog_files import load_user_catalog
from archcheck.config.load import load_config
from archcheck.model.errors import Mistake, UserError

GOOD = """
library = "Ledger"
source = "https://ledger.example/docs"
[[types]]
name = "ledger.Book"
kind = "dbapi"
exit = ["transaction.commit"]
[types.methods.commit]
effects = ["transaction.commit"]
[[types]]
name = "ledger.Pool"
[types.methods]
book = { returns = "ledger.Book" }
"""


def load(directory: Path, globs: str = '["catalog/*.toml"]', **files: str) -> tuple[Library, ...]:
    (directory / "catalog").mkdir(exist_ok=True)
    for name, text in files.items():
        (directory / "catalog" / f"{name}.toml").write_text(text)
    contract = '[[contracts]]\nid = "c"\ntype = "effect"\neffect = "write"\nowners = ["shop"]\n'
    effect = '[[effects]]\nid = "billing"\napis = ["billing.charge"]\n'
    (directory / "layers.toml").write_text(f"[catalog]\nfiles = {globs}\n{contract}{effect}")
    return load_user_catalog(load_config(None, directory))


def mistakes(directory: Path, globs: str = '["catalog/*.toml"]', **files: str) -> tuple[Mistake, ...]:
    with pytest.raises(UserError) as caught:
        load(directory, globs, **files)
    return caught.value.mistakes


def test_files_in_order_of_name_each_once(tmp_path: Path) -> None:
    other = 'library = "Abacus"\nsource = "s"\n'
    found = load(tmp_path, '["catalog/ledger.toml", "catalog/*.toml"]', ledger=GOOD, abacus=other)
    assert [library.library for library in found] == ["Abacus", "Ledger"]
    assert found[1].types[1].methods["book"].returns == "ledger.Book"


def test_no_files(tmp_path: Path) -> None:
    assert load(tmp_path, "[]") == ()


def test_glob_that_matches_nothing(tmp_path: Path) -> None:
    (mistake,) = mistakes(tmp_path, '["catalog/*.toml", "more/*.toml"]', ledger=GOOD)
    assert (mistake.place, mistake.line, mistake.key) == ("layers.toml", 2, "catalog.files[1]")
    assert "matches no file" in mistake.problem


def test_link_that_leaves_the_directory(tmp_path: Path) -> None:
    outside, project = tmp_path / "outside.toml", tmp_path / "project"
    outside.write_text(GOOD)
    (project / "catalog").mkdir(parents=True)
    (project / "catalog" / "link.toml").symlink_to(outside)
    (mistake,) = mistakes(project)
    assert "catalog/link.toml is a link that leaves the directory" in mistake.problem


def test_mistakes_of_all_files_with_their_lines(tmp_path: Path) -> None:
    first = GOOD + '[[types]]\nname = "ledger.Line"\nkinds = "orm"\nautocommit = "maybe"\n'
    second = 'library = "Abacus"\n[[apis]]\nname = "abacus.move"\neffects = ["transaction.comit", "billing"]\n'
    found = mistakes(tmp_path, abacus=second, broken="library = \n", ledger=first)
    assert [(mistake.place, mistake.line, mistake.key) for mistake in found] == [
        ("catalog/abacus.toml", 1, "source"),
        ("catalog/abacus.toml", 4, "apis[0].effects[0]"),
        ("catalog/broken.toml", 1, ""),
        ("catalog/ledger.toml", 16, "types[2].kinds"),
        ("catalog/ledger.toml", 17, "types[2].autocommit"),
    ]
    assert "did you mean transaction.commit?" in found[1].remedy
    assert "did you mean kind?" in found[3].remedy


def test_keys_below_names_of_methods(tmp_path: Path) -> None:
    text = (
        GOOD
        + '[types.methods.close]\neffect = ["write"]\n[[functions]]\nname = "f"\nwhen = { argument = "a", equals = 1.5 }\n'
    )
    found = mistakes(tmp_path, ledger=text)
    assert [(mistake.line, mistake.key) for mistake in found] == [
        (15, "types[1].methods.close.effect"),
        (18, "functions[0].when.equals"),
    ]
    assert "did you mean effects?" in found[0].remedy


@pytest.mark.parametrize(
    "entry",
    [
        'exit = ["comit"]',
        'attributes = { autocommit = { sets = "comit" } }',
        'creates = { settings = { autocommit = "comit" } }',
        'methods = { run = { decorates = ["comit"] } }',
    ],
)
def test_effects_wherever_they_stand(entry: str, tmp_path: Path) -> None:
    text = f'library = "Ledger"\nsource = "s"\n[[types]]\nname = "ledger.Book"\n{entry}\n'
    (mistake,) = mistakes(tmp_path, ledger=text)
    assert (mistake.line, mistake.problem) == (5, "there is no effect 'comit'")
