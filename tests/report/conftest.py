"""One small report that all reporters are held against, and one whose every word is hostile."""

import datetime
from dataclasses import replace

import pytest
from archcheck.model.diagram import Band, Diagram, Edge, Node
from archcheck.model.finding import Finding, Step
from archcheck.model.location import Location
from archcheck.model.manual import Manual
from archcheck.model.placement import Placement
from archcheck.model.report import BlindSpot, ContractResult, Report, Summary
from archcheck.model.review import (
    Coupling,
    Cycle,
    DirectImport,
    InventoryEntry,
    PastFinding,
    PastReport,
    Review,
    ReviewedModule,
    ReviewedSweep,
    Setting,
)
from archcheck.model.site import CallSite
from archcheck.model.source import SourceFile
from archcheck.model.sweep import Checkpoint, Counts, FileCount, SweepStatus
from archcheck.model.worklist import Lift, Worklist
from archcheck.ratchet.burndown import burndown
from archcheck.ratchet.forecast import forecast
from archcheck.ratchet.progress import domains
from archcheck.report.entry import SiteEntry

SITE = Finding(
    rule="effect-site",
    contract="transactions",
    severity="error",
    location=Location("src/shop/orders/driver.py", 41, 9, 41, 31),
    module="shop.orders.driver",
    function="OrderDriver.save",
    layer="L2",
    domain="orders",
    subject="shop.orders.driver:OrderDriver.save",
    object="sqlalchemy.orm.Session.commit",
    message="OrderDriver.save (L2) commits by sqlalchemy.orm.Session.commit; only L4 may",
    certainty="certain",
    effect="transaction.commit",
    api="sqlalchemy.orm.Session.commit",
    kind="orm",
    form="call",
    via="direct",
    expression="self._session.commit()",
    evidence=("self._session is parameter session of OrderDriver.__init__", "session: sqlalchemy.orm.Session"),
    guidance="Take the session as a parameter and let the coordinator commit.",
)

CHAIN = Finding(
    rule="layer-import",
    contract="layers",
    severity="error",
    location=Location("src/shop/orders/model.py", 3, 1, 3, 30),
    module="shop.orders.model",
    layer="L1",
    domain="orders",
    subject="shop.orders.model",
    object="shop.api",
    message="shop.orders.model (L1) imports shop.api (L4) through shop.tools",
    witness=(
        Step("shop.orders.model", "src/shop/orders/model.py", 3, "L1", "from shop import tools"),
        Step("shop.tools", "src/shop/tools.py", 8, None, "import shop.api"),
    ),
)

DEBT = Finding(
    rule="effect-site",
    contract="transactions",
    severity="error",
    location=Location("src/shop/raw.py", 5, 5, 5, 18),
    module="shop.raw",
    function="load",
    subject="shop.raw:load",
    object="sqlite3.Connection.commit",
    message="load commits by sqlite3.Connection.commit; only L4 may",
    certainty="likely",
    effect="transaction.commit",
    api="sqlite3.Connection.commit",
    kind="dbapi",
    form="call",
    via="direct",
    state="debt",
    debt="raw-sql",
    reason="needs an architectural refactor",
)


@pytest.fixture
def report() -> Report:
    """Two new findings, one that is owed, one unread file and one blind spot."""
    return Report(
        summary=Summary(
            files=1003,
            modules=1001,
            unread=1,
            shadowed=1,
            unimportable=0,
            unassigned=2,
            imports=6837,
            functions=9000,
            call_sites=261,
            new=2,
            known=0,
            debt=1,
            exempt=0,
            stale=0,
            unproven=4,
        ),
        contracts=(
            ContractResult("transactions", "effect", "broken", 261, "Only coordinators own the transaction boundary."),
            ContractResult("layers", "layers", "broken", 6837),
            ContractResult("domains", "independence", "unproven", 6837),
        ),
        findings=(SITE, CHAIN, DEBT),
        not_modules=(
            SourceFile("src/shop/bad.py", "/x/src/shop/bad.py", "shop.bad", False, "unread", "invalid syntax", 3),
            SourceFile("src/shop/raw.py", "/x/src/shop/raw.py", "shop.raw", False, "shadowed", "src/shop/raw/ wins"),
        ),
        blind_spots=(BlindSpot("grammar", "src/shop/new.py", 7, "syntax newer than the grammar"),),
        lines=(
            (("src/shop/orders/driver.py", 41), "        self._session.commit()"),
            (("src/shop/orders/model.py", 3), "from shop import tools  # noqa"),
        ),
    )


