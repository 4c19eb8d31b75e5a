"""Laws of the baseline on whole projects, whatever they do: create then check has nothing new, prune twice is prune once."""

import itertools
import tempfile
from collections.abc import Mapping
from pathlib import Path

from archcheck.model.report import Report
from archcheck.ratchet.baseline import NEVER
from archcheck.run import baseline
from archcheck.run.check import Options, check
from hypothesis import given, settings
from hypothesis import strategies as st

OPTIONS = Options()
MODULES = ("shop.api", "shop.service", "shop.driver", "shop.model", "other.tools")
LAYERS = """\
[[layers]]
id = "L4"
modules = ["shop.api"]
[[layers]]
id = "L2"
modules = ["shop.service", "shop.driver"]
[[layers]]
id = "L1"
modules = ["shop", "shop.model"]
[[contracts]]
id = "layers"
type = "layers"
[[contracts]]
id = "transactions"
type = "effect"
effect = "transaction"
owners = ["L4"]
unproven = "error"
[[contracts]]
id = "apart"
type = "forbidden"
source_modules = ["other"]
forbidden_modules = ["shop"]
"""
DEBT = '[[debt]]\nid = "raw"\ncontract = "transactions"\nkind = "dbapi"\nreason = "later"\n'
EXEMPTION = '[[exemptions]]\ncontract = "transactions"\nsubject = "shop.**:allowed*"\nreason = "reviewed"\n'

STATEMENTS = (
    "session.commit()",
    "session.rollback()",
    "with session.begin(): pass",
    "session.execute(text('COMMIT'))",
    "connection.commit()",
    "unknown.commit()",
    "retry(session.commit)",
    "session.commit()  # archcheck: allow[transactions] reviewed",
    "pass",
)
HEADS = (
    "import sqlite3\nfrom sqlalchemy import text\nfrom sqlalchemy.orm import Session\n",
    "import sqlite3\nfrom sqlalchemy import text\nfrom sqlalchemy.orm import Session\nimport shop.api\n",
    "import sqlite3\nfrom sqlalchemy import text\nfrom sqlalchemy.orm import Session\nfrom shop import driver\n",
    "# Layer: L9\nimport sqlite3\nfrom sqlalchemy import text\nfrom sqlalchemy.orm import Session\n",
)
FUNCTIONS = st.builds(
    lambda name, body: (
        f"def {name}(session: Session, connection: sqlite3.Connection, unknown):\n"
        + "".join(f"    {line}\n" for line in body)
    ),
    st.sampled_from(["save", "save_all", "undo", "allowed", "close"]),
    st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=4),
)
TEXTS = st.builds(
    lambda head, functions: head + "\n" + "\n".join(functions),
    st.sampled_from(HEADS),
    st.lists(FUNCTIONS, max_size=3),
) | st.just("def broken(:\n")
PROJECTS = st.fixed_dictionaries(dict.fromkeys(MODULES, TEXTS))
CONFIGS = st.builds("".join, st.tuples(st.just(LAYERS), st.sampled_from(["", DEBT]), st.sampled_from(["", EXEMPTION])))


def write(directory: Path, files: Mapping[str, str]) -> None:
    for module, text in files.items():
        path = directory / f"{module.replace('.', '/')}.py"
        path.parent.mkdir(exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(text)


def new(report: Report) -> list[tuple[str, str]]:
    """New findings that are no mistakes in what archcheck is told."""
    return [(f.rule, f.subject) for f in report.findings if f.state == "new" and f.rule not in NEVER]


@settings(max_examples=15, deadline=None)
@given(PROJECTS, PROJECTS, CONFIGS)
def test_laws(first: dict[str, str], second: dict[str, str], config: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        (directory / "layers.toml").write_text(config)
        write(directory, first)
        before = check(directory, OPTIONS)
        change = baseline.create(directory, OPTIONS, force=False)
        created = check(directory, OPTIONS)
        assert not new(created)
        assert not created.stale
        assert [f.rule for f in change.left_out] == [f.rule for f in created.findings if f.state == "new"]
        assert [f.fingerprint for f in created.findings] == [f.fingerprint for f in before.findings]

        write(directory, second)
        changed = check(directory, OPTIONS)
        for accept in (False, True):
            pruned = baseline.prune(directory, OPTIONS, accept_moves=accept)
            file = (directory / "reports/baseline.json").read_bytes()
            again = check(directory, OPTIONS)
            assert new(again) == new(changed)
            assert not again.stale
            assert baseline.prune(directory, OPTIONS, accept_moves=accept).after == pruned.after
            assert (directory / "reports/baseline.json").read_bytes() == file
        assert not any(f.moved_from for f in again.findings)


def test_lines_that_shift_change_no_byte(tmp_path: Path) -> None:
    files = dict.fromkeys(MODULES, f"{HEADS[0]}\ndef save(session: Session):\n    session.commit()\n")
    (tmp_path / "layers.toml").write_text(LAYERS)
    texts = set()
    for blank in itertools.accumulate(["\n"] * 3):
        write(tmp_path, {module: blank + text for module, text in files.items()})
        baseline.create(tmp_path, OPTIONS, force=True)
        texts.add((tmp_path / "reports/baseline.json").read_text())
    assert len(texts) == 1
