"""A module imports, directly or through others, a layer that it may not import.

What
    Layers have an order, highest first. A module may import its own layer and those below it, never one above. Where a layer is
    closed, what stands above may reach what stands below only through it. The finding names the first and the last
    module and shows the shortest chain of imports between them, each with file and line. Modules without a layer
    are walked through: a jump by way of one is still a jump. Imports inside functions count like any other.

Why
    When a lower layer knows a higher one, neither can be changed, tested or moved without the other, and what looks like
    four layers is one ball. The first such import makes the next one look normal.

Example
    # shop/orders/driver.py, in L2
    def save(order):
        from shop.orders.coordinator import notify   # layer-import: L2 imports L4
        notify(order)

Instead
    Hand the function in as a parameter, return what the caller needs, or move the shared part down into a layer that both
    may import. An import that is right as it is goes into `ignore_imports` of the contract, where it must match something, or
    gets `# archcheck: allow[layers] reason` on its line.

Limits
    Imports by `importlib.import_module` with a computed name are not seen. Imports below `if TYPE_CHECKING:` count unless the contract says
    `type_checking_imports = false`. Of several chains between the same two modules the shortest is shown.
"""

from collections.abc import Iterable, Iterator, Mapping

from archcheck.config.schema import LayersContract
from archcheck.graph.layer_contract import Chain
from archcheck.model.finding import Finding, Step
from archcheck.model.placement import Placement
from archcheck.rules.importing import Lines, location

RULE = "layer-import"


def findings(
    contract: LayersContract, chains: Iterable[Chain], places: Mapping[str, Placement], source: Lines
) -> Iterator[Finding]:
    """One finding for each illegal chain.

    Args:
        contract: the contract of type ``layers``.
        chains: what breaks it.
        places: the layer map, by module.
        source: source lines, for the place of an import.
    """
    for chain in chains:
        first, last = chain.links[0], chain.links[-1]
        place = places[first.importer]
        yield Finding(
            rule=RULE,
            contract=contract.id,
            severity=contract.severity,
            location=location(place.path, first.line, source),
            subject=first.importer,
            object=last.imported,
            message=_message(chain),
            module=first.importer,
            layer=place.layer,
            domain=place.domain,
            expression=first.text or None,
            evidence=(f"{first.importer}: {place.evidence}", f"{last.imported}: {places[last.imported].evidence}"),
            witness=tuple(
                Step(link.importer, places[link.importer].path, link.line, places[link.importer].layer, link.text)
                for link in chain.links
            ),
            guidance=contract.guidance,
        )


def _message(chain: Chain) -> str:
    first, last = chain.links[0].importer, chain.links[-1].imported
    count = len(chain.links) - 1
    by = f" by way of {count} other module{'s' if count > 1 else ''}" if count else ""
    if chain.skips:
        return f"{first} ({chain.importer}) imports {last} ({chain.imported}){by} past a closed layer"
    return f"{first} ({chain.importer}) imports {last} ({chain.imported}){by}; {chain.importer} stands below {chain.imported}"
