"""A call site of the effect's API stands outside the contract's owners.

What
    The contract says which layers or modules own an effect, such as committing a database transaction. A call
    site is any use of an API that has this effect: the call itself (`session.commit()`), a context manager that has
    it on leaving (`with session.begin():`), a decorator (`@transaction.atomic`), a dependency, an attribute that sets the
    transaction mode, SQL text (`execute("COMMIT")`), the API handed on as a value, and the use of a function of
    your own that wraps one of these. Sites are found by the type of the receiver and not by the name of the method, so
    that `repo.index.commit()` of a git library is none.

Why
    Whoever commits decides what belongs together. When a driver or a repository commits, its callers can no longer put
    two steps into one transaction, a failure in the second step leaves the first one behind, and nobody sees it in the
    caller's code. With one layer that owns the boundary, there is one place to read.

Example
    [[contracts]]
    id     = "transactions"
    type   = "effect"
    effect = "transaction"
    owners = ["L4"]

    class OrderDriver:                       # in L2
        def __init__(self, session: Session) -> None:
            self._session = session

        def save(self, order: Order) -> None:
            self._session.add(order)
            self._session.commit()           # effect-site

Instead
    class OrderDriver:
        def save(self, order: Order) -> None:
            self._session.add(order)         # the coordinator commits

    def place_order(session: Session, order: Order) -> None:   # in L4
        with session.begin():
            OrderDriver(session).save(order)

    Modules that define a wrapper (`session_scope`) are named in `homes`: the site inside the wrapper is then no finding,
    and its uses are sites. What cannot be changed now is a `[[debt]]`; what is right as it is, an `[[exemptions]]` entry or
    `# archcheck: allow[transactions] reason` on the line.

    With `mode = "through"` a site may stand below the owners, as long as every call path that leads to it, from a route, a
    command, a module body or any function that nobody calls, passes an owner; the finding then shows the path that does not.

Limits
    Sites below the contract's `certainty` do not count; calls on receivers without a type are reported as
    effect-unproven. What is looked up by a name that is computed at run time, generated code and SQL inside
    stored procedures are not seen. Test modules give no findings.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from archcheck.config.schema import EffectContract
from archcheck.model.finding import Finding, Step
from archcheck.model.patterns import matches
from archcheck.model.placement import Placement
from archcheck.model.site import CERTAINTIES, CallSite, Nesting, UntypedCall
from archcheck.rules.at_site import at_site

RULE = "effect-site"
NAMED_OWNERS = 3

_VERBS = {
    "transaction.commit": "commits",
    "transaction.rollback": "rolls back",
    "transaction.begin": "begins a transaction",
    "transaction.savepoint": "sets a savepoint",
    "transaction.mode": "sets the transaction mode",
}
_SAVEPOINT = "transaction.savepoint"
_AT_SAVEPOINTS = {"commit": "releases a savepoint", "rollback": "rolls back to a savepoint"}
_ENDS = ("transaction.commit", "transaction.rollback")
_FORMS = {
    "with": " on leaving the block",
    "decorator": " when it returns",
    "dependency": " in a dependency",
    "sql": " in SQL text",
}


def findings(
    contract: EffectContract,
    sites: Iterable[CallSite],
    calls: Iterable[UntypedCall],
    places: Mapping[str, Placement],
    layers: Collection[str],
    wrappers: Collection[str],
    judge: Callable[[CallSite], str | None] | None = None,
) -> Iterator[Finding]:
    """Sites of the contract's effect outside its owners (mode ``inside``), or reached past them (mode ``through``).

    Args:
        contract: the contract of type ``effect``.
        sites: call sites of the whole project.
        calls: calls whose receiver has no type; they count where the contract's certainty is ``possible``.
        places: the layer map, by module.
        layers: ids of all layers; an owner that is none of them is a module pattern.
        wrappers: functions of the project that wrap an effect, as ``module:qualname``.
        judge: says why a site is reached past the owners, or None where it is not; left out in mode ``inside``.
    """
    only = f"only {_listed(contract.owners)} may"
    for site in held_against(contract, sites, calls):
        place = places.get(site.module)
        if owned(contract.owners, layers, site.module, place):
            continue
        if _inside_home(contract.homes, wrappers, site):
            continue
        why = only if judge is None else judge(site)
        if why is not None:
            yield _finding(contract, site, place, why)


def held_against(
    contract: EffectContract, sites: Iterable[CallSite], calls: Iterable[UntypedCall]
) -> Iterator[CallSite]:
    """The sites that a contract speaks of, owners' included: its effect, certain enough, in no test module."""
    least = CERTAINTIES.index(contract.certainty)
    for site in chain(sites, (call.as_site() for call in calls)):
        if (
            not site.is_test
            and has_effect(contract.effect, site.effects)
            and CERTAINTIES.index(site.certainty) <= least
        ):
            yield _as_spoken_of(contract.effect, site)