EVIL = (
    "</script><img src=x onerror=alert(1)>\"'&amp;<!-- ]]> | `a``b` \\| @all #1 GH-1 [x](http://evil.example) ![y](z) **b** __c__ "
    "{0} %0A%25 $HOME $(id) ::error file=a::b\r\n::warning::c\n##[error]d \x1b[31m \x1b]8;;http://e\x07 \u202e\u2066\u200f \x00\x85\u2028"
    " \ufffe\U0001f600 \ud800"
)
EVIL_PATH = "src/a,b:c=d%25 e/</script>\n::error::f\x1b[1m\u202e\udcff `|é.py"


def _evil(finding: Finding, number: int) -> Finding:
    place = Location(EVIL_PATH, 0 if number == 0 else 3, 1, 4, 2)
    return replace(
        finding,
        location=place,
        subject=f"{EVIL}:{EVIL}",
        object=EVIL,
        message=f"{EVIL} and {EVIL}",
        module=EVIL,
        function=EVIL,
        layer=EVIL,
        domain=EVIL,
        api=EVIL,
        wraps=EVIL,
        expression=EVIL,
        evidence=(f"`{EVIL}`", EVIL + "!"),
        witness=(Step(f"{EVIL}:f", EVIL_PATH, 0, EVIL, EVIL), Step(f"{EVIL}:g", EVIL_PATH, 7, None, EVIL)),
        related=(place, replace(place, line=9)),
        guidance=EVIL,
        reason=EVIL,
        owner=EVIL,
        occurrence=number,
    )


@pytest.fixture
def evil() -> str:
    """Text that means something to a browser, a shell, a terminal, a log, XML, Markdown or a runner."""
    return EVIL


@pytest.fixture
def evil_path() -> str:
    """The same as the name of a file."""
    return EVIL_PATH


@pytest.fixture
def hostile(report: Report) -> Report:
    """A report whose every word comes from a hostile project, with four findings: three new and one that is owed."""
    findings = [_evil(finding, number) for number, finding in enumerate((SITE, CHAIN, SITE, DEBT))]
    return replace(
        report,
        findings=tuple(replace(f, contract=EVIL if f.rule == "effect-site" else None) for f in findings),
        contracts=(ContractResult(EVIL, "effect", "broken", 4, EVIL), ContractResult("tame", "layers", "unproven", 1)),
        not_modules=(SourceFile(EVIL_PATH, "/x", EVIL, False, "unread", EVIL, 3),),
        blind_spots=(BlindSpot("grammar", EVIL_PATH, 0, EVIL),),
        lines=(((EVIL_PATH, 3), "\t" + EVIL),),
        worklists=(Worklist(EVIL, 2, 1, (Lift(f"{EVIL}:f", EVIL_PATH, 3, EVIL, 1, 0),)),),
    )


@pytest.fixture
def hostile_sites() -> list[SiteEntry]:
    """Two call sites of a hostile project."""
    site = CallSite(
        location=Location(EVIL_PATH, 3, 5, 3, 16),
        module=EVIL,
        function=EVIL,
        effects=("transaction.commit",),
        api=EVIL,
        wraps=EVIL,
        kind="orm",
        form="with",
        via="wrapper",
        certainty="likely",
        expression=EVIL,
        evidence=(EVIL,),
    )
    return [SiteEntry(site, EVIL, EVIL), SiteEntry(replace(site, location=replace(site.location, line=8)))]


