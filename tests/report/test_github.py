"""Annotations, read back by the rules of the runner: a command is a line, its parts are unescaped."""

from dataclasses import replace

from archcheck.model.finding import Finding
from archcheck.model.report import Report
from archcheck.report.entry import SiteEntry
from archcheck.report.github import render_github, render_sites_github
from archcheck.report.visible import visible


def read(text: str) -> list[tuple[str, dict[str, str], str]]:
    assert text == "" or text.endswith("\n")
    return [command(line) for line in text.split("\n")[:-1]]


def command(line: str) -> tuple[str, dict[str, str], str]:
    assert line.startswith("::"), line
    head, found, data = line[2:].partition("::")
    assert found
    name, _, spelled = head.partition(" ")
    properties = dict(part.split("=", 1) for part in spelled.split(",") if part)
    return name, {key: unescaped(value) for key, value in properties.items()}, unescaped(data)


def unescaped(text: str) -> str:
    for escape, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ",")):
        text = text.replace(escape, character)
    return text.replace("%25", "%")


def test_new_findings_with_their_witness(report: Report) -> None:
    site, chain = read(render_github(report))
    assert site[0] == "error"
    assert site[1] == {
        "file": "src/shop/orders/driver.py",
        "line": "41",
        "endLine": "41",
        "col": "9",
        "endColumn": "31",
        "title": "archcheck: effect-site [transactions]",
    }
    assert site[2].split("\n") == [
        "OrderDriver.save (L2) commits by sqlalchemy.orm.Session.commit; only L4 may",
        "because: self._session is parameter session of OrderDriver.__init__, session: sqlalchemy.orm.Session",
        "instead: Take the session as a parameter and let the coordinator commit.",
    ]
    assert "1. shop.orders.model (L1) imports shop.tools  src/shop/orders/model.py:3" in chain[2]
    assert "2. shop.tools imports shop.api  src/shop/tools.py:8" in chain[2]


def test_others_are_notices_when_asked_for(report: Report) -> None:
    commands = read(render_github(report, ["new", "debt"]))
    assert [name for name, _, _ in commands] == ["error", "error", "notice"]
    assert commands[2][1]["title"] == "archcheck: effect-site [transactions] (debt)"


def test_a_place_of_several_lines_has_no_columns(report: Report) -> None:
    place = replace(report.findings[0].location, end_line=43, end_column=2)
    one = replace(report, findings=(replace(report.findings[0], location=place),))
    ((_, properties, _),) = read(render_github(one))
    assert properties.keys() == {"file", "line", "endLine", "title"}


def many(report: Report, errors: int, warnings: int) -> tuple[Finding, ...]:
    first = report.findings[0]
    return tuple(
        replace(
            first,
            severity="error" if number < errors else "warning",
            certainty="likely" if number % 2 else "certain",
            location=replace(first.location, line=100 + number),
            occurrence=number,
        )
        for number in range(errors + warnings)
    )


def test_ten_of_a_kind_the_worst_first_and_a_word_on_the_others(report: Report) -> None:
    commands = read(render_github(replace(report, findings=many(report, 13, 11))))
    assert [name for name, _, _ in commands] == ["error"] * 10 + ["warning"] * 10 + ["notice"]
    assert [int(properties["line"]) % 2 for name, properties, _ in commands if name == "error"] == [0] * 7 + [1] * 3
    assert commands[-1][2] == "3 more errors and 1 more warning; GitHub shows 10 of a kind, other formats show all"


def test_stale_entries_come_first_and_take_the_place_of_an_error(report: Report) -> None:
    summary = replace(report.summary, stale=2)
    commands = read(render_github(replace(report, summary=summary, findings=many(report, 10, 0))))
    assert commands[0] == (
        "error",
        {"title": "archcheck: baseline"},
        "2 baseline entries are stale: what they list is mended; archcheck baseline prune",
    )
    assert [name for name, _, _ in commands] == ["error"] * 10 + ["notice"]
    assert commands[-1][2].startswith("1 more error;")


def test_nothing_new_is_no_output(report: Report) -> None:
    assert render_github(replace(report, findings=())) == ""


def test_hostile(hostile: Report, evil: str, evil_path: str) -> None:
    text = render_github(hostile, ["new", "debt"])
    assert text.replace("\n", "").isprintable()
    commands = read(text)
    assert [name for name, _, _ in commands] == ["error", "error", "error", "notice"]
    for _, properties, message in commands:
        assert properties["file"] == visible(evil_path)
        assert properties["title"].startswith("archcheck: ")
        assert message.split("\n")[0] == visible(f"{evil} and {evil}")
    assert commands[0][1]["line"] == "1"


def test_sites(hostile_sites: list[SiteEntry], evil_path: str) -> None:
    commands = read(render_sites_github(hostile_sites))
    assert [(name, properties["file"], properties["line"]) for name, properties, _ in commands] == [
        ("notice", visible(evil_path), "3"),
        ("notice", visible(evil_path), "8"),
    ]
    assert read(render_sites_github(hostile_sites * 6))[-1][2].startswith("2 more call sites;")
