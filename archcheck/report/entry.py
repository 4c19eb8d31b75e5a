"""One line of the inventory: a call site and the place of its module."""

from dataclasses import dataclass

from archcheck.model.site import CallSite


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
