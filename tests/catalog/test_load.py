"""Looking things up in a catalog."""

import pytest
from archcheck.catalog.load import Catalog, load_catalog
from archcheck.catalog.schema import Library
from archcheck.config.schema import Effect

BASE = Library.model_validate(
    {
        "library": "base",
        "distribution": "Base-DB",
        "source": "https://example.org",
        "foreign": ["git.**"],
        "types": [
            {"name": "base.Connection", "kind": "dbapi", "methods": {"commit": {"effects": ["transaction.commit"]}}},
            {
                "name": "base.Fast",
                "aliases": ["base.fast.Fast"],
                "bases": ["base.Connection"],
                "methods": {"begin": {"returns": "self"}},
                "attributes": {"autocommit": {"sets": "transaction.mode"}},
                "exits": [
                    {"versions": "<2", "effects": ["transaction.commit"]},
                    {"versions": ">=2", "effects": []},
                ],
            },
        ],
        "apis": [
            {"name": "base.now", "effects": ["clock"]},
            {"name": "base.net.**", "effects": ["network"]},
        ],
    }
)


def test_a_type_has_the_members_of_its_bases() -> None:
    catalog = Catalog([BASE])
    assert catalog.type("base.fast.Fast") is catalog.type("base.Fast")
    assert [known.name for known in catalog.lineage("base.Fast")] == ["base.Fast", "base.Connection"]
    found = catalog.member("base.Fast", "commit")
    assert found is not None and (found[0].name, found[1].effects) == ("base.Connection", ("transaction.commit",))
    assert catalog.kind_of("base.Fast") == "dbapi"
    assert catalog.member("base.Fast", "rollback") is None
    assert catalog.attribute("base.Connection", "autocommit") is None


@pytest.mark.parametrize(
    ("versions", "effects", "differs"),
    [
        ({"base-db": ["1.9"]}, ("transaction.commit",), False),
        ({"BASE_DB": ["2.0"]}, (), False),
        ({"base-db": ["1.0", "1.9"]}, ("transaction.commit",), False),
        ({"base-db": ["1.9", "2.0"]}, ("transaction.commit",), True),
        ({}, (), False),
        ({"other": ["1"]}, (), False),
    ],
)
def test_what_leaving_does_by_version(versions: dict[str, list[str]], effects: tuple[str, ...], differs: bool) -> None:
    catalog = Catalog([BASE], versions)
    assert (catalog.exit_of("base.Fast"), catalog.exit_differs("base.Fast")) == (effects, differs)


def test_plain_apis_by_name_and_by_pattern() -> None:
    catalog = Catalog([BASE])
    assert catalog.api_effects("base.now") == ("clock",)
    assert catalog.api_effects("base.net.http.get") == ("network",)
    assert catalog.api_effects("base.then") == ()
    assert (catalog.is_wide("network"), catalog.is_wide("clock")) == (True, False)
    assert catalog.names_of("clock") == {"now"}


def test_foreign_names() -> None:
    catalog = Catalog([BASE])
    assert catalog.is_foreign("git.Repo.index")
    assert not catalog.is_foreign("github.Repo")


def test_effects_of_the_users_own() -> None:
    effects = [Effect(id="clock.wall", apis=("time.time", "shop.clock.**"))]
    catalog = load_catalog(effects=effects)
    assert "clock.wall" in catalog.api_effects("time.time")
    assert catalog.api_effects("shop.clock.now") == ("clock.wall",)


def test_the_users_entries_win() -> None:
    own = Library.model_validate(
        {"library": "own", "source": "here", "types": [{"name": "sqlite3.Connection", "kind": "nosql", "methods": {}}]}
    )
    catalog = load_catalog([own])
    assert catalog.kind_of("sqlite3.Connection") == "nosql"
    assert catalog.version != load_catalog().version
