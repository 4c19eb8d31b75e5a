"""What layers.toml says, key by key: the models that it is validated by and that all other rooms read."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import Discriminator, Field, PrivateAttr, StrictBool, StrictInt, Tag, model_validator

from archcheck.catalog.schema import Kind
from archcheck.config.locate import Lines
from archcheck.config.values import (
    ContractType,
    Date,
    DomainPattern,
    HeaderPattern,
    Id,
    ImportExpression,
    PackageName,
    Pattern,
    SubjectPattern,
    Table,
    Text,
    VersionText,
)
from archcheck.model.finding import Severity
from archcheck.model.site import Certainty

Alarm: TypeAlias = Literal["off", "warning", "error"]

TESTS = ("tests.**", "**.tests.**", "**.test_*", "**.conftest")
HEADER = r"^# Layer:\s*(?P<layer>\S+)"
MOST_HEADER_LINES = 200
LINTER_TYPES = ("forbidden", "independence", "protected", "private_modules", "acyclic_siblings")


class Project(Table):
    """What is read, and what of it is checked."""

    roots: Annotated[tuple[Text, ...], Field(min_length=1)] = ()
    """Import roots, relative to this file. Default: the parents of the topmost packages found, src first."""
    packages: Annotated[tuple[PackageName, ...], Field(min_length=1)] = ()
    """Top-level packages below the roots. Default: all that are found."""
    check: Annotated[tuple[Pattern, ...], Field(min_length=1)] = ("**",)
    """Modules whose findings count. Default: all. Everything is read either way."""
    exclude: tuple[Pattern, ...] = ()
    """Modules that are not read at all; each pattern must match something."""
    exclude_paths: tuple[Text, ...] = ()
    """File globs, relative to this file, that are not read; they need not match."""
    tests: tuple[Pattern, ...] = TESTS
    """Test modules: read and listed, but without findings, and no call path starts there."""
    domains: tuple[DomainPattern, ...] = ()
    """How a module's domain is read off its name; the first match wins."""


class Layer(Table):
    """One layer; a layer may import those below it, never those above."""

    id: Id
    """Any word; the usual ones are L1 to L4."""
    name: str = ""
    """What people call it."""
    modules: tuple[Pattern, ...] = ()
    """Its modules; may be left out where headers place them."""
    aliases: tuple[Text, ...] = ()
    """Other spellings of the id that a header may use."""


class Assign(Table):
    """How a module gets its layer."""

    by: Annotated[tuple[Literal["modules", "header"], ...], Field(min_length=1)] = ("modules",)
    """Sources in order of authority."""
    header: HeaderPattern = HEADER
    """A regular expression with a group named layer for the comment line that names the layer."""
    header_lines: Annotated[StrictInt, Field(ge=1, le=MOST_HEADER_LINES)] = 30
    """How far down the header is looked for."""
    unassigned: Literal["error", "warning", "ignore"] = "warning"
    """What a module is that no source places."""


class AnyContract(Table):
    """What every contract has."""

    id: Id
    """Unique name of the contract."""
    severity: Severity = "error"
    """Severity of its findings."""
    reason: Text | None = None
    """Why the contract is there."""
    guidance: Text | None = None
    """What to do instead, shown with each finding."""


class LayersContract(AnyContract):
    """No layer imports a higher one."""

    type: Literal["layers"]
    """The layers of this file, by module assignment."""
    order: tuple[str, ...] | None = None
    """Layer ids, highest first. Default: the order of [[layers]]."""
    closed: tuple[str, ...] = ()
    """Layers that may not be skipped."""
    type_checking_imports: StrictBool = True
    """Whether imports below `if TYPE_CHECKING:` count."""
    ignore_imports: tuple[ImportExpression, ...] = ()
    """Imports that are not counted, as `importer -> imported`; each must match something."""


class EffectContract(AnyContract):
    """Only the owners use the APIs of an effect."""

    type: Literal["effect"]
    """Call sites of an effect's API."""
    effect: str
    """A built-in effect or one of [[effects]]; dotted names narrow it."""
    owners: Annotated[tuple[Pattern, ...], Field(min_length=1)]
    """Layers or module patterns."""
    homes: tuple[Pattern, ...] = ()
    """Modules that define sanctioned wrappers: the site inside such a wrapper is no finding."""
    mode: Literal["inside", "through"] = "inside"
    """inside: the call site stands in an owner; through: every call path to it passes an owner."""
    certainty: Certainty = "likely"
    """The least certainty at which a call site counts."""
    unproven: Alarm = "warning"
    """Calls whose receiver could not be typed."""
    orphans: Alarm = "off"
    """Writes that no owner commits."""


class LinterContract(AnyContract):
    """A contract of import-linter, with its own options."""

    type: Annotated[Text, Field(json_schema_extra={"not": {"enum": ["layers", "effect"]}})]
    """forbidden, independence, protected, private_modules, acyclic_siblings, or a name from [import_linter] contract_types."""
    options: dict[str, object] = Field(default_factory=dict)
    """All other keys of the table, as import-linter takes them."""

    @property
    def name(self) -> str:
        """The name that import-linter shows; its id where the options give none."""
        name = self.options.get("name")
        return name if isinstance(name, str) else self.id

    @model_validator(mode="before")
    @classmethod
    def _own_options(cls, data: object) -> object:
        if not isinstance(data, dict) or ("options" in data and data.keys() <= cls.model_fields.keys()):
            return data
        common = cls.model_fields.keys() - {"options"}
        own = {key: value for key, value in data.items() if key not in common}
        return {**{key: value for key, value in data.items() if key not in own}, "options": own}


