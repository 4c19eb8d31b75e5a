"""Where CODEOWNERS is looked for, and what of it is not read."""

from pathlib import Path

import pytest
from archcheck.store.codeowners import MOST_BYTES, find_codeowners, repository


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_the_repository_is_above(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path / "docs/CODEOWNERS", "docs")
    inner = tmp_path / "services" / "shop"
    inner.mkdir(parents=True)
    found = find_codeowners(inner)
    assert found is not None
    assert (found.root, found.path, found.text, found.host) == (tmp_path, "docs/CODEOWNERS", "docs", "")
    assert repository(inner) == tmp_path


@pytest.mark.parametrize(
    ("places", "first", "host"),
    [
        (["CODEOWNERS", ".github/CODEOWNERS"], ".github/CODEOWNERS", "github"),
        (["CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS"], "CODEOWNERS", ""),
        ([".gitlab/CODEOWNERS"], ".gitlab/CODEOWNERS", "gitlab"),
        (["CODEOWNERS", ".gitlab-ci.yml"], "CODEOWNERS", "gitlab"),
    ],
)
def test_order(places: list[str], first: str, host: str, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for place in places:
        write(tmp_path / place, place)
    found = find_codeowners(tmp_path)
    assert found is not None
    assert (found.path, found.host) == (first, host)


def test_what_is_not_read(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "secret"
    elsewhere.write_text("* @secret")
    (tmp_path / ".git").mkdir()
    (tmp_path / "CODEOWNERS").symlink_to(elsewhere)
    assert find_codeowners(tmp_path) is None
    (tmp_path / "CODEOWNERS").unlink()
    (tmp_path / "CODEOWNERS").mkdir()
    assert find_codeowners(tmp_path) is None
    write(tmp_path / "docs/CODEOWNERS", "#" * (MOST_BYTES + 1))
    assert find_codeowners(tmp_path) is None
