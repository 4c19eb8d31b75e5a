"""A call may be the effect's API: its receiver has no known type.

What
    The name of the method fits an API of the contract's effect (`x.commit()`), and nothing says what `x` is: no
    annotation, no constructor, no factory, no caller that settles it. The finding names the receiver and what would
    settle it. Its severity is the contract's `unproven`: `off`, `warning` (default) or `error`.

    In mode `through` a site is unproven, too, where only calls on receivers without a type may lead to it past the owners.

    With `orphans`, a write that nobody commits is unproven where its connection may be in autocommit.

Why
    A checker that is silent about what it could not see gives a green run that proves nothing. A name alone is no
    proof either: `commit` is also what git repositories, message consumers and forms do.

Example
    def flush_queue(db, queue):
        for item in queue:
            db.add(item)
        db.commit()                          # effect-unproven: what is db?

Instead
    def flush_queue(db: Session, queue: list[Item]) -> None:
        for item in queue:
            db.add(item)                     # known now: a call site, or none

    Most of these go with one annotation on a parameter or on the attribute that holds the receiver. Where the
    receiver comes from a library that archcheck does not know, an entry in `[catalog] files` settles all its uses at once.

Limits
    Calls that stand in an owner are not reported, since they would be allowed either way. Test modules give no
    findings.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Literal

from archcheck.config.schema import EffectContract
from archcheck.model.finding import Finding, Severity
from archcheck.model.placement import Placement
from archcheck.model.site import CallSite, UntypedCall
from archcheck.rules.at_site import at_site
from archcheck.rules.effect_site import has_effect, named, owned, said_to_do

RULE = "effect-unproven"


_UNKNOWN = {
    "mode": "nobody does on its path, and the connection may be in autocommit; name the driver's type or commit",
    "callers": "only calls on receivers without a type lead there; annotate the receivers of its callers",
}


def findings(
    contract: EffectContract,
    calls: Iterable[UntypedCall],
    places: Mapping[str, Placement],
    layers: Collection[str],
) -> Iterator[Finding]:
    """Calls outside the owners that may have the contract's effect; none where ``unproven`` is ``off``.

    None either where the contract's certainty is ``possible``: there they count as sites.

    Args:
        contract: the contract of type ``effect``.
        calls: calls whose receiver has no type.
        places: the layer map, by module.
        layers: ids of all layers; an owner that is none of them is a module pattern.
    """
    severity = contract.unproven
    if severity == "off" or contract.certainty == "possible":
        return
    for call in calls:
        place = places.get(call.module)
        if call.is_test or not has_effect(contract.effect, call.effects):
            continue
        if not owned(contract.owners, layers, call.module, place):
            yield _finding(contract.id, severity, call, place)


def of_sites(contract: EffectContract, sites: Iterable[CallSite], places: Mapping[str, Placement]) -> Iterator[Finding]:
    """Sites of which it is not known whether a path reaches them past the owners (mode ``through``)."""
    for site in sites:
        yield from _of_site(
            contract,
            site,
            places,
            "it is not proven whether {who} is reached past the owners: only calls on receivers without a type lead "
            "there; annotate the receivers of its callers",
        )


def of_write(
    contract: EffectContract, write: CallSite, places: Mapping[str, Placement], unknown: Literal["mode", "callers"]
) -> Iterator[Finding]:
    """A write of which it is not known whether it is committed (``orphans``).

    Args:
        contract: the contract.
        write: the write.
        places: the layer map, by module.
        unknown: ``mode``: whether the connection is in autocommit; ``callers``: who calls what leads to the write.
    """
    sentence = f"it is not proven whether what {{who}} writes by {{api}} is committed: {_UNKNOWN[unknown]}"
    yield from _of_site(contract, write, places, sentence)


def _of_site(
    contract: EffectContract, site: CallSite, places: Mapping[str, Placement], sentence: str
) -> Iterator[Finding]:
    if contract.unproven == "off":
        return
    place = places.get(site.module)
    message = sentence.format(who=named(site.function, site.module, place), api=site.api)
    method = site.api.rpartition(".")[2]
    found = at_site(RULE, contract.id, contract.unproven, site, place, object=method, message=message)
    yield replace(found, certainty="possible")


def _finding(contract: str, severity: Severity, call: UntypedCall, place: Placement | None) -> Finding:
    does = said_to_do(call.effects[0])
    return Finding(
        rule=RULE,
        contract=contract,
        severity=severity,
        location=call.location,
        subject=f"{call.module}:{call.function}",
        object=call.method,
        message=f"it is not proven whether {named(call.function, call.module, place)} {does}: {call.reason}; {call.remedy}",
        module=call.module,
        function=call.function,
        layer=place.layer if place else None,
        domain=place.domain if place else None,
        certainty="possible",
        effect=call.effects[0],
        form=call.form,
        expression=call.expression,
    )
