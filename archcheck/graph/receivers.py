"""Of which classes the object may be on which a method runs, so that a path keeps to one object's class."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import TypeAlias

from archcheck.model.calls import CallEdge

Classes: TypeAlias = "int | None"
"""Classes as the bits of a number; None for those on whose instances a method runs by its name."""
ANY = -1
"""All classes: nothing is known of the object."""

# How a method is reached that is looked up by its name on whatever object there is.
_BY_NAME = frozenset(["method", "inherited", "overridden", "construct", "with", "property", "operator", "name"])


class Receivers:
    """The classes of the project, each with the order in which its instances ask for a method."""

    def __init__(
        self, orders: Mapping[str, Sequence[str]], functions: Collection[str], unmade: Collection[str] = ()
    ) -> None:
        """Number the classes.

        Args:
            orders: labels of classes -> labels of the classes that an instance asks, itself first; others are classes for themselves.
            functions: labels of all functions.
            unmade: labels of classes that no object is an instance of itself, if there is a class below that is none of them.
        """
        self._orders = orders
        self._functions = functions
        self._bits = {label: 1 << number for number, label in enumerate(sorted(orders))}
        self._below: dict[str, list[str]] = {}
        for label, order in orders.items():
            for above in dict.fromkeys(order):
                self._below.setdefault(above, []).append(label)
        made = {above for label, order in orders.items() if label not in unmade for above in order}
        self._bits |= dict.fromkeys((label for label in unmade if label in made), 0)
        self._running: dict[str, int | None] = {}
        self._behind: dict[tuple[str, str], int] = {}
        self._masks: dict[str, int] = {}

    def after(self, edge: CallEdge, before: Classes) -> Classes:
        """What is known of the object on which the callee runs; 0 where there is no such object.

        Args:
            edge: the call.
            before: what is known of the object on which the caller runs.
        """
        running = self.running(edge.callee)
        if running is None:
            return None
        if edge.on in ("self", "super", "same"):
            # Where all below have overridden a method, it runs for those that ask for it past their own.
            known = (self.running(edge.caller) or ANY) if before is None else before
            if edge.on == "same":
                return known
            found = known & (running if edge.on == "self" else self._past(edge.caller, edge.callee))
        elif edge.on[:1] == "=":
            found = self._bits.get(edge.on[1:]) or ANY
            found = found if edge.how == "construct" else found & running
        elif edge.on[:1] == "<":
            found = running & self._mask(edge.on[1:])
        else:
            found = running if edge.how in _BY_NAME else ANY
        return None if found and found == running else found

    def running(self, label: str) -> int | None:
        """The classes on whose instances a method runs by its name; None where it is no method of a class that has others below or above."""
        if label not in self._running:
            owner, _, name = label.rpartition(".")
            self._running[label] = self._naming(owner, name) if owner in self._below else None
        return self._running[label]

    def _past(self, caller: str, callee: str) -> int:
        """The classes on whose instances ``super().name()`` in the caller runs the callee; all where the caller is no method."""
        key = (caller, callee)
        if key not in self._behind:
            owner, (there, _, name) = caller.rpartition(".")[0], callee.rpartition(".")
            found = 0 if owner in self._below else ANY
            for below in self._below.get(owner, ()):
                order = self._orders[below]
                behind = order[order.index(owner) + 1 :]
                if next((each for each in behind if f"{each}.{name}" in self._functions), None) == there:
                    found |= self._bits[below]
            self._behind[key] = found
        return self._behind[key]

    def _naming(self, owner: str, name: str) -> int:
        """The classes whose instances find a method of that name in one class."""
        found = 0
        for below in self._below[owner]:
            first = next((each for each in self._orders[below] if f"{each}.{name}" in self._functions), None)
            if first == owner:
                found |= self._bits[below]
        return found

    def _mask(self, owner: str) -> int:
        """A class and all below; all classes where it is not known."""
        if owner not in self._masks:
            below = (self._bits[label] for label in self._below.get(owner, ()))
            self._masks[owner] = reduce(or_, below, 0) if owner in self._below else ANY
        return self._masks[owner]
