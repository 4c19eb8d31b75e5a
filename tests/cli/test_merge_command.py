"""``check --shard`` and ``merge``: all parts together are one run; what is no whole set of parts of this state is refused."""

from pathlib import Path

import msgspec
import pytest
from archcheck.cli.app import app
from archcheck.facts import shard as shards
from archcheck.model.errors import UserError
from typer.testing import CliRunner

LAYERS = '[[contracts]]\nid = "tx"\ntype = "effect"\neffect = "transaction"\nowners = ["nobody.**"]\n'
CODE = "import sqlite3\n\ndef save(c: sqlite3.Connection) -> None:\n    c.commit()\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    (root / "layers.toml").write_text(LAYERS)
    for name in ("nobody", "a", "b", "c", "d"):
        (root / f"{name}.py").write_text(CODE)
    (root / "e.py").write_text("from a import save\n\ndef more(c): save(c)\n")
    (root / "broken.py").write_text("def (:\n")
    (root / "no_text.py").write_bytes(b"x = '\xff'\n")
    monkeypatch.chdir(root)
    return root


def run(*arguments: str) -> tuple[int, bytes]:
    result = CliRunner().invoke(app, arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout_bytes


def parts(folder: Path, count: int) -> list[str]:
    files = [str(folder / f"{number}.facts") for number in range(1, count + 1)]
    for number, file in enumerate(files, 1):
        assert run("check", "--shard", f"{number}/{count}", "--output", file, "--no-cache") == (0, b"")
    return files


@pytest.mark.parametrize("count", [1, 2, 3, 20])
@pytest.mark.parametrize("name", ["text", "json", "sarif"])
def test_all_parts_are_one_run(project: Path, count: int, name: str) -> None:
    files = parts(project.parent, count)
    one = run("check", "--format", name, "--no-cache")
    assert one[0] == 1
    assert run("merge", *files, "--format", name) == one
    assert run("merge", *reversed(files), "--format", name) == one


def test_a_part_is_the_same_bytes_each_time(project: Path) -> None:
    first = Path(parts(project.parent, 2)[0]).read_bytes()
    assert Path(parts(project.parent, 2)[0]).read_bytes() == first


def test_nothing_is_read_that_is_in_no_part(project: Path) -> None:
    files = parts(project.parent, 2)
    (project / "a.py").write_text(CODE + "\n# changed\n")
    with pytest.raises(UserError, match="merge: 1 files of this checkout are in none of the shards"):
        run("merge", *files)


def test_missing_and_double_parts(project: Path) -> None:
    one, two, three = parts(project.parent, 3)
    with pytest.raises(UserError, match="part 2 of 3 is missing"):
        run("merge", one, three)
    copy = project.parent / "copy.facts"
    copy.write_bytes(Path(one).read_bytes())
    with pytest.raises(UserError, match=r"copy\.facts: part 1 is there twice"):
        run("merge", one, two, three, str(copy))


def test_parts_of_other_counts_do_not_go_together(project: Path) -> None:
    one, _ = parts(project.parent, 2)
    one = str(Path(one).rename(project.parent / "half.facts"))
    with pytest.raises(UserError, match="is one of 3 parts, others are of 2"):
        run("merge", one, *parts(project.parent, 3))


@pytest.mark.parametrize("part", ["", "0/2", "3/2", "1", "1/0", "a/b", "-1/2", "1/2/3", "1/20000", "１/２"])
def test_what_is_no_part(project: Path, part: str) -> None:
    with pytest.raises(UserError, match=r"--shard: .* is no part; write I/N"):
        run("check", "--shard", part, "--output", "x.facts")


@pytest.mark.parametrize("data", [b"", b"{}", b"\x80", b"\x96\x01", "ä".encode() * 99])
def test_what_is_no_shard(project: Path, data: bytes) -> None:
    file = project.parent / "x.facts"
    file.write_bytes(data)
    with pytest.raises(UserError, match=r"x\.facts: is no shard, or not a whole one; make it again"):
        run("merge", str(file))


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("format", "archcheck.shard/9", "'archcheck.shard/9' is not served"),
        ("tool", "9.9", "was made by archcheck 9.9"),
        ("version", b"other", "with another grammar, Python or code"),
        ("number", 7, "says that it is part 7 of 1"),
        ("facts", [[b"x", b"\xc1"]], "is no shard"),
        ("more", 1, "is no shard"),
    ],
)
def test_a_shard_that_is_not_ours(project: Path, key: str, value: object, message: str) -> None:
    (file,) = parts(project.parent, 1)
    held = msgspec.msgpack.decode(Path(file).read_bytes())
    Path(file).write_bytes(msgspec.msgpack.encode({**held, key: value}))
    with pytest.raises(UserError, match=message):
        run("merge", file)


def test_all_faults_at_once(project: Path) -> None:
    (project / "no.facts").write_bytes(b"")
    with pytest.raises(UserError) as caught:
        run("merge", "absent.facts", "no.facts", ".")
    assert [mistake.place for mistake in caught.value.mistakes] == [".", "absent.facts", "no.facts"]


def test_every_file_is_in_one_part(project: Path) -> None:
    held: list[bytes] = []
    for file in parts(project.parent, 4):
        held += [key for key, _ in shards._SHARDS.decode(Path(file).read_bytes()).facts]
    contents = {path.read_bytes() for path in project.glob("*.py")}
    assert len(set(held)) == len(contents)
