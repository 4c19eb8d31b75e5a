"""Code below the owners reaches the effect by calling back up into an owner.

What
    A function in a layer below an owner calls a function of that owner, and the call leads to an API of the contract's
    effect. No call site stands outside the owners, so effect-site is silent; and yet it is the lower code that decides when
    the transaction ends.

Why
    The rule that only owners commit is worth something because a lower function can be called without asking what it ends.
    A repository that imports a coordinator late, inside a function, to have it commit, keeps the letter of the rule and breaks
    what it is for.

Example
    # shop/orders/repositories.py, in L2
    def archive(session: Session, order: Order) -> None:
        from shop.orders.coordinators import finish

        session.add(ArchivedOrder(order))
        finish(session)                      # effect-reentry: finish (L4) commits

Instead
    # shop/orders/coordinators.py, in L4
    def archive_order(session: Session, order: Order) -> None:
        repositories.archive(session, order)
        finish(session)

Limits
    Below means in a lower layer than the owner that is called, so owners that are named by module patterns outside all layers
    have nothing below them. Calls that only an override brings up (a base class in L1 calls its own method, and a class in L4
    overrides it) are how frameworks work, and are no finding. Neither is the call of a function that an owner has handed down,
    nor that of an owner that commits by a dependency, which only the framework runs, or by a decorator of the project alone,
    which may leave alone a session that it is handed, nor a task that is sent to a queue, nor a call that an argument keeps
    from committing (finish(session, commit=False)).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from archcheck.config.schema import EffectContract
from archcheck.graph.reach import reach_backwards
from archcheck.model.calls import CallEdge
from archcheck.model.finding import Finding
from archcheck.model.site import CallSite, weakest
from archcheck.rules.effect_site import named, said_to_do
from archcheck.rules.ground import Ground

RULE = "effect-reentry"
_NO_CALL_UP = frozenset(["overridden", "callback", "kept", "queued", "definition", "decorator", "dependency"])


def findings(contract: EffectContract, sites: Mapping[str, Sequence[CallSite]], ground: Ground) -> Iterator[Finding]:
    """One finding for each function below the owners and each owner that it calls.

    Args:
        contract: the contract of type ``effect``.
        sites: sites of the effect by the label of their function, owners' included.
        ground: what paths are judged by.
    """
    sites = {
        label: kept for label, found in sites.items() if (kept := [site for site in found if _for_any_caller(site)])
    }
    leading = reach_backwards(ground.graph, sites, least=contract.certainty, shut=_is_queued)
    # The use of a wrapper is a site: said once, by effect-site.
    said = {site.location for found in sites.values() for site in found}
    for label in sorted(ground.graph.functions):
        if ground.is_owner(label):
            continue
        for edge in ground.graph.calls_of(label, contract.certainty):
            if edge.callee in leading and edge.location not in said and _goes_up(ground, edge):
                way = _path(contract, edge, sites, ground)
                if way is not None:
                    yield _finding(contract, edge, *way, ground)


def _for_any_caller(site: CallSite) -> bool:
    """Whether a site is there for every caller: a dependency is the framework's, and a decorator of the project may use a session
    that it is handed instead of ending its own.
    """
    return site.form != "dependency" and not (site.form == "decorator" and site.via == "wrapper")


def _is_queued(edge: CallEdge) -> bool:
    return edge.how == "queued"


def _goes_up(ground: Ground, edge: CallEdge) -> bool:
    return edge.how not in _NO_CALL_UP and ground.is_owner(edge.callee) and ground.is_below(edge.caller, edge.callee)


def _path(
    contract: EffectContract, edge: CallEdge, sites: Mapping[str, Sequence[CallSite]], ground: Ground
) -> tuple[tuple[CallEdge, ...], CallSite] | None:
    """The best path from the owner that is called to a site of those that this very call allows, with the site; None where it allows none."""
    behind = ground.passing.behind(edge, contract.certainty, _is_queued)
    found = [
        (behind.path(label, site.asked), site)
        for label in sites
        for site in sites[label]
        if behind.leads_to(label, site.asked)
    ]
    if not found:
        return None
    return min(found, key=lambda each: (len(each[0]), [step.callee for step in each[0]], each[1].location))


def _finding(
    contract: EffectContract,
    edge: CallEdge,
    path: Sequence[CallEdge],
    site: CallSite,
    ground: Ground,
) -> Finding:
    place, above = ground.place(edge.caller), ground.place(edge.callee)
    module, _, function = edge.caller.partition(":")
    owner = named(edge.callee.partition(":")[2], edge.callee.partition(":")[0], above)
    start, does = ground.step(edge), said_to_do(site.effects[0], site.api)
    return Finding(
        rule=RULE,
        contract=contract.id,
        severity=contract.severity,
        location=edge.location,
        subject=edge.caller,
        object=edge.callee,
        message=f"{named(function, module, place)} calls back up into {owner}, which {does}",
        module=module,
        function=function,
        layer=place.layer if place else None,
        domain=place.domain if place else None,
        certainty=weakest(*(e.certainty for e in (edge, *path))),
        effect=site.effects[0],
        api=site.api,
        kind=site.kind,
        expression=start.expression,
        witness=(start, *(ground.step(e) for e in path), ground.step(site)),
        guidance=contract.guidance,
    )
