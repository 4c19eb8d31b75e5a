"""No source places a module in a layer.

What
    Neither a pattern of `[[layers]]` nor, where `[assign] by` names headers, a header comment says which layer the module
    belongs to.

Why
    Contracts say nothing about what stands nowhere. A new package that no pattern covers would be free to import and to commit as
    it likes, and the check would still be green.

Example
    # layers.toml
    [[layers]]
    id      = "L1"
    modules = ["shop.models.**"]

    shop/reports/export.py      # layer-unassigned: no pattern matches shop.reports.export

Instead
    Add the module to a layer's `modules`, give it a header, take it out of the project with `exclude`, or say `unassigned = "ignore"` in
    `[assign]` while the map is being drawn. `archcheck layers` lists every module and why it is where it is.

Limits
    Test modules and modules outside `[project] check` are not asked for a layer.
"""

from collections.abc import Iterable, Iterator

from archcheck.model.finding import Finding, Severity
from archcheck.model.location import Location
from archcheck.model.placement import Placement

RULE = "layer-unassigned"


def findings(placements: Iterable[Placement], severity: Severity) -> Iterator[Finding]:
    """One finding for each module without a layer.

    Args:
        placements: the modules that count.
        severity: what ``[assign] unassigned`` says.
    """
    for place in placements:
        if place.layer is None:
            yield Finding(
                rule=RULE,
                contract=None,
                severity=severity,
                location=Location(place.path, 1, 1, 1, 1),
                subject=place.module,
                object=place.module,
                message=f"{place.module} stands in no layer: {place.evidence}",
                module=place.module,
                domain=place.domain,
                evidence=(place.evidence,),
            )
