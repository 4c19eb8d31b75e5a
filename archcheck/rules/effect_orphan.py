"""A write outside the owners that no owner commits on its path.

What
    A write (`add`, `delete`, `flush`, a written `execute`, a bulk operation) stands outside the owners, in a function that does
    not commit, on a connection that is not in autocommit; and on a path from an entry point to it nobody commits either: not by a
    call, a `with` block, a decorator or a dependency of any function on that path, not by what an owner on the path calls
    beside it, and not by what any function on the path calls afterwards. Where some paths are committed and others are not, the finding is a warning and shows one of each. The rule runs
    where the contract says `orphans = "warning"` or `"error"`.

Why
    This is the other half of the invariant. Whoever takes a commit out of a repository and puts none into the coordinator makes the
    count of violations fall, and loses the data: the transaction ends with the connection, and nothing is raised.

Example
    # shop/orders/repositories.py, in L2: the commit was taken out
    class OrderRepository:
        def save(self, order: Order) -> None:
            self._session.add(order)         # effect-orphan

    # shop/orders/coordinators.py, in L4: and none was put in
    def place(session: Session, order: Order) -> None:
        OrderRepository(session).save(order)

Instead
    def place(session: Session, order: Order) -> None:
        with session.begin():
            OrderRepository(session).save(order)

Limits
    Commits count by kind (ORM and Core together, raw drivers, document stores) and not by session: a function that commits one session
    and writes to another one is not seen. A commit in a branch that is not taken counts. Frameworks that commit around
    every request are seen where a function that they call before or after each request commits. What Alembic's revisions write is
    committed by who runs them. Whether a driver is in autocommit by
    its settings is not known where the project sets it: such writes are unproven.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from archcheck.config.schema import EffectContract
from archcheck.graph.call_graph import CallGraph
from archcheck.graph.reach import Reached, reach, reach_backwards
from archcheck.model.calls import CallEdge, FunctionNode
from archcheck.model.finding import Finding, Severity
from archcheck.model.location import Location
from archcheck.model.site import CERTAINTIES, CallSite, Certainty, weakest
from archcheck.rules import effect_unproven
from archcheck.rules.at_site import at_site
from archcheck.rules.effect_site import has_effect, named
from archcheck.rules.ground import Ground

RULE = "effect-orphan"
WRITE = "write"
_COMMIT = "transaction.commit"
_MODE = "transaction.mode"
_PLAIN = ("call", "sql")
"""Forms of a commit that may end what was begun elsewhere; a block and a decorator most often have a session of their own."""
_TOGETHER = {"core": "orm", "sql": "any"}
_AROUND_EVERYTHING = frozenset(
    ["before_request", "after_request", "teardown_request", "teardown_appcontext", "middleware", "before_app_request"]
)

Fate = Literal["committed", "orphan", "sometimes", "mode", "callers"]


@dataclass(frozen=True, slots=True)
class _Kind:
    """Commits of one kind.

    Attributes:
        committing: functions that commit.
        ending: calls that lead to a plain commit, by caller; what the caller has done before is committed as well.
        followed: a call after which its caller goes on to such a commit, by callee.
        bare: what is reached without any of these.
        under: what is reached below a function that commits, or by a call that is followed.
        doubtful: what is reached without any of these from functions that may be called, by whom is not known.
    """

    committing: frozenset[str]
    ending: Mapping[str, Sequence[CallEdge]]
    followed: Mapping[str, CallEdge]
    bare: Reached
    under: Reached
    doubtful: Reached

    def path_under(self, label: str) -> tuple[CallEdge, ...]:
        """A path on which a function is committed, from the one that commits or goes on to it."""
        path = self.under.path(label)
        first = self.followed.get(path[0].caller if path else label)
        return path if first is None else (first, *path)


def findings(
    contract: EffectContract, writes: Iterable[CallSite], sites: Iterable[CallSite], ground: Ground
) -> Iterator[Finding]:
    """Writes outside the owners that are not committed on every path.

    Args:
        contract: the contract, whose ``orphans`` is ``warning`` or ``error``.
        writes: sites of the effect ``write``, tests left out.
        sites: sites of the effect ``transaction``, tests left out.
        ground: what paths are judged by.
    """
    ended = list(sites)
    kinds: dict[str, _Kind] = {}
    perhaps = _perhaps_called(ground.graph, contract.certainty)
    least = CERTAINTIES.index(contract.certainty)
    for write in writes:
        label = write.label
        if ground.is_owner(label) or write.autocommit == "yes" or CERTAINTIES.index(write.certainty) > least:
            continue
        family = _family(write.kind)
        if family not in kinds:
            kinds[family] = _of_kind(contract, family, ended, perhaps, ground)
        fate = _fate(write, label, kinds[family], ended, ground.graph)
        if fate in ("mode", "callers"):
            yield from effect_unproven.of_write(contract, write, ground.places, fate)
        elif fate != "committed":
            yield _finding(contract, write, label, kinds[family], fate, ground)


def _family(kind: str | None) -> str:
    return _TOGETHER.get(kind or "any", kind or "any")


def _fate(write: CallSite, label: str, kind: _Kind, ended: Sequence[CallSite], graph: CallGraph) -> Fate:
    if label in kind.committing or _goes_on(graph.functions[label], write.location, kind.ending.get(label, ())):
        return "committed"
    if label not in kind.bare:
        return "callers" if label in kind.doubtful and label not in kind.under else "committed"
    if write.autocommit is None or (write.autocommit == "setting" and _sets_mode(write.kind, ended)):
        return "mode"
    return "sometimes" if label in kind.under else "orphan"


def _sets_mode(kind: str | None, ended: Iterable[CallSite]) -> bool:
    return any(site.effects[0] == _MODE and _family(site.kind) == _family(kind) for site in ended)


def _of_kind(
    contract: EffectContract, family: str, ended: Sequence[CallSite], perhaps: frozenset[str], ground: Ground
) -> _Kind:
    graph = ground.graph
    own = {
        site.label
        for site in ended
        if has_effect(_COMMIT, site.effects) and (family == "any" or _family(site.kind) in (family, "any"))
    }
    committing = own | _beside(contract, own, ground)
    least = contract.certainty
    ending = _ending(graph, own & {site.label for site in ended if site.form in _PLAIN}, least)
    followed = {
        edge.callee: edge
        # The last one stays, which is the first by name.
        for caller in sorted(ending, reverse=True)
        for edge in graph.calls_of(caller, least)
        if _goes_on(graph.functions[caller], edge.location, ending[caller]) and caller not in committing
    }

    def shut(edge: CallEdge) -> bool:
        return _goes_on(graph.functions[edge.caller], edge.location, ending.get(edge.caller, ()))

    entries = [label for label in _entries(own, ground) if label not in perhaps]
    bare, doubtful = (reach(graph, starts, committing.__contains__, least, shut) for starts in (entries, perhaps))
    under = reach(graph, committing | followed.keys(), least=least)
    return _Kind(frozenset(committing), ending, followed, bare, under, doubtful)


def _perhaps_called(graph: CallGraph, least: Certainty) -> frozenset[str]:
    """Functions whose callers are not known: of none is it certain enough that it calls them, but something of their name is called."""
    free = (
        label for label in graph.functions if label not in graph.registered and not any(graph.calls_to(label, least))
    )
    return frozenset(label for label in free if label in graph.perhaps_called or graph.callers.get(label))


def _ending(graph: CallGraph, plain: Iterable[str], least: Certainty) -> dict[str, list[CallEdge]]:
    """Calls that lead to a plain commit, by caller."""
    leading = reach_backwards(graph, plain, least=least)
    found = {label: [edge for edge in graph.calls_of(label, least) if edge.callee in leading] for label in leading}
    return {label: edges for label, edges in found.items() if edges}


def _goes_on(function: FunctionNode, place: Location, ends: Iterable[CallEdge]) -> bool:
    """Whether a function goes on from a place to one of the calls."""
    return any(
        (edge.location.line, edge.location.column) > (place.line, place.column)
        and function.leads_on(place.line, edge.location.line)
        for edge in ends
    )


def _beside(contract: EffectContract, own: set[str], ground: Ground) -> set[str]:
    """Owners that have something commit that they call: a helper of their own that ends what they began."""
    return {
        edge.caller
        for label in own
        for edge in ground.graph.calls_to(label, contract.certainty)
        if ground.is_owner(edge.caller)
    }


def _entries(own: set[str], ground: Ground) -> list[str]:
    """Where uncommitted paths may start: not at what a framework calls when it commits around every call."""
    registered = ground.graph.registered
    around = {
        name.partition(".")[0]
        for label, name in registered.items()
        if label in own and name.rpartition(".")[2] in _AROUND_EVERYTHING
    }
    return [
        label
        for label in ground.graph.entry_points
        if registered.get(label, "").partition(".")[0] not in around and label not in ground.graph.committed
    ]


def _finding(contract: EffectContract, write: CallSite, label: str, kind: _Kind, fate: Fate, ground: Ground) -> Finding:
    severity: Severity = "error" if contract.orphans == "error" and fate == "orphan" else "warning"
    bad = kind.bare.path(label)
    message = _message(write, label, kind, fate, bad, ground)
    found = at_site(RULE, contract.id, severity, write, ground.place(label), object=write.api, message=message)
    return replace(
        found,
        certainty=weakest(write.certainty, *(edge.certainty for edge in bad)),
        evidence=write.evidence,
        witness=(*(ground.step(edge) for edge in bad), ground.step(write)),
        related=tuple(edge.location for edge in kind.path_under(label)) if fate == "sometimes" else (),
        guidance=contract.guidance,
    )


def _message(write: CallSite, label: str, kind: _Kind, fate: Fate, bad: Sequence[CallEdge], ground: Ground) -> str:
    who = named(write.function, write.module, ground.place(label))
    start = bad[0].caller if bad else label
    if fate == "orphan":
        return f"{who} writes by {write.api}, and nobody commits on any path to it, such as that from {start}"
    good = kind.path_under(label)
    committed = good[0].caller if good else label
    return f"{who} writes by {write.api}: {committed} commits it, and nobody on the path from {start} does"
