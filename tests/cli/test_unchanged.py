"""A result that is given again: whatever is changed, what is written is what a run without the cache writes.

The commands run in this process. What was given again is told by a spy on the one place that gives it.
"""

import datetime
import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from archcheck import __main__
from archcheck.run import recall
from archcheck.sources import inputs

LAYERS = """\
[project]
roots = ["src"]
[[layers]]
id = "L2"
modules = ["shop.api.**"]
[[layers]]
id = "L1"
modules = ["shop.db.**"]
[assign]
unassigned = "ignore"
[[contracts]]
id = "layers"
type = "layers"
[[contracts]]
id = "tx"
type = "effect"
effect = "transaction"
owners = ["L2"]
[catalog]
files = ["catalog/*.toml"]
[import_linter]
inherit = true
[[exemptions]]
contract = "tx"
subject = "shop.db.old:*"
reason = "known"
until = 2030-01-31
"""
CATALOG = """\
library = "{name}"
distribution = "{name}"
source = "https://example.org"
[[types]]
name = "{name}.Client"
[types.methods.commit]
effects = ["transaction.commit"]
"""
PROJECT = {
    "layers.toml": LAYERS,
    "catalog/acme.toml": CATALOG.format(name="acme"),
    ".importlinter": "[importlinter]\nroot_package = shop\n[importlinter:contract:one]\nname = one\ntype = forbidden\n"
    "source_modules = shop.db\nforbidden_modules = shop.api\n",
    "pyproject.toml": '[project]\nname = "shop"\n[project.scripts]\nshop = "shop.api.cli:main"\n',
    "requirements.txt": "sqlalchemy==2.0.1\n",
    "CODEOWNERS": "* @all\n",
    "src/shop/__init__.py": "",
    "src/shop/api/__init__.py": "",
    "src/shop/api/cli.py": "import shop.db.store\n\ndef main(s): shop.db.store.save(s)\n",
    "src/shop/db/__init__.py": "",
    "src/shop/db/store.py": "from sqlalchemy.orm import Session\n\ndef save(s: Session) -> None:\n    s.commit()\n",
    "src/shop/db/old.py": "from sqlalchemy.orm import Session\n\ndef old(s: Session) -> None:\n    s.commit()\n",
    "src/shop/db/acme.py": "import acme\n\ndef go(c: acme.Client) -> None:\n    c.commit()\n",
}


@dataclass
class Project:
    """A project in a directory, and how often a result was given again."""

    root: Path
    capture: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch
    given: list[bool]

    def main(self, *arguments: str) -> tuple[int, str, str]:
        """Exit code and what was written."""
        self.patch.setattr("sys.argv", ["archcheck", *arguments])
        self.capture.readouterr()
        code = __main__.run()
        written = self.capture.readouterr()
        return code, written.out, written.err

    def same(self, *arguments: str) -> bool:
        """Run with and without the cache, see that it is the same, and say whether the former was given again."""
        time.sleep(0.06)  # or what was changed just now would be taken for changed while the command runs
        self.given.clear()
        kept = self.main(*arguments)
        assert kept == self.main(*arguments, "--no-cache")
        return any(self.given)

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)


