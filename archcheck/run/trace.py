"""How a function reaches an effect, or who reaches it: call paths, and how each step was found."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from archcheck.facts.scan import Means
from archcheck.graph.call_graph import CallGraph
from archcheck.graph.reach import Reached, reach, reach_backwards
from archcheck.model.calls import CallEdge
from archcheck.model.errors import user_error
from archcheck.model.patterns import matches
from archcheck.model.progress import Progress
from archcheck.model.site import CERTAINTIES, CallSite, Certainty, weakest
from archcheck.model.trace import Question, Trace, TracedPath
from archcheck.run.effects import sites_of
from archcheck.run.reaching import by_label, step
from archcheck.run.survey import Survey, optional_config, survey
from archcheck.sources.scripts import console_scripts

_FEW = 10
_NEAR = 5


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked for.

    Attributes:
        function: ``module:Class.method``, ``path/to/file.py:LINE``, or None.
        api: an API by its catalog name, a wrapper by its own, a pattern with ``*``, or None.
        every: all paths, one for each site; otherwise the nearest ten.
        config: the layers.toml to use, or None for the nearest one, if there is any.
        effect: the effect that paths lead to.
        least: the least certainty of the calls that are followed.
        progress: told how far the run is.
        means: what reading may use.
    """

    function: str | None
    api: str | None
    every: bool
    config: Path | None
    effect: str
    least: Certainty
    progress: Progress
    means: Means = field(default_factory=Means)


def trace(cwd: Path, options: Options) -> Trace:
    """The paths that were asked for.

    Raises:
        UserError: nothing was asked for; a function, an API or an effect that is not there; a faulty layers.toml.
    """
    if options.function is None and options.api is None:
        raise user_error("trace", "names neither a function nor an API", "write trace module:function, or --to API")
    config = optional_config(cwd, options.config)
    there = survey(config, cwd, (), options.effect, options.progress, options.means, calls=True)
    graph = CallGraph(there.inventory.calls, console_scripts(cwd))
    sites = _sites(there, options)
    start = None if options.function is None else _function(graph, options.function)
    starts = {start: ""} if start is not None else graph.entry_points
    reached = reach(graph, starts, least=options.least)
    paths = sorted(_paths(there, graph, sites, reached, starts), key=_nearest)
    kept = paths if options.every else paths[:_FEW]
    leading = reach_backwards(graph, by_label(sites), least=options.least)
    counted = sum(label in reached for label in leading)
    return Trace(_question(options), start, options.api, tuple(kept), len(paths) - len(kept), counted)


def _question(options: Options) -> Question:
    if options.function is None:
        return "reached-by"
    return "between" if options.api is not None else "reaches"


def _sites(there: Survey, options: Options) -> list[CallSite]:
    """The sites that paths may lead to, tests left out."""
    sites = [site for site in sites_of(options.effect, there.inventory) if not site.is_test]
    if options.api is None:
        return sites
    api = options.api
    chosen = [site for site in sites if any(name == api or matches(api, name) for name in _names(site))]
    if not chosen:
        known = sorted({name for site in sites for name in _names(site)})
        raise user_error("--to", f"no call of {api} was found", _near(api, known, "called are"))
    return chosen


def _names(site: CallSite) -> tuple[str, ...]:
    return (site.api, site.wraps) if site.wraps is not None else (site.api,)


def _function(graph: CallGraph, asked: str) -> str:
    if asked in graph.functions:
        return asked
    path, _, line = asked.rpartition(":")
    if line.isdigit():
        return _at(graph, path, int(line), asked)
    same = [label for label in graph.functions if label.endswith((f":{asked}", f".{asked}"))]
    if len(same) == 1:
        return same[0]
    if same:
        raise user_error(
            "trace", f"several functions are called {asked}", f"name one of {', '.join(sorted(same)[:_NEAR])}"
        )
    raise user_error(
        "trace", f"there is no function {asked}", _near(asked, list(graph.functions), "a function is named")
    )


def _at(graph: CallGraph, path: str, line: int, asked: str) -> str:
    """The innermost function around a line."""
    shown = path.removeprefix("./")
    files = {node.location.path for node in graph.functions.values()}
    if shown not in files:
        raise user_error("trace", f"no file {path} was read", _near(shown, sorted(files), "files are named"))
    around = [
        node
        for node in graph.functions.values()
        if node.location.path == shown and (node.location.line <= line <= node.location.end_line)
    ]
    if not around:
        raise user_error("trace", f"{asked} is behind the end of the file", "name a line of the function")
    return max(around, key=lambda node: (node.location.line, -node.location.end_line)).label


def _near(asked: str, known: Sequence[str], otherwise: str) -> str:
    lasts = {name.rpartition(":")[2]: name for name in known}
    close = difflib.get_close_matches(asked, known, n=_NEAR, cutoff=0.5)
    close += [
        lasts[n] for n in difflib.get_close_matches(asked.rpartition(":")[2], lasts, n=_NEAR) if lasts[n] not in close
    ]
    if close:
        return f"did you mean {', '.join(close[:_NEAR])}?"
    return f"{otherwise} like {', '.join(list(known)[:_NEAR])}" if known else "nothing of the kind was found"


def _paths(
    there: Survey, graph: CallGraph, sites: Sequence[CallSite], reached: Reached, starts: Mapping[str, str]
) -> Iterator[TracedPath]:
    for site in sites:
        label = site.label
        if label in reached:
            edges = reached.path(label)
            first = edges[0].caller if edges else label
            yield _path(there, site, edges, starts[first])


def _path(there: Survey, site: CallSite, edges: Sequence[CallEdge], start: str) -> TracedPath:
    shown = partial(step, places=there.places, lines_of=there.texts.lines)
    certainty = weakest(site.certainty, *(edge.certainty for edge in edges))
    steps = (*(shown(edge) for edge in edges), shown(site))
    return TracedPath(site.api, site.effects, certainty, start, steps, tuple(edge.how for edge in edges))


def _nearest(path: TracedPath) -> tuple[int, int, tuple[str, ...], int]:
    names = tuple(s.function for s in path.steps)
    return (len(path.steps), CERTAINTIES.index(path.certainty), names, path.steps[-1].line)
