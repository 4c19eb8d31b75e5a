"""The options of import-linter's own contract types, as import-linter 2.17 reads them; their values are its to judge."""

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictBool, StrictInt

from archcheck.config.values import ImportExpression, Table, Text

Names: TypeAlias = Annotated[tuple[Text, ...], Field(min_length=1)]


class Options(Table):
    """What all of them take."""

    ignore_imports: tuple[ImportExpression, ...] = ()
    """Imports that are not counted, as `importer -> imported`."""
    unmatched_ignore_imports_alerting: Literal["error", "warn", "none"] = "error"
    """What an ignored import is that is not there."""
    name: Text | None = None
    """The contract's name; default: its id."""
    broken_contract_guidance: Text | None = None
    """Advice of import-linter's own; `guidance` does the same."""


class Forbidden(Options):
    """Modules that may not import others."""

    source_modules: Names
    """Modules that should not import the forbidden ones."""
    forbidden_modules: Names
    """Modules that should not be imported."""
    allow_indirect_imports: StrictBool = False
    """Whether only direct imports count."""
    as_packages: StrictBool = True
    """Whether modules stand for all below them, too."""


class Independence(Options):
    """Modules that may not import one another."""

    modules: Names
    """Modules that should be independent."""


class Protected(Options):
    """Modules that only some may import."""

    protected_modules: Names
    """Modules that are protected."""
    allowed_importers: tuple[Text, ...]
    """Modules that may import them."""
    as_packages: StrictBool = True
    """Whether modules stand for all below them, too."""


class PrivateModules(Options):
    """Modules with a leading underscore, which only their own package may import."""

    packages_with_private_modules: Names | None = None
    """Packages whose private modules are looked at; default: all."""


class AcyclicSiblings(Options):
    """Packages whose children may not import one another in a circle."""

    ancestors: Names
    """Packages whose descendants are looked at."""
    depth: Annotated[StrictInt, Field(ge=0)] = 10
    """How many generations below them."""
    skip_descendants: tuple[Text, ...] = ()
    """Packages below which nothing is looked at."""


OPTIONS: dict[str, type[Options]] = {
    "forbidden": Forbidden,
    "independence": Independence,
    "protected": Protected,
    "private_modules": PrivateModules,
    "acyclic_siblings": AcyclicSiblings,
}
