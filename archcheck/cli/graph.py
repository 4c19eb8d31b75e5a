"""``archcheck graph``: the import, layer or call graph in a format for other tools, or as a picture."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from archcheck.cli import options, terminal
from archcheck.cli.kept import means
from archcheck.cli.output import destinations, emit, no_binary_terminal

SERVED = ("dot", "mermaid", "plantuml", "graphml", "gexf", "json", "csv", "svg", "png")


class Of(StrEnum):
    """What the edges are."""

    imports = "imports"
    calls = "calls"
    layers = "layers"


class Level(StrEnum):
    """What the nodes are."""

    layer = "layer"
    domain = "domain"
    package = "package"
    module = "module"
    function = "function"


DEFAULT_LEVELS = {Of.imports: Level.package, Of.calls: Level.module, Of.layers: Level.domain}


def graph(
    of: Annotated[
        Of,
        typer.Option(
            "--of", metavar="WHAT", help="imports; calls; or layers: imports, with every node split by layer."
        ),
    ] = Of.imports,
    level: Annotated[
        Level | None,
        typer.Option(
            "--level",
            metavar="LEVEL",
            help="What a node is: layer, domain, package, module, function (calls). Default: package of imports, module of"
            " calls, domain of layers.",
        ),
    ] = None,
    focus: Annotated[
        list[str] | None,
        typer.Option(
            "--focus", metavar="MODULES", help="Keep what holds these modules and what is around; repeatable."
        ),
    ] = None,
    depth: Annotated[int, typer.Option("--depth", metavar="N", min=0, help="How many edges around the focus.")] = 1,
    only_violations: Annotated[
        bool, typer.Option("--only-violations", help="Keep edges and nodes with findings alone.")
    ] = False,
    reaches: Annotated[
        str | None,
        typer.Option("--reaches", metavar="EFFECT", help="Keep the functions that reach this effect (calls)."),
    ] = None,
    config: options.Config = None,
    format_: Annotated[
        str,
        typer.Option(
            "--format", metavar="FORMAT", help="dot, mermaid, plantuml, graphml, gexf, json, csv, svg or png."
        ),
    ] = "dot",
    output: options.Output = None,
    quiet: options.Quiet = False,
    allow_contract_types: options.ContractTypes = False,
    no_cache: options.NoCache = False,
    cache_dir: options.CacheDir = None,
    executor: options.Executor = None,
) -> None:
    """Write the import, layer or call graph for other tools.

    Layer, domain, counts and findings are attributes in every format. Tests are left out.
    """
    places = destinations(format_, output or [], SERVED)
    no_binary_terminal(places)
    from archcheck.export.table import rendered
    from archcheck.graph.diagram import View
    from archcheck.run import graph as run

    view = View(of.value, (level or DEFAULT_LEVELS[of]).value, tuple(focus or ()), depth, only_violations)
    with terminal.progress(quiet=quiet) as progress, means(no_cache, cache_dir, config, executor=executor) as allowed:
        diagram = run.graph(
            Path.cwd(),
            run.Options(view, reaches, config, contract_types=allow_contract_types, progress=progress, means=allowed),
        )
    emit(places, lambda name, _: rendered(diagram, name))