@pytest.fixture
def project(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Project:
    root = tmp_path / "project"
    cache = tmp_path_factory.mktemp("kept")
    monkeypatch.setenv("ARCHCHECK_CACHE_DIR", str(cache))
    given: list[bool] = []
    recalled = recall.recalled

    def spied(*arguments: object) -> object:
        result = recalled(*arguments)  # type: ignore[arg-type]
        given.append(result is not None)
        return result

    monkeypatch.setattr(recall, "recalled", spied)
    found = Project(root, capsys, monkeypatch, given)
    for path, text in PROJECT.items():
        found.write(path, text)
    monkeypatch.chdir(root)
    return found


def edit(path: str, old: str, new: str) -> Callable[[Project], None]:
    def change(project: Project) -> None:
        target = project.root / path
        text = target.read_text()
        assert old in text
        target.write_text(text.replace(old, new, 1))

    return change


def write(path: str, text: str) -> Callable[[Project], None]:
    return lambda project: project.write(path, text)


def remove(path: str) -> Callable[[Project], None]:
    def change(project: Project) -> None:
        target = project.root / path
        shutil.rmtree(target) if target.is_dir() else target.unlink()

    return change


def with_times_kept(project: Project) -> None:
    target = project.root / "src/shop/db/store.py"
    before = target.stat()
    target.write_text(target.read_text().replace("s.commit()", "s.cammit()"))
    os.utime(target, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert target.stat().st_size == before.st_size and target.stat().st_mtime_ns == before.st_mtime_ns


def replaced_with_times_kept(project: Project) -> None:
    """As rsync and tar do it: another file of the same size and time in its place."""
    target = project.root / "src/shop/db/store.py"
    before = target.stat()
    other = target.with_suffix(".new")
    other.write_text(target.read_text().replace("s.commit()", "s.cammit()"))
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(target)


def linked_elsewhere(project: Project) -> None:
    project.write("src/shop/other.py", "x = 1\n")
    target = project.root / "src/shop/db/store.py"
    target.unlink()
    target.symlink_to("../other.py")


def link_turned(project: Project) -> None:
    """A link to the same content in another place."""
    target = project.root / "src/shop/db/store.py"
    project.write("src/shop/api/same.py", target.read_text())
    target.unlink()
    target.symlink_to("../api/same.py")


def directory_linked(project: Project) -> None:
    (project.root / "src/shop/api").rename(project.root / "elsewhere")
    (project.root / "src/shop/api").symlink_to("../../elsewhere")


def closed(project: Project) -> None:
    (project.root / "src/shop/db/store.py").chmod(0)


def a_pipe(project: Project) -> None:
    (project.root / "src/shop/db/store.py").unlink()
    os.mkfifo(project.root / "src/shop/db/store.py")


def a_day_goes_by(project: Project) -> None:
    later = SimpleNamespace(date=SimpleNamespace(today=lambda: datetime.date(2031, 2, 3)))
    project.patch.setattr(inputs, "datetime", later)


def created(project: Project) -> None:
    assert project.main("baseline", "create")[0] == 0


CHANGES: dict[str, Callable[[Project], None]] = {
    "a line": edit("src/shop/db/store.py", "s.commit()", "s.commit(); s.commit()"),
    "a comment": edit("src/shop/db/store.py", "s.commit()", "s.commit()  # archcheck: allow[tx] so it is"),
    "a syntax error": edit("src/shop/db/store.py", "def save", "deff save"),
    "no text": write("src/shop/db/store.py", "x = '\0'\n"),
    "times kept": with_times_kept,
    "replaced": replaced_with_times_kept,
    "new module": write("src/shop/db/new.py", "import shop.api.cli\n"),
    "new directory": write("src/shop/db/deep/er/new.py", "import shop.api.cli\n"),
    "new package beside": write("src/second/__init__.py", "import shop\n"),
    "package over module": write("src/shop/db/store/__init__.py", ""),
    "environment": write("src/shop/db/pyvenv.cfg", ""),
    "no module": write("src/shop/db/no-module.py", "import shop.api\n"),
    "removed": remove("src/shop/db/store.py"),
    "removed package": remove("src/shop/db"),
    "linked": linked_elsewhere,
    "turned": link_turned,
    "directory linked": directory_linked,
    "closed": closed,
    "pipe": a_pipe,
    "layers": edit("layers.toml", 'owners = ["L2"]', 'owners = ["L1"]'),
    "mistake": edit("layers.toml", 'owners = ["L2"]', 'owners = ["L7"]'),
    "another root": edit("layers.toml", 'roots = ["src"]', 'roots = ["."]'),
    "no root": remove("src"),
    "no configuration": remove("layers.toml"),
    "nearer configuration": write("src/layers.toml", LAYERS),
    "baseline": created,
    "broken baseline": write("reports/baseline.json", "[\n"),
    "baseline is a directory": write("reports/baseline.json/x", ""),
    "catalog": edit("catalog/acme.toml", "commit", "rollback"),
    "second catalog": write("catalog/other.toml", CATALOG.format(name="other")),
    "no catalog": remove("catalog/acme.toml"),
    "inherited": edit(".importlinter", "forbidden_modules = shop.api", "forbidden_modules = shop.db.old"),
    "inherited before": write("setup.cfg", "[importlinter]\nroot_package = shop\n"),
    "no inherited": remove(".importlinter"),
    "script": edit("pyproject.toml", "cli:main", "cli:other"),
    "old script": write("setup.cfg", "[options.entry_points]\nconsole_scripts =\n  x = shop.db.store:save\n"),
    "pinned": edit("requirements.txt", "2.0.1", "1.3.0"),
    "more requirements": write("requirements-more.txt", "sqlalchemy==1.2\n"),
    "lock file": write("uv.lock", '[[package]]\nname = "sqlalchemy"\nversion = "1.1"\n'),
    "owners": edit("CODEOWNERS", "@all", "@none"),
    "owners before": write(".github/CODEOWNERS", "* @hub\n"),
    "no owners": remove("CODEOWNERS"),
    "repository": write(".git/x", ""),
    "repository above": lambda project: (project.root.parent / ".git").mkdir(),
    "host": write(".gitlab-ci.yml", ""),
    "date": a_day_goes_by,
    "root is a package": write("__init__.py", ""),
}
COMMANDS = (("check",), ("sites",))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("command", COMMANDS, ids=["check", "sites"])
def test_every_change_is_seen(project: Project, command: tuple[str, ...], change: Callable[[Project], None]) -> None:
    time.sleep(0.06)
    project.main(*command)
    assert project.same(*command), "nothing was changed"
    change(project)
    project.same(*command)


@pytest.mark.parametrize("seed", range(12))
def test_any_changes_one_after_another(project: Project, seed: int) -> None:
    chance = random.Random(seed)
    project.same("check")
    for name in chance.sample([name for name in CHANGES if name not in ("date", "pipe")], 9):
        try:
            CHANGES[name](project)
        except (OSError, AssertionError):
            continue
        for command in COMMANDS:
            project.same(*command)


@pytest.mark.parametrize(
    "arguments",
    [
        *(("check", "--format", name) for name in ("text", "json", "sarif", "github", "gitlab", "junit", "markdown")),
        *(("sites", "--format", name) for name in ("text", "json", "sarif", "github", "gitlab", "junit", "markdown")),
        ("check", "--quiet", "--statistics", "--show", "exempt"),
        ("check", "src/shop/db"),
        ("check", "--contract", "layers"),
        ("check", "--fail-on", "warning"),
        ("check", "--config", "layers.toml"),
        ("sites", "--why", "--by", "layer"),
        ("sites", "--effect", "transaction.rollback"),
    ],
    ids=" ".join,
)
def test_the_same_bytes_and_exit_code(project: Project, arguments: tuple[str, ...]) -> None:
    assert not project.same(*arguments)
    assert project.same(*arguments)


def test_outputs_are_written_again(project: Project) -> None:
    out = project.root.parent / "out"
    out.mkdir()
    arguments = ("check", "--output", f"json={out}/report.json", "--output", "text=-")
    time.sleep(0.06)
    first = project.main(*arguments)
    content = (out / "report.json").read_bytes()
    (out / "report.json").unlink()
    assert project.same(*arguments)
    assert (project.main(*arguments), (out / "report.json").read_bytes()) == (first, content)
    shutil.rmtree(out)
    assert project.main(*arguments)[0] == 2


def commit(git: Callable[..., str]) -> None:
    git("add", "-A")
    git("commit", "-q", "--allow-empty", "-m", "a step")


def test_what_git_says_of_renames_is_asked_again(project: Project, git: Callable[..., str]) -> None:
    commit(git)
    created(project)
    commit(git)
    project.same("check")
    (project.root / "src/shop/db/store.py").rename(project.root / "src/shop/db/kept.py")
    project.same("check", "--format", "json")
    assert project.same("check", "--format", "json")
    likely = project.main("check", "--format", "json")
    git("add", "-A")
    assert not project.same("check", "--format", "json")
    assert project.main("check", "--format", "json") != likely
    commit(git)
    project.same("check", "--format", "json")
    assert project.same("check", "--format", "json")


def test_moved_files_are_known_again(project: Project) -> None:
    shutil.move(project.root, project.root.parent / "moved")
    project.patch.chdir(project.root.parent / "moved")
    project.same("check")


def test_times_alone_change_nothing(project: Project) -> None:
    project.same("check")
    for path in project.root.rglob("*"):
        os.utime(path, (1, 1))
    assert project.same("check"), "the contents are those that they were"


def test_what_is_changed_while_a_run_goes_on_is_not_kept(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    from archcheck.cli import formats

    rendered = formats.rendered_report

    def meddling(*arguments: object) -> str:
        text = rendered(*arguments)  # type: ignore[arg-type]
        edit("src/shop/db/store.py", "s.commit()", "s.commit(); s.commit()")(project)
        return text

    time.sleep(0.06)
    with monkeypatch.context() as patch:
        patch.setattr("archcheck.cli.check.rendered_report", meddling)
        project.main("check")
    assert not project.same("check")


def test_a_class_of_the_users_own_is_run_each_time(project: Project) -> None:
    edit("layers.toml", "inherit = true", 'contract_types = ["own: csv.DictReader"]')(project)
    project.same("check", "--allow-contract-types")
    assert not project.same("check", "--allow-contract-types")


@pytest.mark.parametrize("data", [b"", b"\x80", b"\xc1", b"\x92\xc0\xc0"])
def test_a_result_that_is_none_is_not_given(project: Project, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall, "encoded", lambda _: data)
    project.same("check")
    assert not project.same("check")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Every path that the file system is asked for."""
    found: set[str] = set()

    def watched(name: str) -> None:
        real = getattr(os, name)

        def asking(path: object = ".", *rest: object, **more: object) -> object:
            if isinstance(path, str | os.PathLike):
                found.add(str(Path(path).absolute()))
            return real(path, *rest, **more)

        monkeypatch.setattr(os, name, asking)

    for name in ("stat", "lstat", "access", "scandir", "listdir", "open", "readlink"):
        watched(name)
    opened = open

    def opening(path: object, *rest: object, **more: object) -> object:
        if isinstance(path, str | os.PathLike):
            found.add(str(Path(path).absolute()))
        return opened(path, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr("builtins.open", opening)
    monkeypatch.setattr("io.open", opening)
    yield found


@pytest.mark.parametrize("command", COMMANDS, ids=["check", "sites"])
def test_nothing_is_looked_at_that_a_result_does_not_know_of(
    project: Project, command: tuple[str, ...], asked: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[recall.Recalled] = []
    monkeypatch.setattr(recall, "encoded", lambda recalled: kept.append(recalled))
    created(project)
    edit("src/shop/db/store.py", "def save", "def saved")(project)  # so that names are looked for, in git, too
    time.sleep(0.06)
    asked.clear()
    project.main(*command)
    looked = set(asked)
    (recalled,) = kept
    known = {*recalled.inputs.sources.paths, *recalled.inputs.files.paths, *(p.path for p in recalled.inputs.places)}
    above = {str(folder) for path in known for folder in Path(path).parents}
    walked = {
        str(project.root / folder) for folder in ("", "catalog", "src", "src/shop", "src/shop/api", "src/shop/db")
    }
    outside = {path for path in looked if not path.startswith(str(project.root.parent))}
    assert looked - known - above - walked - outside == set()
    assert str(project.root / "src/shop/db/store.py") in looked
