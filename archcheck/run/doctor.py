"""``archcheck doctor``: evidence that a green run means something."""

from collections.abc import Iterator
from pathlib import Path

from archcheck.model.diagnosis import AREAS, Diagnosis, Evidence
from archcheck.run.baseline_file import baseline_file
from archcheck.run.canaries import Court, canaries
from archcheck.run.check import Options, configuration, examine
from archcheck.run.doctor_catalog import catalog_evidence, library_evidence
from archcheck.run.doctor_contracts import (
    baseline_evidence,
    call_evidence,
    contract_evidence,
    exception_evidence,
    layer_evidence,
)
from archcheck.run.doctor_reading import owner_evidence, reading_evidence
from archcheck.run.inheriting import inheritance
from archcheck.run.owners import owners
from archcheck.run.standing import standing
from archcheck.sources.installed import environment


def doctor(cwd: Path, options: Options, site_packages: Path | None = None) -> Diagnosis:
    """Look at everything that a green run rests on, and plant faults that have to be found.

    Args:
        cwd: the working directory.
        options: as for ``check``, without paths.
        site_packages: where the project's libraries are installed; default: its virtual environment, the active one, or
            archcheck's own.

    Raises:
        UserError: what ``check`` refuses as well: a contract that would be held against nothing.
    """
    config = configuration(cwd, options)
    file = baseline_file(config, cwd)
    known = file.read()
    examined = examine(config, cwd, options)
    subject = examined.subject
    stands = standing(examined, file, known, options.today)
    court = Court(config.exemptions, config.debt, known is not None, options.today)
    options.progress("canaries", 0, 1)
    planted = list(canaries(examined, inheritance(config, cwd), court))
    options.progress("canaries", 1, 1)

    def all_evidence() -> Iterator[Evidence]:
        yield from reading_evidence(subject)
        yield from layer_evidence(subject)
        yield from contract_evidence(examined)
        yield from planted
        yield from exception_evidence(examined)
        yield from baseline_evidence(stands)
        yield from call_evidence(subject)
        yield from catalog_evidence(subject)
        yield from library_evidence(subject, environment(config.directory, site_packages))
        yield from owner_evidence(owners(config.directory, cwd), subject)

    return Diagnosis(subject.place, tuple(sorted(all_evidence(), key=lambda each: AREAS.index(each.area))))
