"""The review as Markdown, for pull requests and wikis: the page's sections in its order, without its pictures."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from archcheck.model.diagram import NO_DOMAIN, NO_LAYER
from archcheck.model.review import Cycle, InventoryEntry, Review
from archcheck.model.sweep import SweepStatus
from archcheck.report.html.front import front
from archcheck.report.markdown import contract_table, coverage_lines, cut, finding_blocks, row, stale_blocks
from archcheck.report.markdown_text import code, prose
from archcheck.report.summary import counted
from archcheck.report.sweep_log import domain_table, forecast_words, progress_table
from archcheck.report.sweep_status import caveats, standing_sentence
from archcheck.report.worklist import worklist_table

MOST_ROWS = 40
MOST_MATRIX = 33
MOST_CUTS = 10
MOST_CHECKPOINTS = 10


def render_review_markdown(review: Review) -> str:
    """The review with the findings of all states."""
    first = front(review)
    head = [
        f"# Architecture review: {prose(review.title)}",
        prose(review.label),
        f"**{first.word}.** {first.sentence}",
        contract_table(review.report),
        "\n".join(coverage_lines(review.report)).strip("\n"),
        *(section for make in _PICTURES for section in make(review)),
        f"## Findings\n\n{counted(len(review.report.findings), 'finding')}.",
    ]
    blocks = [*finding_blocks(review.report, review.report.findings), *stale_blocks(review.report)]
    tail = "\n\n".join(section for make in _TABLES for section in make(review))
    return cut(head, blocks, tail, "finding")


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], most: int = MOST_ROWS, noun: str = "row") -> str:
    """A table whose columns but the first are numbers; what does not fit is counted."""
    lines = [row(columns), row(["---", *["---:"] * (len(columns) - 1)]), *(row(cells) for cells in rows[:most])]
    if len(rows) > most:
        lines.append(f"\n{counted(len(rows) - most, 'more ' + noun)} left out here; the page has all.")
    return "\n".join(lines)


def _past(review: Review) -> Iterator[str]:
    if not review.past:
        return
    totals = review.report.summary
    now = {key: getattr(totals, key) for key in review.past[0].counts}
    columns = ["", *(code(past.name) for past in review.past), "now"]
    rows = [[key.replace("_", " "), *(f"{past.counts[key]:,}" for past in review.past), f"{now[key]:,}"] for key in now]
    here = {finding.fingerprint for finding in review.report.findings}
    before = {finding.fingerprint for finding in review.past[-1].findings}
    words = f"Since {code(review.past[-1].name)}: {len(before - here):,} gone, {len(here - before):,} come."
    yield f"## Then and now\n\n{table(columns, rows)}\n\n{words}"


def _grid(review: Review) -> Iterator[str]:
    nodes = review.cells.nodes
    if not nodes:
        return
    layers = _layers(review)
    cells = {(node.domain or NO_DOMAIN, node.layer or NO_LAYER): node for node in nodes}
    found = Counter({area: 0 for area, _ in cells})
    for (area, _), node in cells.items():
        found[area] += node.findings
    rows = []
    for area in sorted(found, key=lambda name: (-found[name], name)):
        here = (cells.get((area, layer)) for layer in layers)
        marks = (_mark(node.findings, node.modules) if node else "" for node in here)
        rows.append([code(area), *marks, f"{found[area]:,}"])
    lead = "Findings in modules; a plain number is modules without findings."
    yield f"## Where to work\n\n{lead}\n\n{table([review.area_word, *map(code, layers), 'findings'], rows, noun=review.area_word)}"


def _mark(findings: int, modules: int) -> str:
    return f"**{findings:,}** in {modules:,}" if findings else f"{modules:,}"


def _layers(review: Review) -> list[str]:
    ids = [band.id for band in review.cells.layers]
    return [*ids, *dict.fromkeys(node.layer or NO_LAYER for node in review.cells.nodes if node.layer not in ids)]


def _matrix(review: Review) -> Iterator[str]:
    """By cells where there is room for them, otherwise by layers."""
    nodes = review.cells.nodes
    if len(nodes) < 2:
        return
    whole = len(nodes) <= MOST_MATRIX
    names = [node.id for node in nodes] if whole else _layers(review)
    of = {node.id: node.id if whole else node.layer or NO_LAYER for node in nodes}
    counts: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    for edge in review.cells.edges:
        pair = (of[edge.source], of[edge.target])
        counts[pair] += edge.count
        found[pair] += edge.findings
    rows = [
        [f"{number}. {code(name)}", *(_field(name, other, counts, found) for other in names)]
        for number, name in enumerate(names, 1)
    ]
    lead = "Rows import columns. What is bold breaks a contract."
    yield f"## Dependency matrix\n\n{lead}\n\n{table(['', *map(str, range(1, len(names) + 1))], rows, MOST_MATRIX)}"


def _field(name: str, other: str, counts: Counter[tuple[str, str]], found: Counter[tuple[str, str]]) -> str:
    if name == other:
        return "·"
    number = counts[name, other]
    return f"**{number:,}**" if found[name, other] else f"{number:,}" if number else ""


def _worklists(review: Review) -> Iterator[str]:
    if review.report.worklists:
        yield "## Worklist\n\n" + "\n\n".join(worklist_table(each) for each in review.report.worklists)


def _sweeps(review: Review) -> Iterator[str]:
    if review.sweeps:
        yield "## Sweeps\n\n" + "\n\n".join(part for sweep in review.sweeps for part in _sweep(sweep.status))


def _sweep(status: SweepStatus) -> Iterator[str]:
    target = f", to be done by {status.target.isoformat()}" if status.target else ""
    yield f"### {prose(status.title)}"
    yield " ".join([f"{code(status.contract)}{target}: {standing_sentence(status)}.", *caveats(status)])
    yield forecast_words(status)
    domains = domain_table(status)
    if domains:
        yield domains
    if status.log:
        yield progress_table(status, MOST_CHECKPOINTS)
    if len(status.told) > MOST_CHECKPOINTS:
        yield f"These are the last {MOST_CHECKPOINTS} of {len(status.told):,} checkpoints that say something."


def _inventory(review: Review) -> Iterator[str]:
    if not review.inventory:
        return
    places = {module.place.module: module.place.layer or NO_LAYER for module in review.modules}
    layers = _layers(review)
    by_api: dict[str, list[InventoryEntry]] = {}
    for entry in review.inventory:
        by_api.setdefault(entry.site.api, []).append(entry)
    rows = []
    for api in sorted(by_api, key=lambda name: (-len(by_api[name]), name)):
        number = Counter(places.get(entry.site.module, NO_LAYER) for entry in by_api[api])
        bad = Counter(places.get(entry.site.module, NO_LAYER) for entry in by_api[api] if entry.finding)
        marks = (f"{number[layer]:,}" + (f" (**{bad[layer]:,}**)" if bad[layer] else "") for layer in layers)
        rows.append([code(api), *(mark if mark != "0" else "" for mark in marks), f"{len(by_api[api]):,}"])
    lead = "Who uses which API; findings in brackets."
    yield f"## Call sites\n\n{lead}\n\n{table(['API', *map(code, layers), 'all'], rows, noun='API')}"


def _coupling(review: Review) -> Iterator[str]:
    if not review.couplings:
        return
    depth = min((n for n in range(1, 9) if sum(c.package.count(".") < n for c in review.couplings) > 3), default=9)
    rows = [
        [code(c.package), *(f"{n:,}" for n in (c.modules, c.afferent, c.efferent)), _ratio(c.instability)]
        for c in review.couplings
        if c.package.count(".") < depth
    ]
    yield f"## Coupling\n\n{table(['package', 'modules', 'afferent', 'efferent', 'instability'], rows, noun='package')}"


def _ratio(value: float | None) -> str:
    return "none" if value is None else f"{value:.2f}"


def _cycles(review: Review) -> Iterator[str]:
    if review.cycles:
        yield "## Cycles\n\n" + "\n".join(line for cycle in review.cycles for line in _cycle(cycle))


def _cycle(cycle: Cycle) -> Iterator[str]:
    words = f"{len(cycle.members):,} children in a circle of {counted(cycle.imports, 'import')}"
    yield f"- {code(cycle.package)}: {words}; cut {counted(len(cycle.cuts), 'import')}:"
    for each in cycle.cuts[:MOST_CUTS]:
        line = f" on line {each.line}" if each.line else ""
        yield f"  - {code(each.importer)} imports {code(each.imported)}{line}"
    if len(cycle.cuts) > MOST_CUTS:
        yield f"  - and {len(cycle.cuts) - MOST_CUTS:,} more"


def _gaps(review: Review) -> Iterator[str]:
    spots = [(spot.path, spot.line, spot.reason) for spot in review.report.blind_spots]
    places = [(file.path, file.line, f"{file.fate}, {file.reason}") for file in review.report.not_modules] + spots
    if places:
        lines = [f"- {code(f'{path}:{line}' if line else path)}: {prose(reason)}" for path, line, reason in places]
        more = [f"- and {len(lines) - MOST_ROWS:,} more"] if len(lines) > MOST_ROWS else []
        yield "## Blind spots\n\n" + "\n".join([*lines[:MOST_ROWS], *more])


def _settings(review: Review) -> Iterator[str]:
    given = [each for each in review.settings if each.given]
    tables = dict.fromkeys(each.table for each in given)
    lines = [
        f"- {code(name)}: " + ", ".join(f"{each.key} {code(each.value)}" for each in given if each.table == name)
        for name in tables
    ]
    yield "## Configuration\n\n" + "\n".join(lines)


_PICTURES: Iterable[Callable[[Review], Iterator[str]]] = (_past, _grid, _matrix)
_TABLES: Iterable[Callable[[Review], Iterator[str]]] = (
    _worklists,
    _sweeps,
    _inventory,
    _coupling,
    _cycles,
    _gaps,
    _settings,
)
