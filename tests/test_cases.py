"""The pages in tests/cases: what archcheck finds in their files is what their comments say, no more and no less."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from archcheck.model.progress import silent
from archcheck.model.report import Report
from archcheck.run import check, sites

PAGES = sorted(path for path in (Path(__file__).parent / "cases").glob("*.md") if path.name != "README.md")
PART = re.compile(r"^## (?P<heading>[^\n]+)$|^```\w+ title=(?P<path>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = re.compile(r"[ \t]*# (?P<kind>finding|site|stale): (?P<text>.*)$", re.MULTILINE)
SHORT = "transaction."
CHECK = check.Options(config=None, contracts=(), paths=(), contract_types=False, progress=silent)
SITES = sites.Options(config=None, paths=(), effect="transaction", progress=silent)

Mark = tuple[str, int, str]


@dataclass(frozen=True)
class Case:
    """Files by path, and what is expected in them, each mark with its path and line."""

    name: str
    files: dict[str, str]
    findings: Counter[Mark]
    sites: Counter[Mark]
    stale: Counter[Mark]


def cases_of(name: str, page: str) -> Iterator[Case]:
    shared: dict[str, str] = {}
    headings: dict[str, dict[str, str]] = {}
    files = shared
    for part in PART.finditer(page):
        if part["heading"]:
            files = headings.setdefault(part["heading"], {})
        else:
            assert part["path"] not in files, f"{name}: {part['path']} is there twice"
            files[part["path"]] = part["text"]
    for heading, own in headings.items():
        if own:
            yield case_of(f"{name}: {heading}", {**shared, **own})


def case_of(name: str, files: dict[str, str]) -> Case:
    marks: dict[str, Counter[Mark]] = {"finding": Counter(), "site": Counter(), "stale": Counter()}
    for path, text in files.items():
        for number, line in enumerate(text.splitlines(), start=1):
            for match in MARK.finditer(line):
                marks[match["kind"]].update((path, number, each.strip()) for each in match["text"].split(";"))
    plain = {path: MARK.sub("", text) for path, text in files.items()}
    return Case(name, plain, marks["finding"], marks["site"], marks["stale"])


def write(directory: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def found_findings(report: Report) -> Counter[Mark]:
    found: Counter[Mark] = Counter()
    for finding in report.findings:
        rule = f"{finding.rule}[{finding.contract}]" if finding.contract else finding.rule
        state = "" if finding.state == "new" else f" {finding.state}"
        moved = f", {finding.move_certainty} was {finding.moved_from}" if finding.moved_from else ""
        found[finding.location.path, finding.location.line, rule + state + moved] += 1
    return found


def found_stale(report: Report) -> Counter[Mark]:
    place = report.baseline.file if report.baseline else ""
    return Counter((place, each.entry.line, f"{each.found} of {each.entry.count}") for each in report.stale)


def found_sites(directory: Path) -> Counter[Mark]:
    found: Counter[Mark] = Counter()
    for entry in sites.sites(directory, SITES):
        site = entry.site
        words = [site.effects[0].removeprefix(SHORT), site.kind or "-", site.form, site.certainty]
        if site.via == "wrapper":
            words += ["via", site.api]
        found[site.location.path, site.location.line, " ".join(words)] += 1
    return found


CASES = [case for page in PAGES for case in cases_of(page.stem, page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_case(case: Case, tmp_path: Path) -> None:
    write(tmp_path, case.files)
    configured = "layers.toml" in case.files
    if configured:
        report = check.check(tmp_path, CHECK)
        assert not differences(found_findings(report), case.findings)
        assert not differences(found_stale(report), case.stale)
    else:
        assert not case.findings, "findings need a layers.toml"
    if case.sites or not configured:
        assert not differences(found_sites(tmp_path), case.sites)


def differences(found: Counter[Mark], expected: Counter[Mark]) -> str:
    missing = [f"{path}:{line}: missing: {text}" for path, line, text in (expected - found).elements()]
    surplus = [f"{path}:{line}: not expected: {text}" for path, line, text in (found - expected).elements()]
    return "\n".join(sorted(missing + surplus))


def test_every_page_has_cases() -> None:
    assert PAGES
    assert {case.name.split(":")[0] for case in CASES} == {page.stem for page in PAGES}


def test_marks_are_read_and_cut_off() -> None:
    page = (
        "## One\n\n```python title=a.py\nx()  # finding: r[c]; r2 debt\n\ny()  # site: commit orm call certain\n```\n"
    )
    (case,) = cases_of("page", page)
    assert case.files == {"a.py": "x()\n\ny()\n"}
    assert case.findings == Counter([("a.py", 1, "r[c]"), ("a.py", 1, "r2 debt")])
    assert case.sites == Counter([("a.py", 3, "commit orm call certain")])
