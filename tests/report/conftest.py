"""One small report that all reporters are held against."""

import pytest
from archcheck.model.finding import Finding, Step
from archcheck.model.location import Location
from archcheck.model.report import BlindSpot, ContractResult, Report, Summary
from archcheck.model.source import SourceFile

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
