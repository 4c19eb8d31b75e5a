"""The resolver: asks each room of resolution in turn, remembers every answer, and stops at cycles."""

from __future__ import annotations

from archcheck.catalog.load import Catalog
from archcheck.facts.schema import Span
from archcheck.resolve import (
    annotated,
    around,
    beside,
    callers,
    calls,
    delegates,
    elsewhere,
    events,
    expressions,
    filled,
    injection,
    keeping,
    lineage,
    members,
    names,
    passing,
    places,
    reached,
    returns,
    summaries,
    wrapping,
)
from archcheck.resolve.acts import Act, Event
from archcheck.resolve.answers import Answers, Noting
from archcheck.resolve.candidates import Candidates
from archcheck.resolve.events import Examined
from archcheck.resolve.lookups import Lookups
from archcheck.resolve.passing import Conditions
from archcheck.resolve.project import Project
from archcheck.resolve.unit import Unit
from archcheck.resolve.values import Place, Shape, Value, Values
from archcheck.resolve.wrapping import Wrapping


class Resolver:
    """Types of the project's expressions, worked out when they are asked for, each once (``answers.py``)."""

    def __init__(
        self,
        project: Project,
        catalog: Catalog,
        families: tuple[str, ...] = ("transaction",),
        *,
        noting: Noting = "leaning",
    ) -> None:
        """Nothing is answered yet.

        Args:
            project: what is asked about.
            catalog: what library APIs do.
            families: effects that are looked for, by their first name.
            noting: what is noted of each answer, so that a later state can take it over.
        """
        self.project = project
        self.catalog = catalog
        self.families = families
        self.candidates = Candidates(project, catalog, families)
        self.answers = Answers(self, noting)
        self.lookups = Lookups(project, self.answers.note)
        self._once = self.answers.once
        self._guarded = self.answers.guarded

    def value(self, unit: Unit, node: int) -> Values:
        """What an expression may be."""
        key = ("value", unit, node)
        # Asked more often than all other questions together, and most often for what is known.
        known: Values | None = self.answers.known(key)
        return known if known is not None else self._once(key, (), expressions.value)

    def name(self, unit: Unit, name: str, at: int) -> Values:
        """What a name may be at a time within a unit."""
        return names.name(self, unit, name, at)

    def at_end(self, unit: Unit, name: str) -> Values:
        """What a name that is bound in a unit may be when the unit has run, which is when inner scopes see it."""
        return self._once(("at end", unit, name), (), names.at_end)

    def symbol(self, module: str, name: str) -> Values:
        """What ``from module import name`` gives."""
        return self._once(("symbol", module, name), (), names.symbol)

    def path(self, dotted: str) -> Values:
        """What a dotted path means: of the project, of the catalog, or foreign."""
        return self._once(("path", dotted), (), names.path)

    def parameter(self, unit: Unit, name: str) -> Values:
        """What a parameter may be."""
        return self._once(("parameter", unit, name), (), callers.parameter)

    def annotation(self, unit: Unit, node: int) -> Values:
        """Instances that an annotation in that unit speaks of."""
        return self._once(("annotation", unit, node), (), annotated.annotation)

    def member(self, value: Value, name: str, at: Place | None = None) -> Values:
        """What ``value.name`` may be."""
        return self._guarded(("of", value.shape, name, at), lambda: members.member(self, value, name, at))

    def instance_member(self, unit: Unit, name: str) -> Values:
        """What an instance of a project class has under a name."""
        return self._once(("member", unit, name), (), members.own_member)

    def set_on(self, shape: Shape, name: str) -> Values | None:
        """What the project sets on an object from outside; None where it sets nothing of that name."""
        return self._once(("set on", shape, name), None, elsewhere.set_on)

    def filled(self, unit: Unit, name: str) -> Values:
        """What is put into a container that is bound to a name."""
        return self._once(("filled", unit, name), (), filled.local)

    def filled_attribute(self, owner: Unit, name: str) -> Values:
        """What the methods of a class put into a container that is an attribute."""
        return self._once(("filled attribute", owner, name), (), filled.attribute)

    def conditions(self, unit: Unit) -> Conditions:
        """The conditions of a function on its parameters and on those of the functions around it."""
        return self._once(("conditions", unit), Conditions(), passing.conditions)

    def wrapping(self, function: Unit) -> Wrapping:
        """What the decorators of a function do with the arguments of its calls."""
        return self._once(("wrapping", function), wrapping.UNKNOWN, wrapping.wrapping)

    def minded(self, unit: Unit) -> tuple[tuple[str, bool], ...]:
        """The parameters of a function of which it matters what they are handed, each with whether it asks about them itself."""
        return self._once(("minded", unit), (), passing.minded)

    def keeps(self, function: Unit, name: str) -> bool:
        """Whether a function only keeps what it is handed as a parameter; one that hands it round to itself does."""
        return self._once(("keeps", function, name), True, keeping.only_keeps)

    def bases(self, unit: Unit) -> Values:
        """The base classes of a project class, as values."""
        return self._once(("bases", unit), (), lineage.bases)

    def lineage(self, unit: Unit) -> tuple[Shape, ...]:
        """The class, then its bases and theirs, depth first: project classes, catalog classes and foreign ones."""
        return self._once(("lineage", unit), (), lineage.lineage)

    def beside(self, owner: Unit, name: str) -> tuple[Unit, ...]:
        """What ``super().name()`` in a class may mean in instances of the classes below it."""
        return self._once(("beside", owner, name), (), beside.methods)

    def order(self, owner: Unit) -> tuple[Unit, ...]:
        """The project's classes in the order in which an instance of one asks them."""
        return self._once(("order", owner), (owner,), beside.order)

    def descendants(self, owner: Unit) -> tuple[Unit, ...]:
        """The project's classes below a class, tests left out."""
        return self._once(("descendants", owner), (), reached.descendants)

    def call(self, value: Value, at: Place | None) -> Values:
        """What calling ``value`` at a place may give."""
        return self._guarded(("call", value.shape, at), lambda: calls.call(self, value, at))

    def entered(self, value: Value) -> Values:
        """What ``with value as x`` binds to ``x``."""
        return self._guarded(("entered", value.shape), lambda: calls.entered(self, value))

    def iterated(self, value: Value) -> Values:
        """What iterating ``value`` gives."""
        return self._guarded(("iterated", value.shape), lambda: calls.iterated(self, value))

    def returned(self, unit: Unit) -> Values:
        """What a project function returns, before its decorators."""
        return self._once(("returned", unit), (), returns.returned)

    def yielded(self, unit: Unit) -> Values:
        """What a generator function yields."""
        return self._once(("yielded", unit), (), returns.yielded)

    def leaving(self, function: Unit) -> tuple[Act, ...]:
        """What the part behind the ``yield`` of a generator function does on normal leaving."""
        return self._once(("leaving", function), (), summaries.leaving)

    def exit_of(self, value: Value, call: Place | None) -> tuple[Act, ...]:
        """What leaving ``with value:`` normally does."""
        return summaries.exit_of(self, value, call)

    def around_call(self, function: Unit) -> tuple[Act, ...]:
        """What a project decorator does around the functions that it decorates."""
        return self._once(("around", function), (), around.around_call)

    def around_handed(self, function: Unit, name: str) -> tuple[Act, ...]:
        """What a function does around the calls of a parameter."""
        return self._once(("around handed", function, name), (), around.around_handed)

    def exiting(self, function: Unit) -> tuple[Act, ...]:
        """What an ``__exit__`` does where nothing was raised."""
        return self._once(("exiting", function), (), summaries.exiting)

    def delegate(self, function: Unit) -> tuple[Act, ...]:
        """The effects of a thin delegate; empty where the function is none."""
        return self._once(("delegate", function), (), delegates.delegate)

    def events(self, unit: Unit) -> tuple[Event, ...]:
        """Every act of a unit, in order of position."""
        return self.examined(unit).events

    def examined(self, unit: Unit) -> Examined:
        """Every act of a unit, and the calls that may be one."""
        return self._once(("examined", unit), Examined(), events.examine)

    def dependencies(self, function: Unit) -> tuple[tuple[Value, Span], ...]:
        """What a function takes by dependency injection, each with its place."""
        return self._once(("dependencies", function), (), injection.dependencies)

    def decorated(self, function: Unit) -> Values:
        """What a ``def`` binds after its decorators."""
        return self._once(("decorated", function), (), calls.decorated)

    def injected(self, function: Unit, name: str) -> Values:
        """What the decorators of a function hand in as a parameter."""
        return self._once(("injected", function, name), (), callers.injected)

    def handed_in(self, function: Unit) -> tuple[str, ...]:
        """Parameters of a function that its decorators bring along."""
        return self._once(("handed in", function), (), callers.handed_in)

    def overrides(self, owner: Unit, name: str) -> tuple[Unit, ...]:
        """Methods of that name in the classes below a class, or that stand before its own in one of these; tests left out."""
        return self._once(("overrides", owner, name), (), reached.overrides)

    def alias_places(self, unit: Unit, node: int) -> tuple[Place, ...]:
        """Where the values stand that a dotted name is bound to."""
        return places.places(self, unit, node)