def _cells(layer: str, domain: str) -> Diagram:
    """Three cells, one of them hostile if its names are; the lowest imports the highest."""
    nodes = (
        Node(f"L4/{domain}", domain, "L4", domain, modules=1),
        Node(f"{layer}/{domain}", domain, layer, domain, modules=2, findings=2, new=2),
        Node("(no layer)/(no domain)", "(no domain)", None, None, modules=1),
    )
    edges = (
        Edge(f"L4/{domain}", f"{layer}/{domain}", 1),
        Edge(f"{layer}/{domain}", f"L4/{domain}", 1, 1, 1),
    )
    return Diagram("layers", "domain", (Band("L4", "Coordinators"), Band(layer, domain)), nodes, edges)


def _review(report: Report, layer: str, domain: str, word: str, path: str) -> Review:
    """A review around a report; every name that is not a number comes from the arguments."""
    site = CallSite(
        Location(path, 3, 5, 3, 16), f"{word}.driver", word, ("transaction.commit",), word, word, "orm", "call", "wrapper",
        "certain", word, (word,),
    )  # fmt: skip
    return Review(
        title=word,
        label=word,
        report=report,
        area_word="domain",
        cells=_cells(layer, domain),
        modules=(
            ReviewedModule(Placement(f"{word}.api", path, "L4", domain, "modules", word), domain),
            ReviewedModule(Placement(f"{word}.driver", path, layer, domain, "modules", word), domain),
            ReviewedModule(Placement(f"{word}.model", path, layer, domain, "modules", word), domain),
            ReviewedModule(Placement(f"{word}.tests", path, None, None, None, word), None, is_test=True),
            ReviewedModule(Placement(f"{word}.tools", path, None, None, None, word), None),
        ),
        imports=(
            DirectImport(f"{word}.api", f"{word}.driver", 3),
            DirectImport(f"{word}.driver", f"{word}.api", 0),
        ),
        lines={path: {2: "", 3: f"\t{word}", 4: word}},
        inventory=(
            InventoryEntry(site, "transactions", "finding", report.findings[0].fingerprint),
            InventoryEntry(site, None, "owner"),
        ),
        couplings=(Coupling(word, 4, 0, 0), Coupling(f"{word}.driver", 2, 1, 1)),
        cycles=(
            Cycle(word, (f"{word}.api", f"{word}.driver"), 2, (DirectImport(f"{word}.driver", f"{word}.api", 3),)),
        ),
        settings=(
            Setting(f"[[contracts]] {word}", "effect", word, True),
            Setting(f"[[contracts]] {word}", "mode", "inside", False),
        ),
        manuals=(Manual("effect-site", "error", "A site.", "A site.\n\nWhat\n    It is `one`.\n\nExample\n    x.commit()"),),
        sweeps=(_sweep(word, domain, path),),
        past=(
            PastReport(
                name=word,
                counts={"new": 1, "known": 0, "debt": 0, "exempt": 0, "modules": 9, "imports": 7, "functions": 5,
                        "call_sites": 3, "unproven": 1},
                contracts={word: "kept"},
                findings=(
                    PastFinding("0" * 32, "effect-site", word, "error", "new", path, 3, None, None, word),
                ),
            ),
        ),
    )  # fmt: skip


def _sweep(word: str, domain: str, path: str) -> ReviewedSweep:
    """Three weeks of a sweep, in which a domain was done and another was not."""
    log = [
        Checkpoint(
            datetime.datetime(2026, 11, 1 + 7 * week, 9, 30, tzinfo=datetime.UTC),
            None,
            Counts((FileCount(path, left, 1, domain=domain), FileCount("b.py", 3 - week, domain="billing")), {}, {}),
            f"{word} {week}",
        )
        for week, left in enumerate((4, 2, 0))
    ]
    target = datetime.date(2026, 12, 31)
    status = SweepStatus(
        word, word, word, word, target, path, tuple(log), log[-1], domains(log), forecast=forecast(log, target)
    )
    return ReviewedSweep(status, burndown(word, log, target))


@pytest.fixture
def review(report: Report) -> Review:
    """A small review."""
    return _review(report, "L2", "orders", "shop", "src/shop/orders/driver.py")


@pytest.fixture
def hostile_review(hostile: Report) -> Review:
    """A review whose every word comes from a hostile project."""
    return _review(hostile, EVIL, EVIL, EVIL, EVIL_PATH)
