"""archcheck init writes a file that loads, whose patterns match, and that says what was guessed."""

from pathlib import Path

import pytest
from archcheck.config.load import load_config
from archcheck.config.schema import TESTS, Config, EffectContract, LayersContract
from archcheck.model.errors import UserError
from archcheck.model.patterns import literal_segments, matches
from archcheck.run.init import InitResult, init
from archcheck.sources.discover import discover


def write(directory: Path, *modules: str, text: str = "") -> None:
    """Files for dotted names, each directory on the way a package; ``src/`` and the like may stand before the name."""
    for module in modules:
        folder, _, name = module.rpartition("/")
        path = directory / folder / Path(*name.split(".")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        for parent in path.parents:
            if parent == directory / folder:
                break
            (parent / "__init__.py").touch()


def made(directory: Path) -> tuple[InitResult, Config]:
    result = init(directory)
    assert (directory / "layers.toml").read_text() == result.text
    config = load_config(None, directory)
    sources = discover(directory, directory, roots=config.project.roots, packages=config.project.packages)
    modules = [file.module for file in sources.files]
    for layer in config.layers:
        assert all(any(matches(pattern, module) for module in modules) for pattern in layer.modules)
    return result, config


def layer_of(config: Config, module: str) -> str | None:
    """The layer of the most literal pattern; a tie is an error."""
    found = [
        (literal_segments(pattern), layer.id)
        for layer in config.layers
        for pattern in layer.modules
        if matches(pattern, module)
    ]
    best = {layer for literals, layer in found if literals == max(found)[0]}
    assert len(best) < 2
    return best.pop() if best else None


def test_domains_with_the_folders_of_layers(tmp_path: Path) -> None:
    modules = [
        f"shop.{domain}.{folder}.x"
        for domain in ("orders", "billing")
        for folder in ("api", "services", "repositories", "models")
    ]
    write(tmp_path, *(f"src/{module}" for module in modules))
    result, config = made(tmp_path)
    assert (config.project.roots, config.project.packages) == (("src",), ("shop",))
    assert config.project.domains == ("shop.{domain}.**",)
    assert [(layer.id, layer.modules) for layer in config.layers] == [
        ("L4", ("shop.*.api.**",)),
        ("L3", ("shop.*.services.**",)),
        ("L2", ("shop.*.repositories.**",)),
        ("L1", ("shop.*.models.**",)),
    ]
    layers, transactions = config.contracts
    assert isinstance(layers, LayersContract)
    assert isinstance(transactions, EffectContract)
    assert transactions.owners == ("L4",)
    assert "layer L2 (Storage and drivers): from modules named repositories" in result.guesses
    assert "# guessed from modules named repositories" in result.text


def test_the_innermost_word_decides_and_nothing_is_tied(tmp_path: Path) -> None:
    modules = {
        "shop.api.routes": "L4",
        "shop.api.models": "L1",
        "shop.models.order": "L1",
        "shop.models.api": "L4",
        "shop.services.api.models": "L1",
        "shop.services.x": "L3",
        "shop.other": None,
    }
    write(tmp_path, *modules)
    result, config = made(tmp_path)
    assert {module: layer_of(config, module) for module in modules} == modules
    assert all(any(matches(pattern, m) for m in modules) for layer in config.layers for pattern in layer.modules)
    assert any("modules match no layer yet" in guess for guess in result.guesses)


def test_numbered_directories(tmp_path: Path) -> None:
    write(
        tmp_path, "shop.orders.L4_runtime.x", "shop.orders.L1_types.x", "shop.billing.L4_run.x", "shop.billing.l2_db.x"
    )
    _, config = made(tmp_path)
    assert [(layer.id, layer.modules) for layer in config.layers] == [
        ("L4", ("shop.*.L4_*.**",)),
        ("L2", ("shop.billing.l2_*.**",)),
        ("L1", ("shop.orders.L1_*.**",)),
    ]
    assert config.layers[0].name in ("run", "runtime")


def test_headers(tmp_path: Path) -> None:
    write(tmp_path, "shop.a", "shop.b", text="#!/usr/bin/env python\n# Layer: L6 — Driver\n")
    write(tmp_path, "shop.c", text="# Layer: L6.1 — Driver\n")
    write(tmp_path, "shop.d", text='"""Docs."""\n# Layer: L7 (Coordinator)\n')
    result, config = made(tmp_path)
    assert [(layer.id, layer.name, layer.aliases) for layer in config.layers] == [
        ("L7", "Coordinator", ()),
        ("L6", "Driver", ("L6.1",)),
    ]
    assert config.assign.by == ("header",)
    assert any("headers of 3 files" in guess for guess in result.guesses)


def test_headers_of_few_files_are_chance(tmp_path: Path) -> None:
    write(tmp_path, "shop.api.a", "shop.models.b")
    write(tmp_path, "shop.api.c", text="# Layer: of cake\n")
    _, config = made(tmp_path)
    assert [layer.id for layer in config.layers] == ["L4", "L1"]
    assert config.assign.by == ("modules",)


def test_header_far_down_is_not_seen(tmp_path: Path) -> None:
    write(tmp_path, "shop.a", "shop.b", "shop.c", text="\n" * 30 + "# Layer: L1\n")
    _, config = made(tmp_path)
    assert config.layers == ()


def test_without_layers_the_file_says_what_to_do(tmp_path: Path) -> None:
    write(tmp_path, "shop.alpha", "shop.beta")
    result, config = made(tmp_path)
    (contract,) = config.contracts
    assert isinstance(contract, EffectContract)
    assert contract.owners == ("shop.**",)
    assert any("narrow its owners" in guess for guess in result.guesses)


def test_one_layer_makes_no_layers_contract(tmp_path: Path) -> None:
    write(tmp_path, "shop.services.a", "shop.services.b")
    _, config = made(tmp_path)
    assert [contract.id for contract in config.contracts] == ["transactions"]


def test_flat_directories_without_packages(tmp_path: Path) -> None:
    for name in ("views.py", "models.py", "main.py"):
        (tmp_path / name).touch()
    _, config = made(tmp_path)
    assert [(layer.id, layer.modules) for layer in config.layers] == [("L4", ("views.**",)), ("L1", ("models.**",))]
    assert (config.project.roots, config.project.packages) == ((".",), ())


def test_several_packages_and_side_directories(tmp_path: Path) -> None:
    write(tmp_path, "shop.api.x", "admin.models.x", "tests.api.x", "docs/conf.x", "build/lib.api.x")
    (tmp_path / "venv" / "thing").mkdir(parents=True)
    (tmp_path / "venv" / "thing" / "__init__.py").touch()
    (tmp_path / "env" / "lib").mkdir(parents=True)
    (tmp_path / "env" / "pyvenv.cfg").touch()
    (tmp_path / "env" / "lib" / "__init__.py").touch()
    _, config = made(tmp_path)
    assert config.project.packages == ("admin", "shop")
    assert [layer.modules for layer in config.layers] == [("shop.api.**",), ("admin.models.**",)]


def test_namespace_package_is_known_by_its_imports(tmp_path: Path) -> None:
    write(tmp_path, "ext/stats.api.x", "ext/maps.models.x", text="from ext.stats import api\n")
    _, config = made(tmp_path)
    assert (config.project.roots, config.project.packages) == ((".",), ("ext",))
    assert [layer.modules for layer in config.layers] == [("ext.stats.api.**",), ("ext.maps.models.**",)]


@pytest.mark.parametrize("inside", [True, False])
def test_a_package_whose_code_imports_as_if_it_were_a_root(tmp_path: Path, inside: bool) -> None:
    write(tmp_path, "shop.orders.api", "shop.orders.models", "shop.stock.api", "shop.stock.models", "shop.__init__")
    imports = "from orders.api import a\nfrom orders.models import b\nfrom stock.api import c\nimport stock.models\n"
    (tmp_path / "shop" / "run.py").write_text(imports)
    _, config = made(tmp_path / "shop" if inside else tmp_path)
    assert (config.project.roots, config.project.packages) == (("." if inside else "shop",), ())
    patterns = [layer.modules for layer in config.layers]
    assert patterns == [("orders.api.**", "stock.api.**"), ("orders.models.**", "stock.models.**")]


def test_a_root_that_is_a_package_beside_another_package(tmp_path: Path) -> None:
    write(tmp_path, "shop.orders.api", "shop.orders.models", "shop.stock.api", "shop.stock.models", "tools.api.x")
    imports = "from orders.api import a\nfrom orders.models import b\nfrom stock.api import c\nimport stock.models\n"
    (tmp_path / "shop" / "run.py").write_text(imports)
    _, config = made(tmp_path)
    assert config.project.roots == (".", "shop")
    assert config.project.packages == ("orders", "run", "stock", "tools")


def test_test_modules_speak_for_no_layer(tmp_path: Path) -> None:
    write(tmp_path, "shop.tests.api.x", "shop.models.x", "shop.services.x")
    _, config = made(tmp_path)
    assert [layer.id for layer in config.layers] == ["L3", "L1"]


def test_modules_that_say_nothing_are_not_left_between_two_layers(tmp_path: Path) -> None:
    names = ["shop.tasks.mail.x", "shop.jobs.tasks.y", "shop.storage.disk.x", "shop.lake.storage.y"]
    spelled = "shop.tests.tasks.storage.x"
    write(tmp_path, *names, spelled, "shop.old.tasks.storage.0001_initial")
    _, config = made(tmp_path)
    assert layer_of(config, spelled) == layer_of(config, "shop.old.tasks.storage.0001_initial") == "L2"
    assert layer_of(config, "shop.jobs.tasks.y") == "L4"


def test_tests_bring_no_layer_even_where_they_are_between_two(tmp_path: Path) -> None:
    names = ["shop.L4_run.a.x", "shop.b.L4_run.y", "shop.L2_disk.d.x", "shop.c.L2_disk.y"]
    spelled = "shop.tests.L4_run.L2_disk.L7_fake.x"
    write(tmp_path, *names, spelled)
    _, config = made(tmp_path)
    assert [layer.id for layer in config.layers] == ["L4", "L2"]
    assert layer_of(config, spelled) == "L2"


def test_a_directory_that_is_no_name_makes_no_faulty_pattern(tmp_path: Path) -> None:
    names = ["shop.tasks.mail.x", "shop.jobs.tasks.y", "shop.storage.disk.x", "shop.lake.storage.y"]
    write(tmp_path, *names, "shop.[id].my copy.tasks.storage.x")
    _, config = made(tmp_path)
    assert "shop.*.*.tasks.storage.**" in next(layer.modules for layer in config.layers if layer.id == "L2")


@pytest.mark.parametrize(("importers", "is_test"), [(4, True), (5, False)])
def test_a_package_called_test_that_few_import_holds_tests(tmp_path: Path, importers: int, is_test: bool) -> None:
    write(tmp_path, "shop.test.models.x", "shop.test.fakes", "shop.api.x", "shop.latest.x", "shop.test_it")
    for number in range(importers):
        write(tmp_path, f"shop.services.s{number}", text="from shop.test import fakes\n")
    result, config = made(tmp_path)
    assert ("shop.test.**" in config.project.tests) is is_test
    assert ("shop.test.** read as tests" in result.guesses[0]) is is_test
    assert ("L1" in [layer.id for layer in config.layers]) is not is_test


@pytest.mark.parametrize(("name", "pattern"), [("models_test", "**.*_test"), ("tests_models", "**.tests_*")])
@pytest.mark.parametrize(("importers", "is_test"), [(4, True), (5, False)])
def test_modules_that_are_called_tests_and_few_import_are_tests(
    tmp_path: Path, importers: int, is_test: bool, name: str, pattern: str
) -> None:
    write(tmp_path, f"shop.orders.{name}", "shop.api.x", "shop.latest")
    for number in range(importers):
        write(tmp_path, f"shop.services.s{number}", text=f"from shop.orders import {name}\n")
    _, config = made(tmp_path)
    assert (pattern in config.project.tests) is is_test
    assert len(config.project.tests) == len(TESTS) + is_test


def test_a_module_called_test_is_none(tmp_path: Path) -> None:
    write(tmp_path, "shop.test", "shop.api.x", "test.api.x")
    _, config = made(tmp_path)
    assert config.project.tests == TESTS


def test_existing_file_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, "shop.api.x")
    (tmp_path / "layers.toml").write_text("mine")
    with pytest.raises(UserError, match="left alone"):
        init(tmp_path)
    assert (tmp_path / "layers.toml").read_text() == "mine"
    init(tmp_path, force=True)
    assert load_config(None, tmp_path).layers[0].id == "L4"


