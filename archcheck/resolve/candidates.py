"""Which calls are worth a closer look: by the names that the catalog and the project's delegates go by."""

from __future__ import annotations

from functools import cached_property

from archcheck.catalog.load import Catalog
from archcheck.catalog.schema import Setting
from archcheck.facts import schema as f
from archcheck.resolve import entries
from archcheck.resolve.delegates import calls_little_but, speaks, speaks_sql
from archcheck.resolve.project import Project
from archcheck.resolve.statements import statement_effects
from archcheck.resolve.unit import Unit

_MOST_ROUNDS = 4


class Candidates:
    """Names that may have one of the wanted effects; everything else is passed over without being typed."""

    def __init__(self, project: Project, catalog: Catalog, families: tuple[str, ...]) -> None:
        self._project = project
        self._catalog = catalog
        self._writes = "write" in families
        self._keyword_names = frozenset(catalog.keyword_names)
        self._any_name = any(catalog.is_wide(family) for family in families)
        self.names = frozenset(name for family in families for name in catalog.names_of(family))

    @cached_property
    def sql_methods(self) -> frozenset[str]:
        """Methods that carry SQL text and have no effect without it."""
        return self._catalog.sql_names - self.names

    @cached_property
    def settings(self) -> frozenset[str]:
        """Attributes whose assignment has an effect."""
        return frozenset(
            name
            for library in self._catalog.libraries
            for known in library.types
            for name, member in known.attributes.items()
            if member.sets is not None
        )

    @cached_property
    def configuration(self) -> dict[str, Setting]:
        """Configuration keys that have an effect."""
        return {setting.name: setting for library in self._catalog.libraries for setting in library.settings}

    @cached_property
    def delegates(self) -> frozenset[str]:
        """Names of project functions that may be thin delegates of a candidate, or of another such function."""
        found: set[str] = set()
        slim = [each for module in self._project.all_modules for each in module.slim]
        asked = [unit for unit, names in slim if names & self.names or speaks(unit)]
        for _ in range(_MOST_ROUNDS):
            known = self.names | found
            more = {unit.scope.name for unit in asked if calls_little_but(unit, known)} - found
            if not more:
                break
            found |= more
            # Others cannot have become delegates.
            asked = [unit for unit, names in slim if names & more]
        return frozenset(found)

    @cached_property
    def acting(self) -> frozenset[str]:
        """Names of methods and functions that may have a wanted effect."""
        return self.names | self.delegates

    def may_act(self, unit: Unit, call: f.Call, func: f.Node, name: str) -> bool:
        """Whether a call may have a wanted effect, by the names in it."""
        if self._any_name or name in self.acting:
            return True
        if call.keywords and any(keyword in self._keyword_names for keyword, _ in call.keywords):
            return True
        if name in self.sql_methods or speaks_sql(unit, call):
            return self._carries_effect(unit, call)
        if isinstance(func, f.Name):
            return self._is_bound_method(unit, func.id)
        return isinstance(func, f.Call) and unit.last_name(func.func) == "getattr"

    def _carries_effect(self, unit: Unit, call: f.Call) -> bool:
        given = (*call.args[:1], *(value for _, value in call.keywords))
        texts = [entries.text_of(unit, node) for node in given]
        effects = [effect for text in texts if text is not None for effect in statement_effects(text)]
        return any(effect != "write" or self._writes for effect in effects)

    def _is_bound_method(self, unit: Unit, name: str) -> bool:
        """Whether a name is bound to ``x.commit``, ``getattr(x, "commit")`` or a partial of such."""
        scope: Unit | None = unit
        while scope is not None:
            for binding in scope.bindings.get(name, ()):
                if binding.value != f.NONE and self._leads_to_method(scope, binding.value):
                    return True
            scope = scope.parent
        return False

    def _leads_to_method(self, unit: Unit, index: int) -> bool:
        match unit.node(index):
            case f.Attribute(name=name):
                return name in self.acting
            case f.Call(func=func, args=args) if unit.last_name(func) in ("getattr", "partial"):
                return any(
                    (isinstance(node := unit.node(a), f.Attribute) and node.name in self.acting)
                    or (isinstance(node, f.Text) and node.value in self.acting)
                    for a in args
                )
            case f.Choice(options=options):
                return any(self._leads_to_method(unit, option) for option in options)
            case f.Imported(name=name):
                return name in self.names
        return False
