"""How far the sweeps of a project are: their checkpoints, and what a run finds left now."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from archcheck.config.schema import Contract, EffectContract
from archcheck.model.finding import Finding
from archcheck.model.sweep import NONE, Checkpoint, FileLeft, Lever, OwnerLeft, Remainder, SweepStatus
from archcheck.ratchet.counting import NEVER
from archcheck.ratchet.forecast import forecast
from archcheck.ratchet.progress import domains
from archcheck.rules import effect_site
from archcheck.run.check import Options, configuration
from archcheck.run.owners import Owners, owners
from archcheck.run.subject import Subject
from archcheck.run.sweep import Clock, counts, found, now
from archcheck.run.sweep_file import SweepFile, contracts, sweep_files
from archcheck.run.work_tree import WorkTree, work_tree

LEAST = 2
"""A function is a lever from so many sites on."""


def statuses(cwd: Path, options: Options, wanted: str | None = None, clock: Clock = now) -> tuple[SweepStatus, ...]:
    """How far a sweep is, or every sweep; nothing is written.

    Args:
        cwd: the working directory.
        options: as for ``check``, without paths and contracts.
        wanted: id of the sweep, or None for all.
        clock: says when it is.

    Raises:
        UserError: there is no such sweep, its log is not as archcheck writes it, or the project could not be checked.
    """
    config = configuration(cwd, options)
    files = sweep_files(config, cwd, wanted)
    logs = [file.read() for file in files]
    subject, findings = found(config, cwd, options, contracts(files))
    return on(subject, findings, list(zip(files, logs, strict=True)), clock)


def on(
    subject: Subject,
    findings: Sequence[Finding],
    sweeps: Iterable[tuple[SweepFile, tuple[Checkpoint, ...]]],
    clock: Clock = now,
) -> tuple[SweepStatus, ...]:
    """The same of a project that was checked already.

    Args:
        subject: the project.
        findings: of the contracts that the sweeps speak of, with their states.
        sweeps: where each is kept, and its checkpoints.
        clock: says when it is.
    """
    config = subject.config
    read = subject.reading
    tree = work_tree(config.directory, read.files, read.sources.roots)
    code_owners = owners(config.directory, subject.cwd)
    return tuple(_status(_Left(subject, findings, file, code_owners), log, tree, clock) for file, log in sweeps)


def _status(left: "_Left", log: tuple[Checkpoint, ...], tree: WorkTree, clock: Clock) -> SweepStatus:
    sweep = left.file.sweep
    time = max([clock(), *(each.time for each in log[-1:])])
    fresh = Checkpoint(time, tree.revision, counts(left.subject, left.findings, sweep.contract), "", tree.modified)
    observed = [*log, fresh]
    return SweepStatus(
        id=sweep.id,
        title=sweep.title or sweep.id,
        contract=sweep.contract,
        invariant=_invariant(left.contract, sweep.contract),
        target=sweep.target,
        place=left.file.place,
        log=log,
        now=fresh,
        domains=domains(observed),
        levers=left.levers,
        files=tuple(left.files()),
        owners=left.owners,
        debt=tuple(left.debt()),
        legitimate=tuple(left.legitimate()),
        forecast=forecast(observed, sweep.target),
    )


def _invariant(contract: Contract | None, name: str) -> str:
    """The reason of a contract; where it gives none, what it asks for."""
    if contract is not None and contract.reason:
        return contract.reason
    if isinstance(contract, EffectContract):
        return f"{contract.effect} belongs to {' and '.join(contract.owners)} alone."
    return f"The contract {name} is kept."


@dataclass
class _Left:
    """What is left of one sweep's contract now; each part is made once."""

    subject: Subject
    all_findings: Sequence[Finding]
    file: SweepFile
    code_owners: Owners | None
    contract: Contract | None = field(init=False)

    def __post_init__(self) -> None:
        name = self.file.sweep.contract
        self.contract = next((each for each in self.subject.config.contracts if each.id == name), None)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Of the contract, exempt ones and debt included."""
        name = self.file.sweep.contract
        return tuple(each for each in self.all_findings if each.contract == name and each.rule not in NEVER)

    @cached_property
    def left(self) -> tuple[Finding, ...]:
        return tuple(each for each in self.findings if each.state != "exempt" and each.debt is None)

    @cached_property
    def _clearing(self) -> Mapping[str, tuple[str, int]]:
        """By the label of a function with sites: the function that clears most together with them, and how many."""
        if not isinstance(self.contract, EffectContract):
            return {}
        from archcheck.graph.fix_points import Family

        reaching = self.subject.reaching(self.contract)
        weights = Counter(each.subject for each in self.left if each.rule == effect_site.RULE)
        family = Family(self.subject.calls, weights, reaching.is_owner, self.contract.certainty)
        clears = {cut.functions[0]: cut.clears for cut in family.worklist(weights)}
        found = {}
        for label in weights:
            steps = [above for above in dict.fromkeys((label, *family.dominators(label))) if above in clears]
            if steps:
                best = max(steps, key=lambda step: (clears[step], step))
                found[label] = (best, clears[best])
        return found

    @cached_property
    def levers(self) -> tuple[Lever, ...]:
        clears = dict(self._clearing.values())
        paths = {file.module: file.path for file in self.subject.reading.files if file.fate == "module"}
        return tuple(
            Lever(function, paths.get(function.partition(":")[0], ""), count)
            for function, count in sorted(clears.items(), key=lambda each: (-each[1], each[0]))
            if count >= LEAST
        )

    def files(self) -> Iterator[FileLeft]:
        """Those whose findings fall together with most others come first."""
        found: dict[str, list[Finding]] = {}
        for each in self.left:
            found.setdefault(each.location.path, []).append(each)
        ranked = [(self._lever(own), path, own) for path, own in found.items()]
        for (lever, _), path, own in sorted(ranked, key=lambda each: (-each[0][1], -len(each[2]), each[1])):
            yield FileLeft(path, len(own), own[0].domain or NONE, lever, self._owners(path))

    def _lever(self, own: Iterable[Finding]) -> tuple[str | None, int]:
        clearing = [self._clearing[each.subject] for each in own if each.subject in self._clearing]
        function, clears = max(clearing, key=lambda each: (each[1], each[0]), default=(None, 0))
        return (function, clears) if clears >= LEAST else (None, 0)

    @cached_property
    def owners(self) -> tuple[OwnerLeft, ...]:
        if self.code_owners is None:
            return ()
        left: Counter[str] = Counter()
        paths: dict[str, set[str]] = {}
        for each in self.left:
            for owner in self._owners(each.location.path) or (NONE,):
                left[owner] += 1
                paths.setdefault(owner, set()).add(each.location.path)
        ranked = sorted(left.items(), key=lambda each: (-each[1], each[0]))
        return tuple(OwnerLeft(owner, count, len(paths[owner])) for owner, count in ranked)

    def _owners(self, path: str) -> tuple[str, ...]:
        return self.code_owners.of(path) if self.code_owners is not None else ()

    def debt(self) -> Iterator[Remainder]:
        reasons = {entry.id: entry.reason for entry in self.subject.config.debt}
        owed = [each for each in self.findings if each.state != "exempt" and each.debt is not None]
        named = ((each.location.path, f"{each.debt}: {reasons.get(each.debt or '', '')}") for each in owed)
        return _grouped(named)

    def legitimate(self) -> Iterator[Remainder]:
        """Sites of the owners, homes and what is reached through owners alone; then what somebody has excused."""
        yield from _grouped(self._rightful())
        excused = [each for each in self.findings if each.state == "exempt"]
        yield from _grouped((each.location.path, f"exempt: {each.reason or ''}") for each in excused)

    def _rightful(self) -> Iterator[tuple[str, str]]:
        contract = self.contract
        if not isinstance(contract, EffectContract):
            return
        reaching = self.subject.reaching(contract)
        broken = {(each.location, each.object) for each in self.findings}
        for site in reaching.held:
            if (site.location, site.api) in broken or not self.subject.counted(site.module):
                continue
            place = self.subject.layers.by_module.get(site.module)
            if reaching.is_owner(site.label):
                yield site.location.path, f"an owner ({place.layer})" if place and place.layer else "an owner"
            elif contract.mode == "through":
                yield site.location.path, "every call path that leads here passes an owner"
            else:
                yield site.location.path, "a home of sanctioned wrappers"


def _grouped(named: Iterable[tuple[str, str]]) -> Iterator[Remainder]:
    """By reason, then by path."""
    for (why, path), count in sorted(Counter((why, path) for path, why in named).items()):
        yield Remainder(path, count, why)