def test_no_python(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no Python file"):
        init(tmp_path)
    assert not (tmp_path / "layers.toml").exists()


def test_inside_a_package(tmp_path: Path) -> None:
    write(tmp_path, "shop.api.x")
    with pytest.raises(UserError, match="in the directory above"):
        init(tmp_path / "shop")


def test_same_project_same_bytes(tmp_path: Path) -> None:
    write(tmp_path, "shop.a.api.x", "shop.b.api.y", "shop.b.models.z", "shop.models.api.z")
    assert init(tmp_path).text == init(tmp_path, force=True).text


def test_hostile_header_does_not_break_the_file(tmp_path: Path) -> None:
    write(tmp_path, "shop.a", "shop.b", "shop.c", text='# Layer: L1 "\x1b[31m]] \\ [[x]]\n')
    _, config = made(tmp_path)
    assert config.layers[0].name == "31m x"


def test_a_word_that_the_imports_speak_against_is_left_out(tmp_path: Path) -> None:
    """Here ``api`` is the vocabulary, and everybody imports it."""
    write(tmp_path, "shop.api.errors", "shop.models.order", "shop.services.place", "shop.rest.orders")
    for number in range(4):
        write(tmp_path, f"shop.models.m{number}", f"shop.services.s{number}", text="from shop.api import errors\n")
    write(tmp_path, "shop.rest.bills", text="from shop.services import place\nfrom shop.models import order\n")
    result, config = made(tmp_path)
    assert "`api` stands for no layer here: 8 imports go against it, 0 with it" in result.guesses
    assert [(layer.id, layer.modules) for layer in config.layers] == [
        ("L4", ("shop.rest.**",)),
        ("L3", ("shop.services.**",)),
        ("L1", ("shop.models.**",)),
    ]


def test_a_few_imports_against_it_are_faults_and_no_reason(tmp_path: Path) -> None:
    write(tmp_path, "shop.api.errors", "shop.services.place")
    for number in range(4):
        write(tmp_path, f"shop.models.m{number}", text="from shop.api import errors\n")
    _, config = made(tmp_path)
    assert [layer.id for layer in config.layers] == ["L4", "L3", "L1"]


@pytest.mark.parametrize(("others", "unassigned"), [(1, "warning"), (20, "ignore")])
def test_where_much_is_left_to_place_warnings_wait(tmp_path: Path, others: int, unassigned: str) -> None:
    write(tmp_path, *(f"shop.{name}.x{number}" for name in ("api", "models") for number in range(6)))
    write(tmp_path, *(f"shop.other{number}" for number in range(others)), "shop.tests.test_a", "shop.tests.test_b")
    result, config = made(tmp_path)
    assert config.assign.unassigned == unassigned
    assert f"{others + 1} of {others + 15} modules match no layer yet" in result.guesses
