"""Faults planted in memory: every contract type finds its own, and one that does not is told."""

import datetime
from collections.abc import Mapping
from pathlib import Path

import pytest
from archcheck.model.diagnosis import Evidence
from archcheck.run import canaries as planting
from archcheck.run.canaries import Court, canaries
from archcheck.run.check import Options, configuration, examine
from archcheck.run.contracts import Outcome
from archcheck.run.inheriting import inheritance
from archcheck.run.results import Held

TODAY = datetime.date(2026, 5, 1)
LAYERS = """\
[[layers]]
id = "L4"
modules = ["shop.api"]
[[layers]]
id = "L2"
modules = ["shop.driver", "shop.db"]
[[layers]]
id = "L1"
modules = ["shop", "shop.model"]
[assign]
unassigned = "ignore"
"""
EFFECT = """\
[[contracts]]
id = "transactions"
type = "effect"
effect = "transaction"
owners = ["L4"]
"""
FILES = {
    "shop/__init__.py": "",
    "shop/api.py": "import sqlite3\nfrom sqlalchemy.orm import Session\nfrom shop import driver\n",
    "shop/driver.py": "import shop.model\n",
    "shop/db.py": "",
    "shop/model.py": "def broken() -> None: ...\n",
    "shop/_hidden/__init__.py": "",
    "shop/_hidden/_inner.py": "",
    "other/__init__.py": "",
    "other/tools.py": "",
}


