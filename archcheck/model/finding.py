"""A finding: one broken rule at one place, with what proves it."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from archcheck.model.location import Location

Severity = Literal["error", "warning"]
State = Literal["new", "known", "debt", "exempt"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a witness: an import of a chain or a call of a path.

    Attributes:
        function: ``module:function`` for calls, the importing module for imports.
        path: POSIX path relative to the working directory.
        line: line from 1.
        layer: layer of the module, or None.
        expression: source text of the call or import.
    """

    function: str
    path: str
    line: int
    layer: str | None = None
    expression: str = ""


@dataclass(frozen=True, slots=True)
class Exposure:
    """Who reaches a site through others, outside the owners: shown with the site and never counted.

    Attributes:
        functions: how many functions do.
        domains: of how many domains.
        witness: the shortest path from an entry point; empty where no function reaches the site.
    """

    functions: int
    domains: int
    witness: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class FixPoint:
    """The function that every path to a site passes and whose lifting to an owner clears most.

    Attributes:
        function: its label.
        clears: how many sites no path reaches any more past the owners.
        of: how many are reached past them today.
    """

    function: str
    clears: int
    of: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, as reports show it.

    Attributes:
        rule: id of the rule (``effect-site``).
        contract: id of the contract, or None for rules that belong to no contract.
        severity: ``error`` or ``warning``.
        location: the primary location.
        module: dotted module name, or None where a finding has no module.
        subject: scope of the identity (``module:Class.method`` or the importing module).
        object: API or imported module of the identity.
        message: one sentence.
        function, layer, domain, effect, api, kind, form, via, wraps, certainty, expression: as on the
            call site; None where they do not apply.
        evidence: hops that led to the finding.
        witness: path that proves it, outermost first.
        exposure: who else reaches it, or None where that was not asked.
        fixpoint: where its paths can be cut, or None.
        related: further places of the same finding.
        guidance: the contract's advice, or None.
        state: ``new`` until allows, exemptions, debt or a baseline say otherwise.
        reason, owner, debt: of what put it in that state.
        owners: who owns the file by CODEOWNERS.
        moved_from: the former name of a known finding that was recognised by another one.
        move_certainty: how certain that is: ``certain`` or ``likely``.
        occurrence: which of several findings of one identity this is, from 0.
    """

    rule: str
    contract: str | None
    severity: Severity
    location: Location
    subject: str
    object: str
    message: str
    module: str | None = None
    function: str | None = None
    layer: str | None = None
    domain: str | None = None
    certainty: str | None = None
    effect: str | None = None
    api: str | None = None
    kind: str | None = None
    form: str | None = None
    via: str | None = None
    wraps: str | None = None
    expression: str | None = None
    evidence: tuple[str, ...] = ()
    witness: tuple[Step, ...] = ()
    exposure: Exposure | None = None
    fixpoint: FixPoint | None = None
    related: tuple[Location, ...] = ()
    guidance: str | None = None
    state: State = "new"
    reason: str | None = None
    owner: str | None = None
    debt: str | None = None
    owners: tuple[str, ...] = ()
    moved_from: str | None = None
    move_certainty: str | None = None
    occurrence: int = 0

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """``rule, contract, subject, object``: what makes it the same finding tomorrow."""
        return (self.rule, self.contract or "", self.subject, self.object)

    @property
    def fingerprint(self) -> str:
        """32 hexadecimal digits over the identity and the occurrence."""
        text = "\0".join((*self.identity, str(self.occurrence)))
        return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).hexdigest()
