"""A fleet's file: what it says, and every mistake in it at once."""

import tomllib
from pathlib import Path

import jsonschema
import pytest
from archcheck.config.fleet import fleet_schema, load_fleet
from archcheck.model.errors import UserError
from archcheck.model.fleet import Repository

WHOLE = """
[[repositories]]
path = "shop"
[[repositories]]
name   = "the other shop"
path   = "../elsewhere/shop"
config = "architecture/layers.toml"
url    = "git@example.org:team/shop.git"
owner  = "@shop"
"""


def load(tmp_path: Path, text: str) -> tuple[Repository, ...]:
    (tmp_path / "fleet.toml").write_text(text, encoding="utf-8")
    return load_fleet(Path("fleet.toml"), tmp_path)


def mistakes(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(UserError) as caught:
        load(tmp_path, text)
    return [str(mistake) for mistake in caught.value.mistakes]


def test_what_it_says(tmp_path: Path) -> None:
    assert load(tmp_path, WHOLE) == (
        Repository("shop", "shop"),
        Repository(
            "the other shop",
            "../elsewhere/shop",
            "architecture/layers.toml",
            "git@example.org:team/shop.git",
            "@shop",
        ),
    )
    jsonschema.validate(tomllib.loads(WHOLE), fleet_schema())


@pytest.mark.parametrize(
    ("path", "name"), [("a/b/", "b"), (".", "here"), ("..", "around"), ("a/../c", "c"), ("/srv/x", "x")]
)
def test_the_name_is_that_of_the_directory(tmp_path: Path, path: str, name: str) -> None:
    folder = tmp_path / "around" / "here"
    folder.mkdir(parents=True)
    assert load(folder, f'[[repositories]]\npath = "{path}"\n')[0].name == name


def test_all_mistakes_at_once_each_with_its_line(tmp_path: Path) -> None:
    text = """\
[[repositories]]
path = "shop"
ur = "https://example.org/shop"
[[repositories]]
name = "shop"
path = "b"
config = "../layers.toml"
[[repositories]]
path = "./shop"
name = "third"
url = "example"
[[repositories]]
url = "https://me:secret@example.org/x"
path = 7
[fleet]
"""
    assert mistakes(tmp_path, text) == [
        "fleet.toml:3: repositories[0].ur: unknown key; allowed: path, name, url, config, owner; did you mean url?",
        "fleet.toml:5: repositories[1].name: line 1 has a repository 'shop' already; give it another",
        "fleet.toml:7: repositories[1].config: '../layers.toml' leaves the repository; write it relative to path",
        "fleet.toml:9: repositories[2].path: line 1 has './shop' already; leave it out, or name another config",
        "fleet.toml:11: repositories[2].url: is no URL of a git repository; write it as git clone takes it, such as "
        "https://example.org/shop.git",
        "fleet.toml:13: repositories[3].url: holds a password, which would stand in the report; leave it out: nothing is fetched",
        "fleet.toml:14: repositories[3].path: must be a string, is a whole number; put it in quotes",
        "fleet.toml:15: fleet: unknown key; allowed: repositories",
    ]


def test_two_of_one_name_on_one_line(tmp_path: Path) -> None:
    assert mistakes(tmp_path, 'repositories = [{path = "a/x"}, {path = "b/x"}]') == [
        "fleet.toml:1: repositories[1]: line 1 has a repository 'x' already; give one of them a name"
    ]


def test_one_directory_with_two_configurations(tmp_path: Path) -> None:
    text = '[[repositories]]\npath = "a"\n[[repositories]]\npath = "a"\nname = "b"\nconfig = "b/layers.toml"\n'
    assert [each.config for each in load(tmp_path, text)] == ["layers.toml", "b/layers.toml"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "fleet.toml:1: repositories: is missing"),
        ("repositories = []", "fleet.toml:1: repositories: is an empty list; name at least one"),
        ("repositories = 3", "fleet.toml:1: repositories: must be a list, is a whole number"),
        ("[[repositories]]", "fleet.toml:1: repositories[0].path: is missing"),
        ('[[repositories]]\npath = " "', "fleet.toml:2: repositories[0].path: is empty"),
        ('[[repositories]]\npath = "a\\u0000"', "fleet.toml:2: repositories[0].path: is no path"),
        ("[[repositories]\n", "fleet.toml:1: is no TOML: "),
    ],
)
def test_what_is_no_fleet(tmp_path: Path, text: str, message: str) -> None:
    (only,) = mistakes(tmp_path, text)
    assert only.startswith(message)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"^no\.toml: there is no such file; `archcheck schema fleet\.toml` says"):
        load_fleet(Path("no.toml"), tmp_path)


@pytest.mark.parametrize(
    "url",
    ["https://example.org/a.git", "ssh://git@example.org/a", "git@example.org:a/b.git", "file:///srv/a.git"],
)
def test_urls(tmp_path: Path, url: str) -> None:
    assert load(tmp_path, f'[[repositories]]\npath = "a"\nurl = "{url}"\n')[0].url == url


@pytest.mark.parametrize("url", ["", "a b", "https://", "https://a b", "-u", "ext::sh -c x", "https://a\\u001b"])
def test_what_is_no_url(tmp_path: Path, url: str) -> None:
    (only,) = mistakes(tmp_path, f'[[repositories]]\npath = "a"\nurl = "{url}"\n')
    assert only.startswith("fleet.toml:3: repositories[0].url: is ")
