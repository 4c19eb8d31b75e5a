"""The main job: every contract, from layers.toml to a report.

files -> facts -> import graph -> layer map -> layer contracts, import-linter's contracts, call sites -> states -> report
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from archcheck.config.load import load_config
from archcheck.config.schema import Config, Contract, EffectContract, LayersContract, LinterContract
from archcheck.config.toml import dotted
from archcheck.facts.scan import Means
from archcheck.git.repository import find_repository
from archcheck.model.errors import Mistake, UserError
from archcheck.model.finding import Finding
from archcheck.model.progress import Progress, silent
from archcheck.model.report import Against, Report
from archcheck.model.worklist import Worklist
from archcheck.rules import unread_file, unused_allow
from archcheck.run import layering, linting
from archcheck.run.against import Revision, added
from archcheck.run.baseline_file import baseline_file
from archcheck.run.contracts import Outcome, effect_outcome, layers_outcome, selected
from archcheck.run.effects import has_apis, open_calls
from archcheck.run.emptiness import empty_mistakes
from archcheck.run.examined import Examined
from archcheck.run.exceptions import inline_allows, with_states
from archcheck.run.inheriting import inheritance
from archcheck.run.own_apis import absent_apis
from archcheck.run.owners import owners, with_owners
from archcheck.run.past import Past, history
from archcheck.run.paths import existing
from archcheck.run.reading import blind_spots
from archcheck.run.renames import renamed_modules
from archcheck.run.results import Counts, narrowed, report, with_findings
from archcheck.run.standing import Standing, standing, with_baseline
from archcheck.run.subject import Subject, families
from archcheck.sources.inputs import today

AGAINST = "--against"


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked for.

    Attributes:
        config: the layers.toml to use, or None for the nearest one.
        contracts: ids of the contracts to run; all where empty.
        paths: show the findings of these files and directories alone.
        contract_types: whether contract classes of the user's own may run.
        progress: told how far the run is.
        today: what expiry dates are held against.
        means: what reading may use.
        against: show what is added over this revision alone; None for everything.
        within_tests: whether the call sites in tests are wanted, though no contract speaks of them.
    """

    config: Path | None = None
    contracts: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ()
    contract_types: bool = False
    progress: Progress = silent
    today: datetime.date = field(default_factory=today)
    means: Means = field(default_factory=Means)
    against: str | None = None
    within_tests: bool = False


def check(cwd: Path, options: Options) -> Report:
    """Check every contract, and hold what is found against the baseline, and against a revision where one is named.

    Raises:
        UserError: a faulty configuration or baseline, a path or revision that is not there, a contract that would be held against
            nothing.
    """
    return checked(configuration(cwd, options), cwd, options)[1]


def checked(config: Config, cwd: Path, options: Options) -> tuple[Examined, Report]:
    """What the contracts of a configuration have found, and the report on it.

    Raises:
        UserError: as ``check``.
    """
    examined, stands = examined_standing(config, cwd, options)
    if options.against is None:
        return examined, report_on(examined, stands, options.paths)
    whole = _whole(examined, stands)
    stands, held = _against(examined, stands, options.against, options)
    found = replace(with_findings(whole, stands.findings), against=held)
    return examined, _shown(examined, found, stands, options.paths)


def report_on(examined: Examined, stands: Standing, paths: Sequence[Path] = ()) -> Report:
    """The report, with the findings below some paths alone where there are any."""
    return _shown(examined, _whole(examined, stands), stands, paths)


def _whole(examined: Examined, stands: Standing) -> Report:
    return _report(examined.subject, examined.outcomes, stands.findings, examined.contracts)


def _shown(examined: Examined, whole: Report, stands: Standing, paths: Sequence[Path]) -> Report:
    subject = examined.subject
    shown = with_baseline(narrowed(whole, paths, subject.cwd), stands)
    owned = with_owners(shown, owners(subject.config.directory, subject.cwd), subject.reading.files)
    return replace(owned, worklists=tuple(_worklists(examined, owned.findings)))


def _worklists(examined: Examined, shown: Sequence[Finding]) -> Iterator[Worklist]:
    for contract in examined.contracts:
        if isinstance(contract, EffectContract):
            found = examined.subject.reaching(contract).worklist(shown)
            if found is not None:
                yield found


def examined_standing(config: Config, cwd: Path, options: Options) -> tuple[Examined, Standing]:
    """What the contracts of a configuration have found, and how it stands to the baseline.

    Raises:
        UserError: as ``check``.
    """
    file = baseline_file(config, cwd)
    known = file.read()
    examined = examine(config, cwd, options)
    return examined, standing(examined, file, known, options.today, options.paths)


def _against(examined: Examined, stands: Standing, revision: str, options: Options) -> tuple[Standing, Against]:
    """What is added over a revision, from the whole of both sides."""
    subject = examined.subject
    repository = find_repository(subject.config.directory, AGAINST)
    commit = repository.commit(revision, AGAINST)
    with history(repository, AGAINST) as known:
        before = examine(subject.config, subject.cwd, options, known.state(commit, known.listing(commit)))
        renamed = partial(renamed_modules, repository, [commit], subject.reading)
        return added(examined, before, stands, Revision(revision, commit, renamed), options.today)


def configuration(cwd: Path, options: Options) -> Config:
    """The layers.toml that is asked for.

    Raises:
        UserError: a path that is not there; there is no configuration, or it has mistakes.
    """
    existing(options.paths, cwd)
    return load_config(options.config, cwd, allow_contract_types=options.contract_types)