def contract_tag(data: object) -> str | None:
    """Which model a contract is validated by; None where it does not say its type."""
    kind = data.get("type") if isinstance(data, Mapping) else getattr(data, "type", None)
    if not isinstance(kind, str):
        return None
    return f"<{kind}>" if kind in ("layers", "effect") else "<linter>"


Contract: TypeAlias = LayersContract | EffectContract | LinterContract
_TaggedContract: TypeAlias = Annotated[
    Annotated[LayersContract, Tag("<layers>")]
    | Annotated[EffectContract, Tag("<effect>")]
    | Annotated[LinterContract, Tag("<linter>")],
    Discriminator(contract_tag, custom_error_type="contract_type", custom_error_message="has no type"),
]


class ImportLinter(Table):
    """What is taken over from import-linter."""

    inherit: StrictBool = False
    """Also run the contracts found in .importlinter, setup.cfg or pyproject.toml."""
    contract_types: tuple[ContractType, ...] = ()
    """Contract classes of your own, as `name: package.module.Class`; run only with --allow-contract-types."""


class Effect(Table):
    """An effect of your own."""

    id: Id
    """Name of the effect; dots narrow it."""
    apis: tuple[Pattern, ...] = ()
    """Dotted names of its APIs; `package.**` covers all below."""


class Catalog(Table):
    """API entries beside the built-in ones."""

    files: tuple[Text, ...] = ()
    """Globs of catalog files, relative to this file; each must match something."""
    versions: dict[str, VersionText] = Field(default_factory=dict)
    """Library versions, where behaviour differs by version. Default: a lock file's, else the newest."""


class Exemption(Table):
    """A reviewed exception."""

    contract: str
    """Id of the contract."""
    subject: SubjectPattern
    """A module pattern, or `module:Class.method` as a pattern."""
    api: SubjectPattern | None = None
    """Pattern of the API."""
    kind: Kind | None = None
    """Kind of the call site."""
    matches: Annotated[StrictInt, Field(ge=1)] | None = None
    """How many findings it covers; more is an error."""
    reason: Text
    """Why it is right as it is."""
    owner: Text | None = None
    """Who answers for it."""
    until: Date | None = None
    """Its last day; past it the exemption is an error."""


class Debt(Table):
    """A named workstream: counted and listed, but it does not fail the check."""

    id: Id
    """Unique name of the workstream."""
    contract: str
    """Id of the contract."""
    kind: Kind | None = None
    """Kind of the call sites."""
    reason: Text
    """What has to happen."""


class Baseline(Table):
    """Where the known findings are kept."""

    file: Text = "reports/baseline.json"
    """Path relative to this file."""
    mode: Literal["strict", "lenient"] = "strict"
    """strict: a fixed entry still listed fails, too; lenient: it is only reported."""


class Sweep(Table):
    """A clean-up that is followed over time."""

    id: Id
    """Unique name of the sweep."""
    title: str = ""
    """What people call it."""
    contract: str
    """Id of the contract."""
    target: Date | None = None
    """When it is to be done."""


class Document(Table):
    """The configuration of archcheck."""

    project: Project = Field(default_factory=Project)
    layers: tuple[Layer, ...] = ()
    """The layers, highest first."""
    assign: Assign = Field(default_factory=Assign)
    contracts: tuple[_TaggedContract, ...] = ()
    """The contracts; ids are unique."""
    import_linter: ImportLinter = Field(default_factory=ImportLinter)
    effects: tuple[Effect, ...] = ()
    """Effects of your own."""
    catalog: Catalog = Field(default_factory=Catalog)
    exemptions: tuple[Exemption, ...] = ()
    """Reviewed exceptions."""
    debt: tuple[Debt, ...] = ()
    """Named workstreams."""
    baseline: Baseline | None = None
    sweeps: tuple[Sweep, ...] = ()
    """Clean-ups that are followed over time."""


class Config(Document):
    """A layers.toml that was read, with the place it was read from.

    Attributes:
        path: the file, absolute.
        directory: the directory that all its paths are relative to, absolute, symbolic links resolved.
    """

    path: Path
    directory: Path
    _lines: Lines = PrivateAttr(default_factory=Lines)

    def line(self, *key: str | int) -> int:
        """The line of a key (``config.line("exemptions", 2, "subject")``), or of the nearest table around it."""
        return self._lines.at(key)

    @classmethod
    def of(cls, document: Document, path: Path, directory: Path, lines: Lines) -> "Config":
        """The configuration that a valid document makes at its place."""
        values: dict[str, object] = {name: getattr(document, name) for name in Document.model_fields}
        config = cls.model_validate({**values, "path": path, "directory": directory})
        config._lines = lines
        return config
