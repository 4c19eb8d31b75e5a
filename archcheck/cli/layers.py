"""``archcheck layers``: every module, its layer, its domain, and why it is there."""

from pathlib import Path

from archcheck.cli import options, terminal
from archcheck.cli.kept import means
from archcheck.cli.output import Style, destinations, emit

SERVED = ("text", "json")


def layers(
    config: options.Config = None,
    format_: options.Format = "text",
    output: options.Output = None,
    quiet: options.Quiet = False,
    no_cache: options.NoCache = False,
    cache_dir: options.CacheDir = None,
    executor: options.Executor = None,
) -> None:
    """List every module and its layer.

    Each comes with its domain and with the reason why it is there.
    """
    places = destinations(format_, output or [], SERVED)
    from archcheck.report.json import render_layers_json
    from archcheck.report.layers import render_layers
    from archcheck.run import layers as run

    with terminal.progress(quiet=quiet) as progress, means(no_cache, cache_dir, config, executor=executor) as allowed:
        placements = run.layers(Path.cwd(), config, progress, allowed)

    def rendered(name: str, style: Style) -> str:
        return render_layers_json(placements) if name == "json" else render_layers(placements, color=style.color)

    emit(places, rendered)
