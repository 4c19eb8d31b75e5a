"""Text of ``archcheck sites`` and ``archcheck layers``."""

from dataclasses import replace

from archcheck.model.location import Location
from archcheck.model.placement import Placement
from archcheck.model.site import CallSite
from archcheck.report.entry import SiteEntry
from archcheck.report.layers import render_layers
from archcheck.report.sites import render_sites

COMMIT = CallSite(
    location=Location("shop/a.py", 3, 5, 3, 16),
    module="shop.a",
    function="save",
    effects=("transaction.commit",),
    api="sqlite3.Connection.commit",
    wraps=None,
    kind="dbapi",
    form="call",
    via="direct",
    certainty="certain",
    expression="db.commit()",
    evidence=("db = sqlite3.connect(...)", "sqlite3.connect returns sqlite3.Connection"),
)
SCOPE = replace(
    COMMIT,
    location=Location("tests/test_a.py", 12, 10, 12, 20),
    module="tests.test_a",
    function="test_it",
    api="shop.db:scope",
    wraps="sqlite3.Connection.commit",
    form="with",
    via="wrapper",
    certainty="likely",
    expression="scope()",
    is_test=True,
)
ENTRIES = [SiteEntry(COMMIT, "L2", "shop"), SiteEntry(SCOPE)]


def test_by_file() -> None:
    assert render_sites(ENTRIES) == (
        "shop/a.py  1\n"
        "      3:5  commit  db.commit()\n"
        "           sqlite3.Connection.commit in save  [call, dbapi, certain, L2]\n"
        "\n"
        "tests/test_a.py  1\n"
        "    12:10  commit  scope()\n"
        "           shop.db:scope wraps sqlite3.Connection.commit in test_it  [with, dbapi, likely, test]\n"
        "\n"
        "2 call sites; 1 certain, 1 likely; 2 dbapi; 1 direct, 1 wrapper; 1 in tests.\n"
    )


def test_by_layer_puts_what_has_none_last_and_names_the_file() -> None:
    text = render_sites(ENTRIES[::-1], by="layer")
    assert text.index("L2  1\n") < text.index("(none)  1\n")
    assert "shop/a.py:3:5" in text


def test_by_wrapper_shows_wrappers_with_their_uses() -> None:
    text = render_sites(ENTRIES, by="wrapper")
    assert text.startswith("shop.db:scope  1\n")
    assert "db.commit()" not in text


def test_why_shows_each_hop() -> None:
    text = render_sites(ENTRIES[:1], why=True)
    assert "           - db = sqlite3.connect(...)\n           - sqlite3.connect returns sqlite3.Connection\n" in text


def test_no_sites() -> None:
    assert render_sites([]) == "0 call sites.\n"


def test_layers_table() -> None:
    placements = [
        Placement("shop.a", "shop/a.py", "L2", "shop", "modules", "shop.*"),
        Placement("shop.\x1bb", "shop/b.py", None, None, None, "nothing places it"),
    ]
    assert render_layers(placements) == (
        "layer  domain  module      because\n"
        "L2     shop    shop.a      shop.*\n"
        "-      -       shop.\\x1bb  nothing places it\n"
        "\n"
        "2 modules: 1 in L2, 1 in no layer.\n"
    )
