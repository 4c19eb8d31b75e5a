"""A finding at a call site: what every rule says of the site in the same words."""

from archcheck.model.finding import Finding, Severity
from archcheck.model.placement import Placement
from archcheck.model.site import CallSite


def at_site(
    rule: str, contract: str, severity: Severity, site: CallSite, place: Placement | None, *, object: str, message: str
) -> Finding:
    """A finding of a rule at a call site, without evidence, witness or advice.

    Args:
        rule: id of the rule.
        contract: id of the contract.
        severity: of the finding.
        site: where it is; its function is the subject.
        place: where the site's module stands, or None.
        object: of the identity.
        message: one sentence.
    """
    return Finding(
        rule=rule,
        contract=contract,
        severity=severity,
        location=site.location,
        subject=site.label,
        object=object,
        message=message,
        module=site.module,
        function=site.function,
        layer=place.layer if place else None,
        domain=place.domain if place else None,
        certainty=site.certainty,
        effect=site.effects[0],
        api=site.api,
        kind=site.kind,
        form=site.form,
        via=site.via,
        wraps=site.wraps,
        expression=site.expression,
    )
