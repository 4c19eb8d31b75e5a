"""The worklist, in text, JSON and Markdown."""

import json
from dataclasses import replace

from archcheck.model.report import Report
from archcheck.model.worklist import Lift, Worklist
from archcheck.report.json import render_json
from archcheck.report.style import painter
from archcheck.report.text import TextOptions, render_text
from archcheck.report.worklist import SHOWN, lead, more, worklist_table, worklists

FIRST = Lift("shop.helper:flush_all", "shop/helper.py", 12, "L2", 9, 1)
LAST = Lift("shop.tools:load", "shop/tools.py", 3, None, 1, 0)
LIST = Worklist("transactions", 12, 10, (FIRST, LAST))


def long(steps: int) -> Worklist:
    return Worklist("tx", steps, steps, tuple(replace(LAST, left=steps - n - 1) for n in range(steps)))


def test_each_step_says_what_it_clears_and_what_is_left(report: Report) -> None:
    assert worklists(replace(report, worklists=(LIST,)), painter(False)).splitlines() == [
        "Worklist of transactions: of 12 call sites 10 are reached past the owners; "
        "to 2 only owners lead, so the call itself has to move up.",
        "   clears   left  lift to an owner",
        "        9      1  shop.helper:flush_all (L2)  shop/helper.py:12",
        "        1      0  shop.tools:load  shop/tools.py:3",
    ]


def test_where_paths_lead_to_no_site_there_is_nothing_to_lift(report: Report) -> None:
    none = Worklist("tx", 3, 0, ())
    assert worklists(replace(report, worklists=(none,)), painter(False)).count("\n") == 0
    assert worklist_table(none).count("\n") == 0
    assert lead(Worklist("tx", 1, 1, (LAST,))) == "1 call site is reached past the owners."


def test_what_does_not_fit_is_counted(report: Report) -> None:
    listed = long(SHOWN + 3)
    assert more(listed) == "3 more steps that clear 3"
    text = worklists(replace(report, worklists=(listed,)), painter(False)).splitlines()
    assert len(text) == SHOWN + 3
    assert worklist_table(listed).endswith("\n\nAnd 3 more steps that clear 3.")
    assert more(long(SHOWN + 1)) == "1 more step that clears 1"


def test_the_text_shows_it_with_the_statistics_alone(report: Report) -> None:
    owing = replace(report, worklists=(LIST,))
    assert "lift to an owner" in render_text(owing, TextOptions(statistics=True))
    assert "lift to an owner" not in render_text(owing, TextOptions())


def test_json_has_all_steps(report: Report) -> None:
    (found,) = json.loads(render_json(replace(report, worklists=(long(SHOWN + 5),))))["worklists"]
    assert (found["contract"], found["sites"], found["reached"], len(found["steps"])) == ("tx", 25, 25, 25)
    assert found["steps"][0] == {
        "function": "shop.tools:load",
        "path": "shop/tools.py",
        "line": 3,
        "layer": None,
        "clears": 1,
        "left": 24,
    }
