"""What contracts are held against: the project as it was read, its layer map, its import graphs, its call sites."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from archcheck.catalog.load import Catalog
from archcheck.config.schema import Config, Contract, EffectContract
from archcheck.config.toml import shown
from archcheck.facts.scan import Means
from archcheck.graph.call_graph import CallGraph
from archcheck.graph.layer_map import LayerMap
from archcheck.imports.build import Graph, ImportGraph
from archcheck.model.inputs import History
from archcheck.model.progress import Progress
from archcheck.model.site import CallSite
from archcheck.resolve.sites import SiteInventory
from archcheck.rules.effect_orphan import WRITE
from archcheck.rules.effect_site import has_effect
from archcheck.run import effects, layering, modules, reading
from archcheck.run.past import Past
from archcheck.run.reaching import Reaching
from archcheck.run.texts import Texts
from archcheck.sources.scripts import console_scripts


@dataclass
class Subject:
    """The checked project; each part is made when it is first asked for.

    Attributes:
        config: the configuration.
        cwd: the working directory.
        progress: told how far the run is.
        families: effects that are looked for, by their first name.
        means: what reading may use.
        past: the state that is looked at; None for the files on disk.
        within_tests: whether the call sites in tests are wanted, though no contract speaks of them.
        graphs: the import graphs that were built, with and without imports below ``if TYPE_CHECKING:``.
        reached: what the call graph said of each contract that was asked about.
        histories: states of repositories that were asked for renames.
    """

    config: Config
    cwd: Path
    progress: Progress
    families: Collection[str]
    means: Means = field(default_factory=Means)
    past: Past | None = None
    within_tests: bool = False
    graphs: dict[bool, ImportGraph] = field(default_factory=dict)
    reached: dict[str, Reaching] = field(default_factory=dict)
    histories: list[History] = field(default_factory=list)

    @property
    def place(self) -> str:
        """The configuration's path, as findings and mistakes name it."""
        return shown(self.config.path, self.cwd)

    @cached_property
    def scanned(self) -> reading.Reading:
        """Files and facts, whether a file parses or not."""
        found = reading.found(self.config, self.cwd, self.past)
        return reading.read(found, self.progress, self.means, self.past)

    def graph(self, *, type_checking: bool = True) -> Graph:
        """The import graph, with or without imports below ``if TYPE_CHECKING:``; not to be changed."""
        return self._graph(type_checking).graph

    def _graph(self, type_checking: bool) -> ImportGraph:
        if type_checking not in self.graphs:
            self.progress("imports", 0, 1)
            self.graphs[type_checking] = reading.graph(
                self.scanned, type_checking=type_checking, means=self.means, past=self.past
            )
            self.progress("imports", 1, 1)
        return self.graphs[type_checking]

    @cached_property
    def reading(self) -> reading.Reading:
        """Files and facts; files that do not parse are unread."""
        return reading.parsed(self.scanned, self._graph(True).unread)

    @cached_property
    def texts(self) -> Texts:
        """Source text of the files."""
        return Texts(self.reading.files, tree=self.past.tree if self.past else None)

    @cached_property
    def layers(self) -> LayerMap:
        """Where every module stands."""
        return layering.layer_map(self.config, self.reading, self.cwd)

    @cached_property
    def catalog(self) -> Catalog:
        """What library APIs do."""
        return effects.catalog(self.config, self.cwd)

    @cached_property
    def inventory(self) -> SiteInventory:
        """Call sites of the effects that are looked for."""
        if not self.families:
            return SiteInventory((), (), frozenset(), (), functions(self.reading))
        self.progress("call sites", 0, 1)
        found = effects.inventory(
            self.reading.files,
            self.reading.facts,
            self.texts,
            self.families,
            self.config.project.tests,
            self.catalog,
            means=self.means,
            calls=True,
            within_tests=self.within_tests,
            homes=homes(self.config.contracts),
        )
        self.progress("call sites", 1, 1)
        return found

    @cached_property
    def sites(self) -> tuple[CallSite, ...]:
        """The sites that contracts speak of; writes, where they are looked for as orphans alone, are left out."""
        effects = {contract.effect for contract in self.config.contracts if isinstance(contract, EffectContract)}
        return tuple(s for s in self.inventory.sites if any(has_effect(effect, s.effects) for effect in effects))

    @cached_property
    def calls(self) -> CallGraph:
        """Who calls whom."""
        return CallGraph(
            self.inventory.calls, console_scripts(self.config.directory, self.past.tree if self.past else None)
        )

    def reaching(self, contract: EffectContract) -> Reaching:
        """A contract on the call graph."""
        if contract.id not in self.reached:
            order = [layer.id for layer in self.config.layers]
            places = self.layers.by_module
            reaching = Reaching(contract, self.calls, self.inventory, places, order, self.texts, self.catalog)
            self.reached[contract.id] = reaching
        return self.reached[contract.id]

    def counted(self, module: str) -> bool:
        """Whether findings in a module count."""
        return modules.counts(module, self.config.project.check, self.config.project.tests)

    def unread(self, *, everywhere: bool) -> bool:
        """Whether a file was not read: any but tests, or of those whose findings count."""
        tests = self.config.project.tests
        return any(
            file.fate == "unread"
            and (not modules.is_test(file.module, tests) if everywhere else self.counted(file.module))
            for file in self.reading.files
        )


def functions(read: reading.Reading) -> int:
    """How many functions and methods there are."""
    return sum(scope.kind == "function" for facts in read.facts.values() for scope in facts.scopes)


def homes(contracts: Iterable[Contract]) -> frozenset[str]:
    """The patterns of the modules in which wrappers may stand, whatever the contract."""
    return frozenset(home for each in contracts if isinstance(each, EffectContract) for home in each.homes)


def families(contracts: Collection[EffectContract]) -> frozenset[str]:
    """The first names of the effects that contracts speak of: their own, and writes where orphans are looked for."""
    own = {contract.effect.split(".")[0] for contract in contracts}
    orphans = any(contract.orphans != "off" for contract in contracts)
    return frozenset(own | {WRITE, "transaction"} if orphans else own)
