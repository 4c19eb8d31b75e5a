"""CODEOWNERS as GitHub and GitLab read it, by what their manuals say of it."""

import pytest
from archcheck.ratchet.globs import path_matches, segment_matches
from archcheck.ratchet.owners import CodeOwners, Dialect, dialect_of
from hypothesis import given
from hypothesis import strategies as st

GITHUB = """\
# a comment
*       @global-owner1 @global-owner2

*.js    @js-owner #This is an inline comment.
*.go docs@example.com
/build/logs/ @doctocat
docs/* docs@example.com
apps/ @octocat
/docs/ @doctocat
/scripts/ @doctocat @org/octocats
**/logs @logs
/apps/ @octocat
/apps/github
/spaced\\ name/ @spaced
"""


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("setup.py", ["@global-owner1", "@global-owner2"]),
        ("web/deep/app.js", ["@js-owner"]),
        ("main.go", ["docs@example.com"]),
        ("build/logs/today.txt", ["@logs"]),
        ("deeply/nested/logs/x", ["@logs"]),
        ("src/build/logs", ["@logs"]),
        ("lib/apps/x.py", ["@octocat"]),
        ("apps/x.py", ["@octocat"]),
        ("apps/github", []),
        ("apps/github/x.py", []),
        ("docs/build-app/troubleshooting.md", ["@doctocat"]),
        ("scripts/a", ["@doctocat", "@org/octocats"]),
        ("spaced name/x", ["@spaced"]),
    ],
)
def test_github(path: str, owners: list[str]) -> None:
    assert list(CodeOwners(GITHUB, "github").of(path)) == owners


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("docs/*", ["docs/a.md"], ["docs/b/a.md", "x/docs/a.md"]),
        ("docs/**", ["docs/a.md", "docs/b/a.md"], ["x/docs/a.md"]),
        ("docs", ["docs", "docs/a", "x/docs/a"], ["docs2/a"]),
        ("/docs", ["docs", "docs/a/b"], ["x/docs"]),
        ("docs/", ["docs/a", "x/docs/a/b"], ["docs"]),
        ("a/**/b", ["a/b", "a/x/y/b", "a/b/c"], ["x/a/b"]),
        ("*.p?", ["a.py", "x/b.pm"], ["a.pyi", "a.p"]),
        ("/*.py", ["a.py"], ["x/a.py"]),
        ("*", ["a", "x/y"], []),
        ("/", [], ["a"]),
    ],
)
def test_patterns_of_github(pattern: str, matching: list[str], others: list[str]) -> None:
    rules = CodeOwners(f"{pattern} @o", "github")
    assert [path for path in matching if not rules.of(path)] == []
    assert [path for path in others if rules.of(path)] == []


def test_lines_that_mean_nothing_to_github() -> None:
    rules = CodeOwners("!a @x\n[ab].py @x\nb.py @x nonsense\nc.py @org/team me@example.com\n", "github")
    assert [line for line, _ in rules.mistakes] == [1, 2, 3]
    assert [rules.of(path) for path in ("a", "b.py", "c.py")] == [(), (), ("@org/team", "me@example.com")]


GITLAB = """\
* @default
/config/ @ops
\\#hash.rb @hash
path\\ with\\ spaces/ @spaces

[Documentation][2] @docs-team
docs/
README.md @readme
!docs/internal/

^[Database] @dba
model/db/
*.sql @sql

[DOCUMENTATION]
*.md
"""


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("setup.py", ["@default"]),
        ("config/a/b.yml", ["@ops"]),
        ("x/config/b.yml", ["@default"]),
        ("#hash.rb", ["@hash"]),
        ("x/path with spaces/y", ["@spaces"]),
        ("docs/a.txt", ["@default", "@docs-team"]),
        ("x/docs/a.txt", ["@default", "@docs-team"]),
        ("docs/internal/a.txt", ["@default"]),
        ("README.md", ["@default", "@docs-team"]),
        ("x/model/db/a.sql", ["@default", "@sql"]),
        ("model/db/a.py", ["@default", "@dba"]),
    ],
)
def test_gitlab(path: str, owners: list[str]) -> None:
    assert list(CodeOwners(GITLAB, "gitlab").of(path)) == owners


@pytest.mark.parametrize(
    ("pattern", "matching", "others"),
    [
        ("docs", ["docs", "x/docs"], ["docs/a"]),
        ("docs/", ["docs/a", "x/docs/a/b"], ["docs"]),
        ("/docs/", ["docs/a/b"], ["x/docs/a"]),
        ("/docs/*", ["docs/a"], ["docs/a/b"]),
        ("/docs/**/*.md", ["docs/a.md", "docs/a/b/c.md"], ["docs/a/b.txt"]),
        ("docs/*.md", ["docs/a.md", "x/docs/a.md"], ["docs/a/b.md"]),
        ("/[a-c]*.py", ["a.py", "b1.py"], ["d.py"]),
        ("/[!a].py", ["b.py"], ["a.py"]),
    ],
)
def test_patterns_of_gitlab(pattern: str, matching: list[str], others: list[str]) -> None:
    rules = CodeOwners(f"{pattern} @o", "gitlab")
    assert [path for path in matching if not rules.of(path)] == []
    assert [path for path in others if rules.of(path)] == []


def test_roles_groups_and_mail_addresses() -> None:
    rules = CodeOwners("a.py @@maintainer @group/sub/team me@example.com nonsense", "gitlab")
    assert rules.of("a.py") == ("@@maintainer", "@group/sub/team", "me@example.com")


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("* @a\n", "github"),
        ("[Docs]\n* @a\n", "gitlab"),
        ("^[Docs] @x\n", "gitlab"),
        ("* @a\n!b\n", "gitlab"),
        ("", "github"),
    ],
)
def test_dialect(text: str, dialect: Dialect) -> None:
    assert dialect_of(text) == dialect


def test_no_pattern_runs_away() -> None:
    assert not segment_matches("*a" * 60 + "b", "a" * 250, classes=False)
    assert not path_matches(["**", "a"] * 60 + ["b"], ["a"] * 250, classes=False)


@given(st.text("ab*?", max_size=6), st.text("ab", max_size=6))
def test_segments_match_as_fnmatch_does(pattern: str, text: str) -> None:
    from fnmatch import fnmatchcase

    assert segment_matches(pattern, text, classes=False) == fnmatchcase(text, pattern)
