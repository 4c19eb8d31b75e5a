"""The roll-up of a fleet: order, sums, and what is left out for want of room."""

from archcheck.model.fleet import Count, First, Fleet, Outcome, Repository, counts, worst_first
from archcheck.model.report import Summary
from archcheck.report.fleet import render_fleet
from archcheck.report.fleet_json import render_fleet_json
from archcheck.report.fleet_markdown import render_fleet_markdown
from archcheck.report.markdown import MOST_BYTES


def summary(new: int = 0, known: int = 0, stale: int = 0) -> Summary:
    return Summary(1, 1, 0, 0, 0, 0, 0, 0, 0, new, known, 0, 0, stale, 0)


def outcome(name: str, code: int = 0, **found: int) -> Outcome:
    new, known = found.get("new", 0), found.get("known", 0)
    rules = (Count("effect-site", new, known),) if new or known else ()
    return Outcome(Repository(name, name), code, summary=summary(**found), rules=rules)


def broken(name: str, *mistakes: str) -> Outcome:
    return Outcome(Repository(name, name), 2, mistakes, first=(First(name, "mend", mistakes[0]),))


def test_the_worst_comes_first() -> None:
    given = [
        outcome("b"),
        outcome("known", known=7),
        outcome("a"),
        outcome("stale", 1, stale=2),
        outcome("few", 1, new=1),
        outcome("many", 1, new=9),
        broken("gone", "x"),
        Outcome(Repository("bug", "bug"), 3, ("y",)),
    ]
    names = [each.repository.name for each in worst_first(given)]
    assert names == ["bug", "gone", "many", "few", "stale", "known", "a", "b"]


def test_what_is_new_counts_more_than_what_is_known() -> None:
    named = [("a", "known")] * 9 + [("b", "new")] + [(None, "new")] * 5 + [("c", "exempt")] * 20
    assert [(each.name, each.new, each.open) for each in counts(named)] == [  # type: ignore[arg-type]
        ("b", 1, 1),
        ("a", 0, 9),
        ("c", 0, 0),
        (None, 5, 5),
    ]


def test_sums_name_those_who_have_most() -> None:
    fleet = Fleet((outcome("a", 1, new=1), outcome("b", 1, new=2, known=3), outcome("c"), broken("d", "x")))
    assert fleet.rules == (Count("effect-site", 3, 3, most=(("b", 5), ("a", 1))),)
    assert (fleet.code, fleet.total("new"), fleet.total("known"), fleet.total("modules")) == (2, 3, 3, 3)


def test_many_mistakes_are_counted() -> None:
    fleet = Fleet((broken("a", *(f"mistake {number}" for number in range(50))),))
    assert "    mistake 0; mistake 1; mistake 2; and 47 more\n" in render_fleet(fleet)
    assert "- mistake 29\n- and 20 more\n" in render_fleet_markdown(fleet)
    assert "mistake 49" in render_fleet_json(fleet)


def test_many_repositories() -> None:
    fleet = Fleet(tuple(broken(f"r{number:03}", "x") for number in range(12)))
    text = render_fleet(fleet)
    assert "  10. r009  x\n  and in 2 more repositories; --format json lists all\n" in text
    assert text.endswith("\n12 repositories: 12 could not be checked.\n")


def test_names_that_take_two_columns_stand_in_line() -> None:
    text = render_fleet(Fleet((outcome("データ"), outcome("shop"))))
    assert text.startswith("repository  exit  modules")
    assert "データ         0        1" in text
    assert "shop           0        1" in text


def test_nothing_to_do_says_nothing() -> None:
    assert "What to do first" not in render_fleet(Fleet((outcome("a"),)))
    assert render_fleet(Fleet((outcome("a"),)), quiet=True).count("\n") == 3


def test_colour_is_only_where_it_is_wanted() -> None:
    fleet = Fleet((broken("a", "x"), outcome("b", 1, new=1), outcome("c")))
    plain, painted = render_fleet(fleet), render_fleet(fleet, color=True)
    assert "\x1b" not in plain
    assert "\x1b[1;31ma " in painted
    assert "\x1b[1;33mb " in painted


def test_markdown_fits_into_a_step_summary() -> None:
    text = render_fleet_markdown(Fleet(tuple(outcome(f"{number:05}" + "x" * 200) for number in range(8000))))
    assert len(text.encode()) <= MOST_BYTES + 1_000
    assert "repositories left out here for want of room; `--format json` has all." in text
