"""One line of the inventory: a call site and the place of its module."""

from dataclasses import dataclass

from archcheck.model.site import CallSite
from archcheck.report.visible import visible


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """A call site with what the layer map says of its module.

    Attributes:
        site: the call site.
        layer: id of the module's layer, or None.
        domain: the module's domain, or None.
    """

    site: CallSite
    layer: str | None = None
    domain: str | None = None


def sentence(entry: SiteEntry) -> str:
    """What the site does, for formats that know only messages; safe to show."""
    site = entry.site
    layer = f" ({entry.layer})" if entry.layer else ""
    wraps = f", which wraps {site.wraps}" if site.wraps else ""
    notes = [site.form, site.kind, site.certainty, "test" if site.is_test else None]
    tags = ", ".join(note for note in notes if note)
    return visible(f"{site.label}{layer} uses {site.api}{wraps}: {site.expression} [{tags}]")
