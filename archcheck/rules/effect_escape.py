"""An owner hands the effect's API itself to code outside the owners.

What
    A function of an owner passes the API as a value (`on_done=session.commit`) to a function or class of the project that
    belongs to no owner, or sets it on one of its objects. The call site stands in the owner, and the call happens elsewhere.

Why
    Who holds the function decides when it is called. With the API in the hands of a driver, the boundary of the transaction
    is the driver's again, and no call of it has a name that could be searched for.

Example
    # shop/orders/coordinators.py, in L4
    def import_orders(session: Session, rows: list[Row]) -> None:
        load(rows, on_done=session.commit)   # effect-escape: load stands in L2

Instead
    def import_orders(session: Session, rows: list[Row]) -> None:
        load(rows)
        session.commit()

Limits
    Handing the API to a library (`retry(session.commit)`) is no escape, and neither is handing on the session: code
    below is meant to use that. A lambda around the API belongs to the function that writes it. Wrappers in `homes` may receive it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from archcheck.config.schema import EffectContract
from archcheck.model.calls import Handover
from archcheck.model.finding import Finding
from archcheck.model.location import Location
from archcheck.model.patterns import matches
from archcheck.model.site import CallSite
from archcheck.rules.at_site import at_site
from archcheck.rules.effect_site import named
from archcheck.rules.ground import Ground

RULE = "effect-escape"


def findings(
    contract: EffectContract, sites: Iterable[CallSite], handovers: Iterable[Handover], ground: Ground
) -> Iterator[Finding]:
    """References to the API that leave the owners.

    Args:
        contract: the contract of type ``effect``.
        sites: sites that the contract is held against.
        handovers: what is handed to functions and classes of the project.
        ground: what paths are judged by.
    """
    references = {site.location: site for site in sites if site.form == "reference"}
    for handover in handovers:
        site = references.get(handover.location)
        module = handover.receiver.partition(":")[0]
        if site is None or not ground.is_owner(handover.caller) or ground.is_owner(handover.receiver):
            continue
        if not any(matches(home, module) for home in contract.homes):
            yield _finding(contract, handover, site, ground)


def _finding(contract: EffectContract, handover: Handover, site: CallSite, ground: Ground) -> Finding:
    module, _, receiver = handover.receiver.partition(":")
    place, below = ground.place(handover.caller), ground.place(handover.receiver)
    who = named(site.function, site.module, place)
    message = f"{who} hands {site.api} to {named(receiver, module, below)}, which is no owner"
    found = at_site(RULE, contract.id, contract.severity, site, place, object=handover.receiver, message=message)
    node = ground.graph.functions.get(handover.receiver)
    return replace(
        found,
        evidence=site.evidence,
        witness=(ground.step(site),),
        related=(Location(node.location.path, node.location.line),) if node is not None else (),
        guidance=contract.guidance,
    )