def write(directory: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def planted(
    directory: Path, config: str, files: Mapping[str, str] = FILES, *, ratcheted: bool = False
) -> list[Evidence]:
    write(directory, {**files, "layers.toml": config})
    before = {path: path.read_bytes() for path in directory.rglob("*") if path.is_file()}
    options = Options(today=TODAY)
    read = configuration(directory, options)
    examined = examine(read, directory, options)
    court = Court(read.exemptions, read.debt, ratcheted, TODAY)
    found = list(canaries(examined, inheritance(read, directory), court))
    assert before == {path: path.read_bytes() for path in directory.rglob("*") if path.is_file()}
    return found


def test_layers_one_for_each_step(tmp_path: Path) -> None:
    (found,) = planted(tmp_path, f'{LAYERS}[[contracts]]\nid = "layers"\ntype = "layers"\n')
    assert (found.health, found.message) == ("ok", "2 planted, 2 found")
    assert found.details == (
        "found: an import of shop.api in shop.db",
        "found: an import of shop.db in shop",
    )


def test_effects_one_for_each_library_in_use_and_each_layer_that_may_not(tmp_path: Path) -> None:
    (found,) = planted(tmp_path, LAYERS + EFFECT)
    assert (found.health, found.message) == ("ok", "3 planted, 3 found")
    assert [detail.partition(" in ")[2] for detail in found.details] == ["other", "shop", "shop.db"]
    assert {detail.split()[4].partition(".")[0] for detail in found.details} == {"sqlalchemy", "sqlite3"}


@pytest.mark.parametrize("mode", ["inside", "through"])
@pytest.mark.parametrize(
    "effect", ["transaction", "transaction.savepoint", "transaction.rollback", "write", "sleep", "filesystem"]
)
def test_every_effect_in_both_modes(mode: str, effect: str, tmp_path: Path) -> None:
    contract = EFFECT.replace('"transaction"', f'"{effect}"')
    (found,) = planted(tmp_path, f'{LAYERS}{contract}mode = "{mode}"\n')
    assert found.health == "ok", found


def test_effects_of_the_project_s_own(tmp_path: Path) -> None:
    effects = '[[effects]]\nid = "own"\napis = ["shop.model.broken", "queue.**"]\n'
    contract = EFFECT.replace('"transaction"', '"own"')
    (found,) = planted(tmp_path, LAYERS + contract + effects)
    assert found.health == "ok"
    assert "a call of shop.model.broken" in found.details[0]


def test_an_exemption_that_is_too_wide_excuses_the_fault(tmp_path: Path) -> None:
    exemption = '[[exemptions]]\ncontract = "transactions"\nsubject = "shop.**"\nreason = "all of it"\n'
    (found,) = planted(tmp_path, LAYERS + EFFECT + exemption)
    assert (found.health, found.message) == ("warning", "3 planted, 3 found, 2 of them excused")
    assert found.details[1].startswith("found, but exempt (all of it): a call of")


@pytest.mark.parametrize(("ratcheted", "health"), [(False, "warning"), (True, "ok")])
def test_debt_may_grow_only_where_there_is_no_baseline(ratcheted: bool, health: str, tmp_path: Path) -> None:
    debt = '[[debt]]\nid = "raw"\ncontract = "transactions"\nkind = "dbapi"\nreason = "later"\n'
    (found,) = planted(tmp_path, LAYERS + EFFECT + debt, ratcheted=ratcheted)
    assert found.health == health


def test_a_contract_that_nothing_can_break(tmp_path: Path) -> None:
    (found,) = planted(tmp_path, LAYERS + EFFECT.replace('["L4"]', '["**"]'))
    assert (found.health, found.message) == ("failed", "every module is an owner or a home: nothing can break it")


def test_a_miss_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blind = Outcome(Held("transactions", "effect", 0, None, False), ())
    monkeypatch.setattr(planting, "effect_outcome", lambda contract, subject: blind)
    (found,) = planted(tmp_path, LAYERS + EFFECT)
    assert (found.health, found.message) == ("failed", "3 planted, 0 found")
    assert all(detail.startswith("missed: a call of") for detail in found.details)


LINTER = {
    "forbidden": 'source_modules = ["shop.model"]\nforbidden_modules = ["shop.api"]\n',
    "forbidden by wildcard": 'source_modules = ["other.*"]\nforbidden_modules = ["shop.*"]\n',
    "forbidden library": 'source_modules = ["shop"]\nforbidden_modules = ["requests"]\n',
    "independence": 'modules = ["shop", "other"]\n',
    "protected": 'protected_modules = ["shop.model"]\nallowed_importers = ["shop.driver"]\n',
    "private_modules": 'packages_with_private_modules = ["shop"]\n',
    "acyclic_siblings": 'ancestors = ["shop"]\n',
}


@pytest.mark.parametrize("name", LINTER)
def test_contract_types_of_import_linter(name: str, tmp_path: Path) -> None:
    (found,) = planted(tmp_path, f'[[contracts]]\nid = "c"\ntype = "{name.split()[0]}"\n{LINTER[name]}')
    assert (found.health, found.message) == ("ok", "1 planted, 1 found"), found


def test_ignored_imports_are_not_planted(tmp_path: Path) -> None:
    options = 'source_modules = ["other"]\nforbidden_modules = ["shop.api", "shop.db"]\nignore_imports = ["other -> shop.api"]\n'
    files = {**FILES, "other/__init__.py": "import shop.api\n"}
    (found,) = planted(tmp_path, f'[[contracts]]\nid = "c"\ntype = "forbidden"\n{options}', files)
    assert found.details == ("found: an import of shop.db in other",)


def test_inherited_contracts(tmp_path: Path) -> None:
    linter = (
        "[importlinter]\nroot_package = shop\n[importlinter:contract:one]\nname = Layers\ntype = layers\n"
        "layers =\n    shop.api\n    shop.driver\n    shop.model\n"
    )
    found = planted(tmp_path, f"{LAYERS}{EFFECT}[import_linter]\ninherit = true\n", {**FILES, ".importlinter": linter})
    assert [(each.subject, each.health) for each in found] == [("transactions", "ok"), ("one", "ok")]
    assert found[1].details == ("found: an import of shop.api in shop.driver",)


def test_nothing_to_plant(tmp_path: Path) -> None:
    options = 'modules = ["shop"]\n'
    (found,) = planted(tmp_path, f'[[contracts]]\nid = "c"\ntype = "independence"\n{options}')
    assert (found.health, found.message[:25]) == ("warning", "nothing could be planted:")
