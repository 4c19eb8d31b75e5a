"""Call paths as text, JSON, DOT and Mermaid."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from archcheck.model.trace import Trace, TracedPath
from archcheck.report.json import TOOL, Value, step_value, to_text
from archcheck.report.style import Paint, painter
from archcheck.report.summary import counted
from archcheck.report.visible import visible


def render_trace(trace: Trace, *, color: bool = False) -> str:
    """The paths as numbered steps, each with its place, layer and source text."""
    paint = painter(color)
    blocks = ["\n".join(_block(path, paint)) for path in trace.paths]
    return "\n\n".join([*blocks, _conclusion(trace, paint)]) + "\n"


def _block(path: TracedPath, paint: Paint) -> Iterator[str]:
    first, last = path.steps[0], path.steps[-1]
    if len(path.steps) == 1:
        said = f"{visible(first.function)} calls {visible(path.api)} itself"
    else:
        link = "which eventually calls" if len(path.steps) > 2 else "which calls"
        said = f"{visible(first.function)} calls {visible(path.steps[1].function)}, {link} {visible(path.api)}"
    notes = [path.certainty, *([visible(path.start)] if path.start else [])]
    yield paint("strong", said) + paint("dim", f"  [{', '.join(notes)}]")
    for number, step in enumerate(path.steps, start=1):
        layer = f" ({visible(step.layer)})" if step.layer else ""
        how = path.hows[number - 1] if step is not last else path.effects[0].rpartition(".")[2]
        place = f"{visible(step.path)}:{step.line}"
        yield f"  {number:>2}. {visible(step.function)}{layer}  {paint('dim', place)}"
        yield f"      {visible(step.expression)}  {paint('dim', how)}"


def _conclusion(trace: Trace, paint: Paint) -> str:
    what = visible(trace.api or "the effect")
    if not trace.paths:
        who = visible(trace.function) if trace.function else "nothing"
        return f"{who} reaches {what} by no call that could be followed."
    text = (
        f"{counted(len(trace.paths) + trace.more, 'call site')} reached through {counted(trace.functions, 'function')}."
    )
    if trace.more:
        text += f" The nearest {len(trace.paths)} are shown; --all shows every one."
    return paint("dim", text)


def render_trace_json(trace: Trace) -> str:
    """``archcheck trace --format json``."""
    paths: list[Value] = [
        {
            "api": path.api,
            "effects": path.effects,
            "certainty": path.certainty,
            "start": path.start,
            "steps": [step_value(step) for step in path.steps],
            "hows": path.hows,
        }
        for path in trace.paths
    ]
    return to_text(
        {
            "schema": "archcheck.trace/1",
            "tool": TOOL,
            "question": trace.question,
            "function": trace.function,
            "api": trace.api,
            "functions": trace.functions,
            "more": trace.more,
            "paths": paths,
        }
    )


def _links(trace: Trace) -> tuple[list[str], list[tuple[str, str, str]]]:
    """Nodes in order of first mention, and links with how they were found, each once."""
    links: dict[tuple[str, str], str] = {}
    for path in trace.paths:
        names = [*(step.function for step in path.steps), path.api]
        for (caller, callee), how in zip(pairwise(names), [*path.hows, "calls"], strict=True):
            links.setdefault((caller, callee), how)
    nodes = list(dict.fromkeys(name for link in links for name in link))
    return nodes, [(caller, callee, how) for (caller, callee), how in links.items()]


def render_trace_dot(trace: Trace) -> str:
    """The paths as one graph in Graphviz's language."""
    nodes, links = _links(trace)
    rows = [f"  {_quoted(name)};" for name in nodes]
    rows += [f"  {_quoted(caller)} -> {_quoted(callee)} [label={_quoted(how)}];" for caller, callee, how in links]
    return (
        "\n".join(["digraph trace {", "  rankdir=LR;", '  node [shape=box, fontname="Helvetica"];', *rows, "}"]) + "\n"
    )


def _quoted(text: str) -> str:
    return '"' + visible(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def render_trace_mermaid(trace: Trace) -> str:
    """The paths as one Mermaid flow chart."""
    nodes, links = _links(trace)
    ids = {name: f"n{number}" for number, name in enumerate(nodes)}
    rows = [f'  {ids[name]}["{_entities(name)}"]' for name in nodes]
    rows += [f"  {ids[caller]} -->|{_entities(how)}| {ids[callee]}" for caller, callee, how in links]
    return "\n".join(["flowchart LR", *rows]) + "\n"


def _entities(text: str) -> str:
    """Mermaid reads ``#NN;`` as the character of that number."""
    return "".join(c if c.isalnum() or c in " ._:/-" else f"#{ord(c)};" for c in visible(text))
