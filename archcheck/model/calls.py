"""Who calls whom: the functions of the checked project and the calls between them, before any question is asked of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from archcheck.model.asked import Asking, Passed, are_excluded
from archcheck.model.location import Location
from archcheck.model.report import BlindSpot
from archcheck.model.site import Certainty

How = Literal[
    "direct",
    "method",
    "inherited",
    "overridden",
    "construct",
    "super",
    "with",
    "property",
    "operator",
    "decorator",
    "dependency",
    "definition",
    "callback",
    "kept",
    "queued",
    "name",
]
HOWS: tuple[How, ...] = get_args(How)


@dataclass(frozen=True, slots=True, order=True)
class Branch:
    """A part of a function that runs only sometimes: of an ``if``, a ``match`` or a ``try``.

    Attributes:
        line: the first line.
        end_line: the line on which the last call or attribute in it ends.
        group: number of the statement; of several branches with one number a run takes one.
        leaves: whether the function ends with it, by ``return`` or ``raise``.
    """

    line: int
    end_line: int
    group: int
    leaves: bool

    def holds(self, line: int) -> bool:
        """Whether a line stands in it."""
        return self.line <= line <= self.end_line


@dataclass(frozen=True, slots=True, order=True)
class FunctionNode:
    """A function, method, class body or module body; comprehensions and lambdas belong to what is around them.

    Attributes:
        label: ``module:Class.method``; ``module:<module>`` for the body of a module.
        module: dotted module name.
        location: from its ``def`` to its last line.
        branches: parts that run only sometimes, in order of time; empty where no writes are looked for.
    """

    label: str
    module: str
    location: Location
    branches: tuple[Branch, ...] = ()

    def leads_on(self, before: int, behind: int) -> bool:
        """Whether a run that has come by one line may come by another one further down."""
        for branch in self.branches:
            if branch.holds(before) and not branch.holds(behind):
                others = (each for each in self.branches if each.group == branch.group and each is not branch)
                if branch.leaves or any(each.holds(behind) for each in others):
                    return False
        return True

    @property
    def function(self) -> str:
        """The qualified name inside the module."""
        return self.label.partition(":")[2]


@dataclass(frozen=True, slots=True, order=True)
class CallEdge:
    """One function reaches another.

    Attributes:
        caller, callee: labels of functions.
        how: ``direct`` (a function by its name), ``method``, ``inherited``, ``overridden`` (the call names a base type), ``super``,
            ``construct`` (a class is called), ``with``, ``property``, ``operator``, ``decorator`` (a decorated function runs
            what its decorator puts around it), ``dependency`` (injected), ``definition`` (a class body),
            ``callback`` (handed to a call as a value, or called where it was handed to), ``kept`` (registered, or put somewhere, to be called from there), ``queued`` (a task that runs later and somewhere else), ``name`` (the receiver is unknown and the name is rare).
        certainty: ``certain`` where the types were followed, ``likely`` where they leave alternatives, ``possible`` by name alone.
        location: of the expression in the caller.
        asked: what has to hold of the caller's parameters for it.
        passed: what is known of the callee's parameters by it.
        on: the object whose method it is: ``self`` (the caller's own, by the method's name), ``super`` (the same, past the caller's class),
            ``same`` (the same, by a class's name, or past another class), ``=module:Class`` (made of that class here), ``<module:Class``
            (of that class or one below); empty where nothing is known.
    """

    caller: str
    callee: str
    how: How
    certainty: Certainty
    location: Location
    asked: Asking = ()
    passed: tuple[tuple[str, Passed], ...] = ()
    on: str = ""

    def excluded_by(self, known: Mapping[str, Passed]) -> bool:
        """Whether it is not made where that much is known of the caller's parameters."""
        return are_excluded(self.asked, known)

    def hands_on(self, known: Mapping[str, Passed]) -> dict[str, Passed]:
        """What is known of the callee's parameters where that much is known of the caller's."""
        told = ((name, known.get(value[1:]) if value.startswith("=") else value) for name, value in self.passed)
        return {name: value for name, value in told if value is not None}


@dataclass(frozen=True, slots=True, order=True)
class Handover:
    """An API with an effect is handed to a function of the project as a value (``run(on_done=session.commit)``).

    Attributes:
        caller: label of the function that hands it on.
        receiver: label of the function or class that receives it.
        location: of the API's expression.
        api: as on the call site.
    """

    caller: str
    receiver: str
    location: Location
    api: str


@dataclass(frozen=True, slots=True)
class Calls:
    """All that was followed, and what was not.

    Attributes:
        functions: sorted by label; several of one label (a function in both branches of an ``if``) are one.
        edges: sorted; the best of each caller, callee and place.
        registered: label of functions that a library calls, with the registration's name (``fastapi.APIRouter.post``).
        perhaps_called: label of methods whose name is called on a receiver without a type, and too many have that name to say more.
        committed: label of functions whose writes the library that calls them commits.
        unmade: label of classes that no object is an instance of itself, since what they are for stands in classes below.
        orders: label of classes with others above or below, with the labels of the classes that an instance asks for a method, its own first.
        handovers: sorted.
        blind_spots: calls that could not be followed although their name fits a function of the project.
        missing: calls of methods that the receiver's class does not have.
    """

    functions: tuple[FunctionNode, ...] = ()
    edges: tuple[CallEdge, ...] = ()
    registered: tuple[tuple[str, str], ...] = ()
    handovers: tuple[Handover, ...] = ()
    blind_spots: tuple[BlindSpot, ...] = ()
    missing: tuple[BlindSpot, ...] = ()
    perhaps_called: frozenset[str] = frozenset()
    committed: frozenset[str] = frozenset()
    orders: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unmade: frozenset[str] = frozenset()
