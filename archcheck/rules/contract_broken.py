"""A contract of one of import-linter's types is broken.

What
    Besides its own layers, archcheck runs every contract type of import-linter, with import-linter's own code: `forbidden`,
    `independence`, `protected`, `acyclic_siblings`, those of an inherited configuration, and classes of your own. Each chain of
    imports that breaks one is a finding, named by its first and its last module.

Why
    Some rules are not about layers: two domains that must not know one another, a package that only one other may use, a library
    that only one module may touch.

Example
    [[contracts]]
    id      = "domains"
    type    = "independence"
    modules = ["shop.orders", "shop.billing"]

    # shop/billing/services.py
    from shop.orders.models import Order     # contract-broken

Instead
    Take the import out, move what both need into a place that both may use, or name it in the contract's `ignore_imports`.

Limits
    Verdicts are import-linter's. Where a class of your own returns no chains, there is one finding with the text that it prints.
"""

from collections.abc import Iterator, Mapping, Sequence

from archcheck.model.finding import Finding, Severity, Step
from archcheck.model.location import Location
from archcheck.model.placement import Placement
from archcheck.rules.importing import Lines, location

RULE = "contract-broken"


def findings(
    contract: str,
    severity: Severity,
    guidance: str | None,
    chains: Sequence[Sequence[tuple[str, str, int, str]]],
    places: Mapping[str, Placement],
    source: Lines,
) -> Iterator[Finding]:
    """One finding for each chain.

    Args:
        contract: the contract's id.
        severity: of its findings.
        guidance: its advice, or None.
        chains: links as (importer, imported, line from 1 or 0, source line).
        places: the layer map, by module.
        source: source lines, for the place of an import.
    """
    for chain in chains:
        (first, _, line, text), last = chain[0], chain[-1][1]
        place = places.get(first)
        layer, path = (place.layer, place.path) if place else (None, first)
        through = f" by way of {len(chain) - 1} other module{'s' if len(chain) > 2 else ''}" if len(chain) > 1 else ""
        yield Finding(
            rule=RULE,
            contract=contract,
            severity=severity,
            location=location(path, line, source),
            subject=first,
            object=last,
            message=f"{first} imports {last}{through}",
            module=first,
            layer=layer,
            domain=place.domain if place else None,
            expression=text or None,
            witness=tuple(_step(link, places) for link in chain),
            guidance=guidance,
        )


def without_chains(
    contract: str, severity: Severity, guidance: str | None, text: str, place: str, line: int
) -> Finding:
    """The one finding of a broken contract whose class says no more than a text."""
    return Finding(
        rule=RULE,
        contract=contract,
        severity=severity,
        location=Location(place, line, 1, line, 1),
        subject=contract,
        object=contract,
        message=f"the contract {contract} is broken",
        evidence=tuple(part for part in text.splitlines() if part.strip()),
        guidance=guidance,
    )


def _step(link: tuple[str, str, int, str], places: Mapping[str, Placement]) -> Step:
    importer, _, line, text = link
    place = places.get(importer)
    return Step(importer, place.path if place else importer, line, place.layer if place else None, text)
