"""Which layer and domain a module stands in, and who says so."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Placement:
    """One module of the checked project and its place.

    Attributes:
        module: dotted name.
        path: POSIX path relative to the working directory.
        layer: id of the layer, or None where no source places the module.
        domain: name of the domain, or None where no domain pattern matches.
        source: ``modules`` or ``header``, whichever placed it; None where nothing did.
        evidence: the pattern or header line that decided, in words.
    """

    module: str
    path: str
    layer: str | None
    domain: str | None
    source: str | None
    evidence: str
