"""What is written on nodes, edges and layers, in formats that people look at."""

from archcheck.model.diagram import Band, Diagram, Edge, Node
from archcheck.report.visible import visible, width

NO_BAND = Band("no layer")


def bands(diagram: Diagram) -> list[tuple[Band, tuple[Node, ...]]]:
    """Each layer that has nodes, highest first, with its nodes; those without a layer come last."""
    known = {band.id for band in diagram.layers}
    found = [(band, tuple(node for node in diagram.nodes if node.layer == band.id)) for band in diagram.layers]
    found.append((NO_BAND, tuple(node for node in diagram.nodes if node.layer not in known)))
    return [(band, nodes) for band, nodes in found if nodes]


def band_title(band: Band) -> str:
    """``L4: Coordinators``."""
    return visible(f"{band.id}: {band.name}" if band.name else band.id)


def caption(node: Node, diagram: Diagram) -> tuple[str, ...]:
    """One to three lines: what it is, what it holds, what was found in it."""
    single = diagram.level in ("module", "function")
    held = (
        "" if single else counted(node.modules, "module"),
        counted(node.sites, "site") if node.sites else "",
    )
    found = counted(node.findings, "finding") if node.findings else ""
    lines = (visible(node.label), ", ".join(part for part in held if part), found)
    return tuple(line for line in lines if line)


def nodes_counted(diagram: Diagram) -> str:
    """How many nodes there are, by what they are; where nodes are split by layer, they are cells."""
    split = diagram.of == "layers" and diagram.level in ("domain", "package")
    return counted(len(diagram.nodes), "cell" if split else diagram.level)


def edge_label(edge: Edge) -> str:
    """The number of imports or calls where there are several."""
    return f"{edge.count:,}" if edge.count > 1 else ""


def edge_title(edge: Edge, diagram: Diagram) -> str:
    """The whole of an edge in a sentence."""
    noun = "call" if diagram.of == "calls" else "import"
    found = f", {counted(edge.findings, 'finding')}" if edge.findings else ""
    return f"{visible(edge.source)} {diagram.verb} {visible(edge.target)}: {counted(edge.count, noun)}{found}"


def counted(number: int, noun: str) -> str:
    """``1 module``, ``2 modules``, ``1,522 modules``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def shortened(text: str, room: int) -> str:
    """Text of at most so many columns, cut at its start, since names differ at their ends; at a dot where there is one."""
    if width(text) <= room:
        return text
    parts = text.split(".")
    for start in range(1, len(parts)):
        shorter = f"…{'.'.join(parts[start:])}"
        if width(shorter) <= room:
            return shorter
    while text and width(text) >= room:
        text = text[1:]
    return f"…{text}"
