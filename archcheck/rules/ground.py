"""What the rules on call paths judge by: the call graph, the owners and the layers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from archcheck.graph.call_graph import CallGraph
from archcheck.graph.feasible import Passing
from archcheck.model.calls import CallEdge
from archcheck.model.finding import Step
from archcheck.model.placement import Placement
from archcheck.model.site import CallSite


@dataclass(frozen=True, slots=True)
class Ground:
    """What paths are judged by.

    Attributes:
        graph: the call graph.
        is_owner: whether a function belongs to the contract's owners.
        places: the layer map, by module.
        order: ids of the layers, highest first.
        step: a call or a site as a step of a witness.
        passing: all calls, with what they ask and hand on.
    """

    graph: CallGraph
    is_owner: Callable[[str], bool]
    places: Mapping[str, Placement]
    order: Sequence[str]
    step: Callable[[CallEdge | CallSite], Step]
    passing: Passing

    def place(self, label: str) -> Placement | None:
        """Where the module of a function stands."""
        return self.places.get(label.partition(":")[0])

    def is_below(self, lower: str, upper: str) -> bool:
        """Whether a function stands in a lower layer than another."""
        layers = [place.layer if (place := self.place(label)) else None for label in (lower, upper)]
        return all(layer in self.order for layer in layers) and (
            self.order.index(str(layers[0])) > self.order.index(str(layers[1]))
        )
