"""The report as people read it, held against a page written by hand."""

import re
from dataclasses import replace

from archcheck.model.finding import Exposure, FixPoint, Step
from archcheck.model.location import Location
from archcheck.model.report import BlindSpot, Report
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


def test_a_call_path_is_told_in_short(report: Report) -> None:
    path = (
        Step("shop.api:place", "src/shop/api.py", 12, "L4", "helper.flush_all()"),
        Step("shop.helper:flush_all", "src/shop/helper.py", 5, "L2", "driver.save()"),
        Step("shop.orders.driver:OrderDriver.save", "src/shop/orders/driver.py", 41, "L2", "self._session.commit()"),
    )
    finding = replace(
        report.findings[0], witness=path, effect="transaction.commit", api="sqlalchemy.orm.Session.commit"
    )
    text = render_text(replace(report, findings=(finding,)), TextOptions(quiet=True, width=120))
    assert "path shop.api:place calls shop.helper:flush_all, which eventually calls Session.commit\n" in text
    finding = replace(finding, witness=path[1:], api="shop.db:session_scope")
    text = render_text(replace(report, findings=(finding,)), TextOptions(quiet=True, width=120))
    assert "shop.helper:flush_all calls shop.orders.driver:OrderDriver.save, which calls session_scope\n" in text


def test_exposure_and_fix_point_are_told(report: Report) -> None:
    finding = replace(report.findings[0], exposure=Exposure(37, 4), fixpoint=FixPoint("shop.helper:flush_all", 9, 12))
    text = render_text(replace(report, findings=(finding,)), TextOptions(quiet=True))
    assert "also reached from 37 functions in 4 domains\n" in text
    assert "lift shop.helper:flush_all to an owner: clears 9 of 12\n" in text


def test_calls_into_nothing_have_a_section_of_their_own(report: Report) -> None:
    spot = BlindSpot("missing", "src/shop/a.py", 3, "shop.a:A has no `sav`; near: save")
    text = render_text(replace(report, blind_spots=(spot,)), TextOptions())
    assert "Calls into nothing: 1 call of a method that is not there.\n  src/shop/a.py:3: shop.a:A has no `sav`" in text
    assert "Blind spots" not in text


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
