"""The report as people read it, held against a page written by hand."""

import re
from dataclasses import replace

from archcheck.model.finding import Step
from archcheck.model.location import Location
from archcheck.model.report import Report
from archcheck.report.text import TextOptions, render_text

PAGE = """\
src/shop/orders/driver.py
  41:9 error effect-site [transactions, certain]
       OrderDriver.save (L2) commits by sqlalchemy.orm.Session.commit; only L4 may
   41 |         self._session.commit()
      |         ^^^^^^^^^^^^^^^^^^^^^^
       because self._session is parameter session of OrderDriver.__init__, session:
               sqlalchemy.orm.Session

src/shop/orders/model.py
   3:1 error layer-import [layers]
       shop.orders.model (L1) imports shop.api (L4) through shop.tools
    3 | from shop import tools  # noqa
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       1. shop.orders.model (L1) imports shop.tools  src/shop/orders/model.py:3
       2. shop.tools imports shop.api  src/shop/tools.py:8

Contracts
  transactions  broken    1 new, 1 debt, 261 call sites checked
      why Only coordinators own the transaction boundary.
      do  Take the session as a parameter and let the coordinator commit.
  layers        broken    1 new, 6,837 imports checked
  domains       unproven  6,837 imports checked

Checked 1,001 modules of 1,003 files: 6,837 imports, 9,000 functions, 261 call sites.
Not checked: 1 file that could not be read, 1 file shadowed by a package, 2 modules without a layer, \
4 calls on receivers without a type.
  src/shop/bad.py:3: unread, invalid syntax
  src/shop/raw.py: shadowed, src/shop/raw/ wins
Blind spots: 1 grammar.
  src/shop/new.py:7: syntax newer than the grammar

2 new errors. Not shown: 1 debt.
"""


def test_page(report: Report) -> None:
    assert render_text(report, TextOptions(width=90)) == PAGE


def test_quiet_leaves_the_findings(report: Report) -> None:
    text = render_text(report, TextOptions(width=90, quiet=True))
    assert text == PAGE.partition("\nContracts")[0]


def test_quiet_without_findings_is_empty(report: Report) -> None:
    assert render_text(replace(report, findings=()), TextOptions(quiet=True)) == ""


def test_nothing_new(report: Report) -> None:
    text = render_text(replace(report, findings=report.findings[2:]), TextOptions())
    assert text.endswith("\n\nNothing new. Not shown: 1 debt.\n")
    assert "why" not in text


def test_other_states_on_request_carry_their_tag_and_reason(report: Report) -> None:
    text = render_text(report, TextOptions(states=frozenset({"debt"}), quiet=True))
    assert text == (
        "src/shop/raw.py\n"
        "   5:5 error effect-site [transactions, likely, raw-sql] (debt)\n"
        "       load commits by sqlite3.Connection.commit; only L4 may\n"
        "       debt needs an architectural refactor\n"
    )


def test_calls_are_told_from_imports(report: Report) -> None:
    path = (
        Step("shop.api:place", "src/shop/api.py", 12, "L4", "driver.save()"),
        Step("shop.orders.driver:OrderDriver.save", "src/shop/orders/driver.py", 41, "L2", "self._session.commit()"),
    )
    text = render_text(replace(report, findings=(replace(report.findings[0], witness=path),)), TextOptions(quiet=True))
    assert "1. shop.api:place (L4) calls shop.orders.driver:OrderDriver.save  src/shop/api.py:12\n" in text
    assert "2. shop.orders.driver:OrderDriver.save (L2) calls sqlalchemy.orm.Session.commit  " in text


def test_statistics_count_by_rule_and_state(report: Report) -> None:
    text = render_text(report, TextOptions(statistics=True))
    assert "  rule             new   known    debt  exempt\n  effect-site        1       0       1       0\n" in text


def test_color_adds_sequences_and_nothing_else(report: Report) -> None:
    colored = render_text(report, TextOptions(width=90, color=True))
    assert "\x1b[1;31merror\x1b[0m" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == PAGE


def test_hostile_names_are_shown_escaped(report: Report) -> None:
    evil = replace(
        report.findings[0],
        location=Location("src/\x1b]0;owned\x07.py", 1, 1, 1, 2),
        message="line\nbreak \u202e",
        evidence=("\x1b[2J",),
        contract="tx\r",
        guidance="\x1b[8m",
    )
    lines = (((evil.location.path, 1), "\x1b[31mx\x9b"),)
    text = render_text(replace(report, findings=(evil,), lines=lines), TextOptions())
    assert all(character.isprintable() or character == "\n" for character in text)
    assert text.startswith("src/\\x1b]0;owned\\x07.py\n")


def test_a_finding_on_a_whole_file_has_no_excerpt_and_nothing_is_said_twice(report: Report) -> None:
    whole = replace(
        report.findings[1],
        rule="layer-unassigned",
        location=Location("a.py", 1, 1, 1, 1),
        message="a stands in no layer: no pattern matches it",
        evidence=("no pattern matches it",),
        witness=(),
        contract=None,
    )
    text = render_text(replace(report, findings=(whole,), lines=((("a.py", 1), "import b"),)), TextOptions(quiet=True))
    assert text == "a.py\n   1:1 error layer-unassigned\n       a stands in no layer: no pattern matches it\n"