def _as_spoken_of(effect: str, site: CallSite) -> CallSite:
    """The site with the contract's own effect first; of a transaction, the principal one stays first."""
    if site.effect == "transaction":
        return site
    return replace(site, effects=tuple(sorted(site.effects, key=lambda name: not has_effect(effect, [name]))))


def has_effect(effect: str, effects: Iterable[str]) -> bool:
    """Whether one of the effects is the given one or a narrower one."""
    return any(name == effect or name.startswith(effect + ".") for name in effects)


def owned(owners: Iterable[str], layers: Collection[str], module: str, place: Placement | None) -> bool:
    """Whether a module belongs to the owners, each a layer id or a module pattern."""
    layer = place.layer if place else None
    return any(owner == layer if owner in layers else matches(owner, module) for owner in owners)


def said_to_do(effect: str, api: str = "") -> str:
    """An effect as what a function does: ``commits``.

    Args:
        effect: its name.
        api: the API that has it; ending a savepoint is no more than the effect says, but goes by another word.
    """
    if effect == _SAVEPOINT:
        return _AT_SAVEPOINTS.get(api.rpartition(".")[2].rpartition("_")[2], _VERBS[effect])
    return _VERBS.get(effect, f"has the effect {effect}")


def named(function: str, module: str, place: Placement | None) -> str:
    """A function as the subject of a sentence, with its layer."""
    name = f"the body of {module}" if function == "<module>" else function
    return f"{name} ({place.layer})" if place and place.layer else name


def _inside_home(homes: Iterable[str], wrappers: Collection[str], site: CallSite) -> bool:
    """Whether the site stands in a wrapper, or in a function inside one, of a home module."""
    return any(matches(home, site.module) for home in homes) and any(label in wrappers for label in site.within)


def _finding(contract: EffectContract, site: CallSite, place: Placement | None, why: str) -> Finding:
    message = _message(site, place, why)
    found = at_site(RULE, contract.id, contract.severity, site, place, object=site.api, message=message)
    step = Step(site.label, site.location.path, site.location.line, found.layer, site.expression)
    return replace(found, evidence=site.evidence, witness=(step,), guidance=contract.guidance)


def _message(site: CallSite, place: Placement | None, why: str) -> str:
    who = named(site.function, site.module, place)
    if site.form == "reference":
        return f"{who} hands on {site.api}; {why}"
    how = _FORMS.get(site.form, "") if site.form == "sql" or site.effects[0] in _ENDS else ""
    return f"{who} {said_to_do(site.effects[0], site.api)}{how} by {site.api}; {why}"


def inside_another(finding: Finding, outer: str, nests: Nesting) -> Finding:
    """What is said of a site whose path goes through a transaction of the same library's.

    Args:
        finding: of this rule.
        outer: label of the function whose transaction it is.
        nests: whether the inner one is a savepoint there, or a part of the outer one.
    """
    does, separator, why = finding.message.rpartition("; ")
    what = "a savepoint" if nests == "savepoint" else "a part"
    if outer == finding.subject:
        where = "inside of its own transaction" if nests == "savepoint" else "of its own transaction"
    else:
        around = outer.partition(":")[2]
        where = (
            f"on this path, inside of {around}"
            if nests == "savepoint"
            else f"of the transaction of {around} on this path"
        )
    return replace(finding, message=f"{does} ({what} {where}){separator}{why}")


def _listed(owners: Sequence[str]) -> str:
    shown = list(owners[:NAMED_OWNERS])
    if len(owners) > NAMED_OWNERS:
        shown.append(f"{len(owners) - NAMED_OWNERS} more")
    return " and ".join(shown) if len(shown) < 3 else f"{', '.join(shown[:-1])} and {shown[-1]}"
