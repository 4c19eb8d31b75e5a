"""A header comment names no layer, or disagrees with the pattern that places the module.

What
    `[assign] by` lists headers as a source. The comment that `header` matches says a layer that is neither an id nor an
    alias of `[[layers]]`, or a pattern of `[[layers]]` places the module somewhere else.

Why
    People read the header and archcheck reads the map. Where the two differ, someone works by the wrong rule, and nobody can tell
    which of the two is meant. Such a finding is never baselined: it is mended in a minute.

Example
    # Layer: L2                  # layer-header: shop.orders.coordinators.** says L4
    shop/orders/coordinators/place.py

Instead
    Correct the header, move the module, or add the spelling to the layer's `aliases` (`aliases = ["L4.1"]`).

Limits
    Only the first comment that matches within `header_lines` is read; a module without a header is no finding of this rule.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from archcheck.graph.layer_map import HeaderProblem
from archcheck.model.finding import Finding
from archcheck.model.placement import Placement

RULE = "layer-header"


def findings(
    problems: Iterable[HeaderProblem], places: Mapping[str, Placement], layers: Sequence[str]
) -> Iterator[Finding]:
    """One finding for each header that names no layer or contradicts the pattern.

    Args:
        problems: what the layer map found.
        places: the layer map, by module.
        layers: ids of all layers, for the remedy.
    """
    for problem in problems:
        place = places[problem.module]
        yield Finding(
            rule=RULE,
            contract=None,
            severity="error",
            location=problem.location,
            subject=problem.module,
            object=problem.module,
            message=_message(problem, layers),
            module=problem.module,
            layer=place.layer,
            domain=place.domain,
            evidence=(place.evidence,),
        )


def _message(problem: HeaderProblem, layers: Sequence[str]) -> str:
    if problem.pattern_layer is None:
        return f"the header of {problem.module} says {problem.said!r}, which is no layer; there are {', '.join(layers)}"
    return f"the header of {problem.module} says {problem.said}, the pattern {problem.pattern} says {problem.pattern_layer}"
