"""A graph to look at: what every exporter reads, whatever the graph is of."""

from dataclasses import dataclass
from typing import Literal, get_args

Of = Literal["imports", "calls", "layers"]
Level = Literal["layer", "domain", "package", "module", "function"]

OFS: tuple[Of, ...] = get_args(Of)
LEVELS: tuple[Level, ...] = get_args(Level)

NO_LAYER = "(no layer)"
NO_DOMAIN = "(no domain)"


@dataclass(frozen=True, slots=True)
class Band:
    """A layer, as the configuration has it.

    Attributes:
        id: its id.
        name: its name, or an empty string.
    """

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """One node: a layer, a domain, a package, a module or a function.

    Attributes:
        id: unique within the diagram (``shop.orders``, ``L2/orders``, ``shop.orders.api:place``).
        label: what to write on it.
        layer: the layer of all its members, or None where they have none or several.
        domain: the domain of all its members, or None where they have none or several.
        modules: how many modules it holds members of.
        members: how many modules or functions it stands for.
        inner: how many imports or calls stay inside it.
        findings: findings in it that are not exempt.
        new: those of them that are new.
        sites: call sites of the effect that was asked for.
        path: file of a module or function, relative to the working directory; else empty.
        line: line of a function, else 0.
    """

    id: str
    label: str
    layer: str | None = None
    domain: str | None = None
    modules: int = 1
    members: int = 1
    inner: int = 0
    findings: int = 0
    new: int = 0
    sites: int = 0
    path: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Edge:
    """What leads from one node to another.

    Attributes:
        source, target: ids of nodes, never the same.
        count: how many imports or calls it stands for.
        findings: findings whose chain goes along it and which are not exempt.
        new: those of them that are new.
    """

    source: str
    target: str
    count: int = 1
    findings: int = 0
    new: int = 0


@dataclass(frozen=True, slots=True)
class Diagram:
    """A graph with what is known of its parts.

    Attributes:
        of: what its edges are.
        level: what its nodes are.
        layers: the layers, highest first; nodes without one stand below all.
        nodes: by layer, domain and id.
        edges: by source and target.
        notes: what was left out, in sentences.
    """

    of: Of
    level: Level
    layers: tuple[Band, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    notes: tuple[str, ...] = ()

    @property
    def verb(self) -> str:
        """What an edge says: ``imports`` or ``calls``."""
        return "calls" if self.of == "calls" else "imports"
