"""Reading what ``archcheck check --format json`` wrote at another time."""

from pathlib import Path

import msgspec

from archcheck.model.errors import user_error
from archcheck.model.finding import Severity, State
from archcheck.model.review import PastFinding, PastReport

SCHEMA = "archcheck.report/1"
MOST_BYTES = 500_000_000
REMEDY = f"name a file that archcheck check --format json wrote ({SCHEMA})"


class _States(msgspec.Struct, frozen=True):
    new: int
    known: int
    debt: int
    exempt: int


class _Summary(msgspec.Struct, frozen=True):
    files: int
    modules: int
    imports: int
    functions: int
    call_sites: int
    findings: _States
    unproven: int


class _Contract(msgspec.Struct, frozen=True):
    id: str
    verdict: str


class _Finding(msgspec.Struct, frozen=True):
    fingerprint: str
    rule: str
    contract: str | None
    severity: Severity
    state: State
    path: str
    line: int
    layer: str | None
    domain: str | None
    message: str


class _Report(msgspec.Struct, frozen=True):
    schema: str
    summary: _Summary
    contracts: list[_Contract]
    findings: list[_Finding]


_REPORTS = msgspec.json.Decoder(_Report)


def read_past_report(path: Path, place: str) -> PastReport:
    """An earlier report; its name is that of the file without its ending.

    Args:
        path: the file.
        place: how mistakes name it.

    Raises:
        UserError: it cannot be read, or is no such report.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise user_error(place, f"is larger than {MOST_BYTES:,} bytes", REMEDY)
        found = _REPORTS.decode(path.read_bytes())
    except OSError as error:
        raise user_error(place, error.strerror or str(error), REMEDY) from error
    except msgspec.DecodeError as error:
        raise user_error(place, f"is no report of archcheck: {error}", REMEDY) from error
    if found.schema != SCHEMA:
        raise user_error(place, f"has the schema {found.schema!r}", REMEDY)
    totals, states = found.summary, found.summary.findings
    return PastReport(
        name=path.stem,
        counts={
            "new": states.new,
            "known": states.known,
            "debt": states.debt,
            "exempt": states.exempt,
            "modules": totals.modules,
            "imports": totals.imports,
            "functions": totals.functions,
            "call_sites": totals.call_sites,
            "unproven": totals.unproven,
        },
        contracts={contract.id: contract.verdict for contract in found.contracts},
        findings=tuple(PastFinding(**msgspec.structs.asdict(finding)) for finding in found.findings),
    )
