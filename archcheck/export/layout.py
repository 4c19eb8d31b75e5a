"""Where things stand in a picture: a band a layer, highest first, and in it boxes in rows.

Where there are few domains, every domain has its own column through all bands, so that a picture of layers and domains is a grid.
Otherwise rows are filled from the left. No forces and no search: the same diagram always looks the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archcheck.export.wording import NO_BAND, bands
from archcheck.model.diagram import Band, Diagram, Edge, Node

BOX_WIDTH, BOX_HEIGHT = 150, 50
CHARACTERS = 22
"""How many characters of a small bold font a box has room for."""
GAP = 26
LANE = 44
PADDING = 16
MARGIN = 150
"""Room for the titles of the layers, on the left."""
HEAD = 56
COLUMNS = 8

Point = tuple[float, float]
Curve = tuple[Point, Point, Point, Point]


@dataclass(frozen=True, slots=True)
class Box:
    """A node in its place.

    Attributes:
        node: the node.
        x, y: of its upper left corner.
    """

    node: Node
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Strip:
    """A layer in its place.

    Attributes:
        band: the layer.
        y, height: where it is; it goes all the way from left to right.
    """

    band: Band
    y: float
    height: float

    @property
    def is_layer(self) -> bool:
        """Whether it is a layer, and not the place of what has none."""
        return self.band is not NO_BAND


@dataclass(frozen=True, slots=True)
class Layout:
    """A picture before it is drawn.

    Attributes:
        width, height: of the whole, in pixels.
        strips, boxes: of layers and nodes.
        curves: for each edge its four points as a cubic curve.
    """

    width: float
    height: float
    strips: tuple[Strip, ...]
    boxes: tuple[Box, ...]
    curves: tuple[tuple[Edge, Curve], ...]


def layout(diagram: Diagram) -> Layout:
    """Lay out all nodes and edges of a diagram."""
    grouped = bands(diagram)
    columns = _columns(diagram, grouped)
    single = columns is None and all(len(nodes) == 1 for _, nodes in grouped)
    left = PADDING + MARGIN * (2 if single else 1)
    strips: list[Strip] = []
    boxes: list[Box] = []
    y: float = HEAD
    for band, nodes in grouped:
        rows = _rows(nodes, columns)
        height = len(rows) * (BOX_HEIGHT + LANE) - LANE + 3.5 * PADDING
        strips.append(Strip(band, y, height))
        for number, row in enumerate(rows):
            top = y + 2 * PADDING + number * (BOX_HEIGHT + LANE)
            boxes += [Box(node, left + column * (BOX_WIDTH + GAP), top) for column, node in row]
        y += height + LANE / 2
    right = max((box.x + BOX_WIDTH for box in boxes), default=0.0)
    width = max(right + (MARGIN if single else GAP + PADDING), 560)
    return Layout(width, y, tuple(strips), tuple(boxes), tuple(_curves(diagram.edges, boxes, wide=single)))


def _columns(diagram: Diagram, grouped: Sequence[tuple[Band, Sequence[Node]]]) -> Mapping[str | None, int] | None:
    """A column for each domain, where each band holds at most one node a domain and they fit side by side."""
    domains = sorted({node.domain for node in diagram.nodes}, key=lambda domain: (domain is None, domain or ""))
    alone = all(len({node.domain for node in nodes}) == len(nodes) for _, nodes in grouped)
    if diagram.level != "domain" or not 1 < len(domains) <= COLUMNS or not alone:
        return None
    return {domain: number for number, domain in enumerate(domains)}


def _rows(nodes: Sequence[Node], columns: Mapping[str | None, int] | None) -> list[list[tuple[int, Node]]]:
    if columns is not None:
        return [[(columns[node.domain], node) for node in nodes]]
    return [list(enumerate(nodes[start : start + COLUMNS])) for start in range(0, len(nodes), COLUMNS)]


def _curves(edges: Iterable[Edge], boxes: Sequence[Box], *, wide: bool) -> Iterator[tuple[Edge, Curve]]:
    """Curves that leave and enter boxes at places of their own, in the order of what is at the other end."""
    at = {box.node.id: box for box in boxes}
    sides = {
        edge: _sides(at[edge.source], at[edge.target], boxes)
        for edge in edges
        if edge.source in at and edge.target in at
    }
    ports = _ports(sides, at)
    for edge, (leaves, enters) in sides.items():
        start, end = ports[edge, True], ports[edge, False]
        yield edge, (start, *_handles(start, end, leaves, enters, wide=wide), end)


def _sides(source: Box, target: Box, boxes: Iterable[Box]) -> tuple[str, str]:
    """The sides of the boxes that an edge leaves and enters; it goes round boxes that stand between in the same column."""
    low, high = sorted((source.y, target.y))
    if source.x == target.x and any(box.x == source.x and low < box.y < high for box in boxes):
        return ("right", "right") if source.y < target.y else ("left", "left")
    if source.y == target.y:
        return "top", "top"
    return ("bottom", "top") if source.y < target.y else ("top", "bottom")


def _ports(sides: Mapping[Edge, tuple[str, str]], at: Mapping[str, Box]) -> dict[tuple[Edge, bool], Point]:
    """For each edge the points where it leaves (True) and enters (False), spread evenly along each side of a box."""
    ends: dict[tuple[str, str], list[tuple[float, float, bool, Edge]]] = {}
    for edge, (leaves, enters) in sides.items():
        source, target = at[edge.source], at[edge.target]
        ends.setdefault((edge.source, leaves), []).append((target.x, target.y, True, edge))
        ends.setdefault((edge.target, enters), []).append((source.x, source.y, False, edge))
    ports: dict[tuple[Edge, bool], Point] = {}
    for (id_, side), there in ends.items():
        box = at[id_]
        there.sort(key=lambda end: (*_order(side, *end[:3]), end[3].source, end[3].target))
        for number, (_, _, leaving, edge) in enumerate(there, 1):
            share = number / (len(there) + 1)
            ports[edge, leaving] = _on_side(box, side, share)
    return ports


def _order(side: str, x: float, y: float, leaving: bool) -> tuple[float, float, bool]:
    """The order of ports on a side: as few crossings as can be had.

    Of curves round a column, the one that goes farthest is outermost; of two that go up and down between the same boxes, the one
    that goes down is on the right at both ends.
    """
    return (x, -y if side in ("left", "right") else y, leaving == (side == "bottom"))


def _on_side(box: Box, side: str, share: float) -> Point:
    match side:
        case "top":
            return (box.x + BOX_WIDTH * share, box.y)
        case "bottom":
            return (box.x + BOX_WIDTH * share, box.y + BOX_HEIGHT)
        case "left":
            return (box.x, box.y + BOX_HEIGHT * share)
        case _:
            return (box.x + BOX_WIDTH, box.y + BOX_HEIGHT * share)


def _handles(start: Point, end: Point, leaves: str, enters: str, *, wide: bool) -> tuple[Point, Point]:
    """The two points that bend the curve; it leaves and enters at a right angle."""
    distance = abs(end[1] - start[1])
    if leaves in ("left", "right"):
        reach = min(distance * 0.35, MARGIN) if wide else GAP * 1.3
        sign = 1 if leaves == "right" else -1
        return (start[0] + sign * reach, start[1]), (end[0] + sign * reach, end[1])
    reach = LANE * 0.8 if leaves == enters else max(distance / 2, LANE * 0.6)
    first = (start[0], start[1] + (reach if leaves == "bottom" else -reach))
    second = (end[0], end[1] + (reach if enters == "bottom" else -reach))
    return first, second
