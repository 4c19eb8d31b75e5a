"""Which reporter writes which format of ``check`` and ``sites``; each is loaded when it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archcheck.cli.output import Style
from archcheck.model.finding import Severity, State

if TYPE_CHECKING:
    from archcheck.model.report import Report
    from archcheck.report.entry import SiteEntry
    from archcheck.report.sites import Grouping

SERVED = ("text", "json", "sarif", "github", "gitlab", "junit", "markdown")


@dataclass(frozen=True, slots=True)
class CheckView:
    """What is asked of the report, whatever the format.

    Attributes:
        states: states whose findings are shown; JSON has all.
        quiet: findings alone (text).
        statistics: counts by rule, layer and domain, and the worklists (text).
        fail_on: the least severity that fails the run (JUnit).
    """

    states: frozenset[State]
    quiet: bool
    statistics: bool
    fail_on: Severity


def rendered_report(report: "Report", name: str, style: Style, view: CheckView) -> str:
    """The result of ``check`` in one of the formats that are served."""
    match name:
        case "text":
            from archcheck.report.text import TextOptions, render_text

            return render_text(report, TextOptions(style.color, style.width, view.quiet, view.states, view.statistics))
        case "json":
            from archcheck.report.json import render_json

            return render_json(report)
        case "sarif":
            from archcheck.report.sarif import render_sarif
            from archcheck.run.explain import manuals

            return render_sarif(report, manuals(), view.states)
        case "github":
            from archcheck.report.github import render_github

            return render_github(report, view.states)
        case "gitlab":
            from archcheck.report.gitlab import render_gitlab

            return render_gitlab(report, view.states)
        case "junit":
            from archcheck.report.junit import render_junit

            return render_junit(report, view.states, view.fail_on)
        case "markdown":
            from archcheck.report.markdown import render_markdown

            return render_markdown(report, view.states)
        case _:
            raise ValueError(name)


def rendered_sites(entries: Sequence["SiteEntry"], name: str, style: Style, *, by: "Grouping", why: bool) -> str:
    """The inventory of ``sites`` in one of the formats that are served."""
    match name:
        case "text":
            from archcheck.report.sites import render_sites

            return render_sites(entries, by=by, why=why, color=style.color, width=style.width)
        case "json":
            from archcheck.report.json import render_sites_json

            return render_sites_json(entries)
        case "sarif":
            from archcheck.report.sarif import render_sites_sarif

            return render_sites_sarif(entries)
        case "github":
            from archcheck.report.github import render_sites_github

            return render_sites_github(entries)
        case "gitlab":
            from archcheck.report.gitlab import render_sites_gitlab

            return render_sites_gitlab(entries)
        case "junit":
            from archcheck.report.junit import render_sites_junit

            return render_sites_junit(entries)
        case "markdown":
            from archcheck.report.markdown import render_sites_markdown

            return render_sites_markdown(entries)
        case _:
            raise ValueError(name)
