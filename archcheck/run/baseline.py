"""``archcheck baseline``: create, prune and add; each looks at the whole project and writes the file whole or not at all."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from archcheck.model.baseline import Baseline
from archcheck.model.change import BaselineChange
from archcheck.model.errors import Mistake, UserError, user_error
from archcheck.model.finding import Finding
from archcheck.ratchet.baseline import added, can_be_listed, identity_of, pruned, taken
from archcheck.ratchet.states import exempts, expired
from archcheck.run.baseline_file import CREATE, BaselineFile, baseline_file
from archcheck.run.check import Options, configuration, examine
from archcheck.run.examined import Examined
from archcheck.run.results import below
from archcheck.run.standing import held


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of findings that are taken in.

    Attributes:
        reason: why they are accepted for now.
        owner: who answers for them, or None.
        until: their last day, or None.
    """

    reason: str
    owner: str | None = None
    until: datetime.date | None = None


def create(cwd: Path, options: Options, *, force: bool) -> BaselineChange:
    """Write a baseline of everything that is found now.

    Args:
        cwd: the working directory.
        options: as for ``check``, without paths and contracts.
        force: whether a baseline that is there is written anew; what it says of entries that stay is kept.

    Raises:
        UserError: there is one already, or the project could not be checked.
    """
    config = configuration(cwd, options)
    file = baseline_file(config, cwd)
    _refuse_second(file, force)
    examined = examine(config, cwd, options)
    with file.changing():
        _refuse_second(file, force)
        former = _readable(file)
        listed = [finding for finding in examined.findings if not _lapsed(finding, examined, former, options.today)]
        baseline = taken(listed, examined.subject.catalog.version, former)
        file.write(baseline)
    left_out = held(examined, baseline, options.today).findings
    return _change(file, former, baseline, left_out)


def prune(cwd: Path, options: Options, *, accept_moves: bool) -> BaselineChange:
    """Take out of the baseline what is mended.

    Args:
        cwd: the working directory.
        options: as for ``check``; with contracts, entries of others stay as they are.
        accept_moves: whether findings that were recognised under another name are listed by it from now on.

    Raises:
        UserError: there is no baseline, or the project could not be checked.
    """
    config = configuration(cwd, options)
    file = baseline_file(config, cwd)
    _there(file, file.read())
    examined = examine(config, cwd, options)
    with file.changing():
        before = _there(file, file.read())
        compared = held(examined, before, options.today)
        after = pruned(before, compared, examined.subject.catalog.version, accept_moves=accept_moves)
        if after != before:
            file.write(after)
    return BaselineChange(file.place, before, after, moved=0 if accept_moves else len(compared.moves))


def add(cwd: Path, options: Options, chosen: Sequence[str], words: Words) -> BaselineChange:
    """Take new findings into the baseline, and say why.

    Args:
        cwd: the working directory.
        options: as for ``check``; with contracts, only their findings.
        chosen: which findings: files, directories, ``path:line`` or fingerprints; all that are new where empty.
        words: what is said of them.

    Raises:
        UserError: no new finding is chosen, or the project could not be checked.
    """
    _refuse_past(words, options.today)
    config = configuration(cwd, options)
    file = baseline_file(config, cwd)
    file.read()
    examined = examine(config, cwd, options)
    catalog = examined.subject.catalog.version
    with file.changing():
        before = file.read() or Baseline((), catalog)
        new = [finding for finding in held(examined, before, options.today).findings if finding.state == "new"]
        wanted = _chosen(new, chosen, cwd)
        _refuse_unlisted(wanted, examined, options.today)
        after = added(before, wanted, catalog, options.today, reason=words.reason, owner=words.owner, until=words.until)
        file.write(after)
    return BaselineChange(file.place, before, after)


def _change(file: BaselineFile, former: Baseline | None, after: Baseline, judged: Iterable[Finding]) -> BaselineChange:
    left_out = tuple(finding for finding in judged if finding.state == "new")
    return BaselineChange(file.place, former or Baseline((), after.catalog), after, left_out)


def _refuse_second(file: BaselineFile, force: bool) -> None:
    if not force and file.path.exists():
        remedy = "archcheck baseline prune takes out what is mended, add takes in what is new; --force writes it anew"
        raise user_error(file.place, "there is a baseline already", remedy)


def _readable(file: BaselineFile) -> Baseline | None:
    """What is going to be written anew; nothing is lost of a file that cannot be read."""
    try:
        return file.read()
    except UserError:
        return None


def _there(file: BaselineFile, baseline: Baseline | None) -> Baseline:
    if baseline is None:
        raise user_error(file.place, "there is no baseline", CREATE)
    return baseline


def _lapsed(finding: Finding, examined: Examined, former: Baseline | None, today: datetime.date) -> bool:
    """Whether it was excused until a day that is past: it waits for a review and is not taken in by the way."""
    exemptions = examined.subject.config.exemptions
    if any(expired(exemption, today) and exempts(exemption, finding) for exemption in exemptions):
        return True
    entries = former.entries if former else ()
    return any(entry.expired(today) and entry.identity == identity_of(finding) for entry in entries)


def _refuse_past(words: Words, today: datetime.date) -> None:
    if words.until is not None and words.until < today:
        raise user_error("--until", f"{words.until.isoformat()} is past", "give a day to come")


def _refuse_unlisted(findings: Sequence[Finding], examined: Examined, today: datetime.date) -> None:
    mistakes = []
    for finding in findings:
        place = finding.location
        if not can_be_listed(finding):
            problem, remedy = f"{finding.rule} is never listed", "mend it"
        elif _lapsed(finding, examined, None, today):
            problem, remedy = f"an exemption of {finding.subject} has expired", "give it a new date, or take it out"
        else:
            continue
        mistakes.append(Mistake(place.path, place.line, "", problem, remedy))
    if mistakes:
        raise UserError(list(dict.fromkeys(mistakes)))


def _chosen(new: Sequence[Finding], chosen: Sequence[str], cwd: Path) -> list[Finding]:
    """The new findings that are asked for; of all that are new, those that can be listed."""
    if not chosen:
        listable = [finding for finding in new if can_be_listed(finding)]
        if not listable:
            raise user_error("baseline add", "there is nothing new to take in")
        return listable
    found: dict[str, Finding] = {}
    mistakes: list[Mistake] = []
    for name in chosen:
        matching = [finding for finding in new if _means(name, finding, cwd)]
        if not matching:
            remedy = "name a file, a directory, path:line or a fingerprint of --format json"
            mistakes.append(Mistake("FINDING", 0, name, "no new finding is there", remedy))
        found |= {finding.fingerprint: finding for finding in matching}
    if mistakes:
        raise UserError(mistakes)
    return list(found.values())


def _means(name: str, finding: Finding, cwd: Path) -> bool:
    if name == finding.fingerprint:
        return True
    path, colon, line = name.rpartition(":")
    if colon and line.isdigit():
        return int(line) == finding.location.line and below(finding.location.path, [(cwd / path).resolve()], cwd)
    return below(finding.location.path, [(cwd / name).resolve()], cwd)