def examine(config: Config, cwd: Path, options: Options, past: Past | None = None) -> Examined:
    """Run the contracts; nothing is held against the baseline yet, and everything is looked at whatever the paths.

    Args:
        config: the configuration, always that of today.
        cwd: the working directory.
        options: what is asked for.
        past: the state that is looked at; None for the files on disk. What must match something need not do so in the past.

    Raises:
        UserError: a contract that would be held against nothing.
    """
    inherited = inheritance(config, cwd)
    ids = tuple(contract.id for contract in (*config.contracts, *inherited.contracts))
    chosen = selected(ids, options.contracts)
    contracts = [contract for contract in config.contracts if contract.id in chosen]
    sought = families([contract for contract in contracts if isinstance(contract, EffectContract)])
    subject = Subject(config, cwd, options.progress, sought, options.means, past, options.within_tests)
    if past is None:
        _refuse_empty(subject, contracts)
    held = [partial(_outcome, contract, subject) for contract in contracts]
    held += [partial(inherited.outcome, each, subject) for each in inherited.contracts if each.id in chosen]
    outcomes = _outcomes(held, lenient=past is not None)
    on_layers = chosen == ids or any(isinstance(contract, LayersContract) for contract in contracts)
    project = _project_findings(subject, on_layers)
    found = [*project, *(finding for outcome in outcomes for finding in outcome.findings)]
    findings = judged(subject, found, ids, chosen, options.today)
    if past is not None:
        findings = tuple(finding for finding in findings if not _is_of_configuration(finding))
    return Examined(subject, ids, tuple(contracts), tuple(outcomes), on_layers, findings)


def _refuse_empty(subject: Subject, contracts: Sequence[Contract]) -> None:
    """A contract that would be held against nothing."""
    config, read = subject.config, subject.reading
    absent = absent_apis(config, subject.place, read.files, read.facts, subject.families)
    _refuse([*_without_apis(subject, contracts), *absent])
    modules = layering.modules(read, subject.layers, ("module", "unread"))
    outside = [file.module for file in read.files if file.fate == "unimportable"]
    _refuse(empty_mistakes(config, subject.place, modules, contracts, outside=outside))


def _is_of_configuration(finding: Finding) -> bool:
    """Whether it says that an exemption, debt or ignored import of layers.toml is of no use."""
    return finding.rule == unused_allow.RULE and finding.module is None


def _refuse(found: Iterable[Mistake]) -> None:
    mistakes = list(dict.fromkeys(found))
    if mistakes:
        raise UserError(mistakes)


def _without_apis(subject: Subject, contracts: Sequence[Contract]) -> Iterator[Mistake]:
    """Effects that the catalog knows no API of."""
    for contract in contracts:
        if isinstance(contract, EffectContract) and not has_apis(subject.catalog, contract.effect):
            key = ("contracts", subject.config.contracts.index(contract), "effect")
            problem = f"the catalog has no API with the effect {contract.effect}"
            remedy = "add entries by [[effects]] or [catalog] files"
            yield Mistake(subject.place, subject.config.line(*key), dotted(key), problem, remedy)


def _outcomes(held: Iterable[Callable[[], Outcome]], *, lenient: bool) -> list[Outcome]:
    """What became of each contract; those that could not be held against anything are refused together, or left out."""
    outcomes: list[Outcome] = []
    mistakes: list[Mistake] = []
    for outcome in held:
        try:
            outcomes.append(outcome())
        except UserError as error:
            mistakes += error.mistakes
    if not lenient:
        _refuse(mistakes)
    return outcomes


def _outcome(contract: Contract, subject: Subject) -> Outcome:
    match contract:
        case LayersContract():
            return layers_outcome(contract, subject)
        case EffectContract():
            return effect_outcome(contract, subject)
        case LinterContract():
            return linting.outcome(contract, subject)


def judged(
    subject: Subject, found: Iterable[Finding], ids: Sequence[str], chosen: Sequence[str], today: datetime.date
) -> tuple[Finding, ...]:
    """The findings that count, with their states."""
    counting = [finding for finding in found if finding.module is None or subject.counted(finding.module)]
    files = [file for file in subject.reading.files if subject.counted(file.module)]
    comments = inline_allows(files, subject.reading.facts)
    return with_states(counting, comments, subject.config, subject.place, contracts=ids, selected=chosen, today=today)


def _project_findings(subject: Subject, on_layers: bool) -> Iterator[Finding]:
    """Findings that belong to no contract; those on the layer map where a contract on layers is run."""
    yield from unread_file.findings(subject.reading.files)
    if on_layers:
        yield from layering.map_findings(subject.config, subject.reading, subject.layers, subject.counted)


def _report(
    subject: Subject, outcomes: Sequence[Outcome], findings: Sequence[Finding], contracts: Sequence[Contract]
) -> Report:
    inventory = subject.inventory
    effects = {contract.effect for contract in contracts if isinstance(contract, EffectContract)}
    counts = Counts(
        unassigned=len(layering.unassigned(subject.config, subject.reading, subject.layers, subject.counted)),
        imports=subject.graph().count_imports(),
        functions=inventory.functions,
        call_sites=sum(not site.is_test for site in subject.sites),
        unproven=open_calls(inventory.untyped, effects),
    )
    calls = inventory.calls
    spots = [*blind_spots(subject.reading), *inventory.blind_spots, *calls.blind_spots, *calls.missing]
    held = [outcome.held for outcome in outcomes]
    return report(subject.reading.files, counts, held, findings, spots, subject.texts.line)
