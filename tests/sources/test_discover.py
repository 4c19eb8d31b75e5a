"""Every Python file below the roots, each with its module and its fate; and what is said where there is none."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from archcheck.model.errors import UserError
from archcheck.sources.discover import Sources, discover
from archcheck.sources.snapshot import snapshot
from archcheck.sources.walk import never_entered, python_files


def write(root: Path, paths: Iterable[str]) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).touch()


def modules(found: Sources) -> dict[str, str]:
    """Fate of each module by name; shadowed ones by path."""
    return {file.path if file.fate == "shadowed" else file.module: file.fate for file in found.files}


def relative(found: Sources, root: Path) -> list[str]:
    return [path.relative_to(root).as_posix() for path in found.roots]


@pytest.mark.parametrize(
    ("paths", "roots", "names"),
    [
        (["shop/__init__.py", "shop/a.py"], ["."], {"shop", "shop.a"}),
        (["src/shop/__init__.py", "tests/__init__.py", "setup.py"], ["src", "."], {"shop", "tests", "setup"}),
        (["b/two/__init__.py", "src/shop/__init__.py", "a/one/__init__.py"], ["src", "a", "b"], {"one", "shop", "two"}),
        (["a.py", "b.py"], ["."], {"a", "b"}),
        (["shop/__init__.py", "shop/deep/nested/x.py"], ["."], {"shop", "shop.deep.nested.x"}),
        (["shop/__init__.py", "shop/plugins/one/__init__.py"], ["."], {"shop", "shop.plugins.one"}),
    ],
)
def test_roots_are_the_parents_of_the_topmost_packages(
    tmp_path: Path, paths: list[str], roots: list[str], names: set[str]
) -> None:
    write(tmp_path, paths)
    found = discover(tmp_path, tmp_path)
    assert relative(found, tmp_path) == roots
    assert set(modules(found)) == names


@pytest.mark.parametrize(
    ("imports", "roots", "names"),
    [
        (
            "from corp.shop.orders import place\n",
            ["."],
            {"corp.shop.orders", "corp.shop.orders.api", "corp.stock.orders"},
        ),
        (
            "  import corp.shop.orders.api as api\n",
            ["."],
            {"corp.shop.orders", "corp.shop.orders.api", "corp.stock.orders"},
        ),
        ("from shop.orders import place\n", ["corp/stock", "corp"], {"shop.orders", "shop.orders.api", "orders"}),
        (
            "# from corp.shop.orders import place\n",
            ["corp/shop", "corp/stock"],
            {"orders", "orders.api", "corp/stock/orders/__init__.py"},
        ),
        (
            "from corp.shop.ordersets import x\n",
            ["corp/shop", "corp/stock"],
            {"orders", "orders.api", "corp/stock/orders/__init__.py"},
        ),
        ("", ["corp/shop", "corp/stock"], {"orders", "orders.api", "corp/stock/orders/__init__.py"}),
    ],
)
def test_a_namespace_is_a_package_where_its_own_imports_name_it(
    tmp_path: Path, imports: str, roots: list[str], names: set[str]
) -> None:
    write(tmp_path, ["corp/shop/orders/__init__.py", "corp/shop/orders/api.py", "corp/stock/orders/__init__.py"])
    (tmp_path / "corp/shop/orders/api.py").write_text(imports)
    found = discover(tmp_path, tmp_path)
    assert sorted(relative(found, tmp_path)) == sorted(roots)
    assert set(modules(found)) == names


AS_A_ROOT = "from core.models import a\nfrom core.views import b\nimport orders.models\n"


@pytest.mark.parametrize(
    ("text", "is_root"),
    [
        (AS_A_ROOT, True),
        (
            "from shop.core.models import a\nfrom shop.core import views\nimport shop.orders.models, shop.orders\n",
            False,
        ),
        ("from .core.models import a\nfrom ..core.views import b\nfrom . import orders\n", False),
        ("from core.errors import a\nfrom core.schemas import b\nimport orders.tables\nimport orders, core\n", False),
        ("from tools.one import a\nfrom tools.two import b\nfrom tools.three import c\nimport tools.four\n", False),
    ],
)
def test_a_package_whose_code_imports_as_if_it_were_a_root_is_one(tmp_path: Path, text: str, is_root: bool) -> None:
    inside = ["core/__init__.py", "core/models.py", "core/views.py", "orders/__init__.py", "orders/models.py", "run.py"]
    same = [f"tools/{name}.py" for name in ("__init__", "one", "two", "three", "four")]
    write(tmp_path, [f"shop/{path}" for path in ("__init__.py", *inside, *same)])
    write(tmp_path, same)
    (tmp_path / "shop" / "run.py").write_text(text)
    found = discover(tmp_path, tmp_path)
    assert relative(found, tmp_path) == ([".", "shop"] if is_root else ["."])
    assert modules(found)["core.models" if is_root else "shop.core.models"] == "module"
    if is_root:
        (package,) = (file for file in found.files if file.path == "shop/__init__.py")
        assert (package.fate, package.reason) == ("unimportable", "the import root is no package")


def test_what_lies_beside_a_package_is_no_part_of_it(tmp_path: Path) -> None:
    names = ("__init__", "one", "two", "three", "four")
    write(tmp_path, [f"backend/{folder}/{name}.py" for folder in ("shop/tools", "tools") for name in names])
    write(tmp_path, ["backend/shop/__init__.py", "backend/shop/run.py"])
    imports = "from tools.one import a\nfrom tools.two import b\nfrom tools.three import c\nimport tools.four\n"
    (tmp_path / "backend" / "shop" / "run.py").write_text(imports)
    assert relative(discover(tmp_path, tmp_path), tmp_path) == ["backend"]


def test_the_files_that_roots_were_found_by_are_told(tmp_path: Path) -> None:
    write(tmp_path, ["shop/__init__.py", "shop/core/models.py", "shop/core/views.py", "shop/gen/run.py"])
    found = discover(tmp_path, tmp_path, exclude=["**.gen.**"])
    assert not any(file.path == "shop/gen/run.py" for file in found.files)
    assert str(tmp_path / "shop" / "gen" / "run.py") in found.looked_into


def test_the_directory_itself_is_a_package_and_a_root(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    write(shop, ["__init__.py", "core/__init__.py", "core/models.py", "core/views.py", "orders/models.py", "run.py"])
    assert relative(discover(shop, shop), tmp_path) == ["."]
    (shop / "run.py").write_text(AS_A_ROOT)
    assert relative(discover(shop, shop), tmp_path) == ["shop"]


def test_a_configuration_inside_a_package(tmp_path: Path) -> None:
    write(tmp_path, ["shop/__init__.py", "shop/inner/__init__.py", "shop/inner/a.py"])
    found = discover(tmp_path / "shop" / "inner", tmp_path)
    assert set(modules(found)) == {"shop.inner", "shop.inner.a"}
    assert [file.path for file in found.files] == ["shop/inner/__init__.py", "shop/inner/a.py"]


def test_the_fates_of_files(tmp_path: Path) -> None:
    write(
        tmp_path,
        ["s/__init__.py", "s/a.py", "s/a/__init__.py", "s/0001_first.py", "s/class.py", "s/two words/x.py", "s/ok.py"],
    )
    assert modules(discover(tmp_path, tmp_path)) == {
        "s": "module",
        "s.a": "module",
        "s/a.py": "shadowed",
        "s.0001_first": "unimportable",
        "s.class": "unimportable",
        "s.two words.x": "unimportable",
        "s.ok": "module",
    }


def test_the_first_root_wins(tmp_path: Path) -> None:
    write(tmp_path, ["one/shop.py", "two/shop.py", "two/other.py"])
    found = discover(tmp_path, tmp_path, roots=["two", "one"])
    assert modules(found) == {"shop": "module", "one/shop.py": "shadowed", "other": "module"}
    (shadowed,) = (file for file in found.files if file.fate == "shadowed")
    assert shadowed.reason == "two/shop.py is imported as shop instead"


def test_one_root_inside_another(tmp_path: Path) -> None:
    write(tmp_path, ["tool.py", "src/shop/__init__.py"])
    assert set(modules(discover(tmp_path, tmp_path, roots=[".", "src"]))) == {"tool", "shop"}


def test_what_is_never_entered(tmp_path: Path) -> None:
    beside = [
        ".git/a.py",
        "venv/b.py",
        "node_modules/c.py",
        "build/d.py",
        "dist/e.py",
        "env/lib/f.py",
        "__pycache__/g.py",
    ]
    write(tmp_path, [*beside, "env/pyvenv.cfg", "shop/__init__.py", "shop/note.txt", "shop/dir.py/inner.txt"])
    assert set(modules(discover(tmp_path, tmp_path))) == {"shop"}


def test_a_build_inside_of_a_package_is_code(tmp_path: Path) -> None:
    built = ["build/__init__.py", "build/lib/shop/a.py", "shop/dist/__init__.py", "plain/build/c.py"]
    write(tmp_path, ["__init__.py", *built, "shop/__init__.py", "shop/build/__init__.py", "shop/build/a.py"])
    write(tmp_path, ["shop/inner/__init__.py", "shop/inner/build/b.py"])
    found = set(python_files(tmp_path))
    assert found == {
        "__init__.py",
        "shop/__init__.py",
        "shop/build/__init__.py",
        "shop/build/a.py",
        "shop/inner/__init__.py",
        "shop/inner/build/b.py",
    }
    assert sorted(never_entered(tmp_path)) == ["build", "plain/build", "shop/dist"]
    assert {path.removeprefix(f"{tmp_path}/") for path in snapshot(tmp_path)} >= found


def test_directory_links_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, ["inside/shop/__init__.py", "outside/secret.py"])
    (tmp_path / "inside" / "shop" / "linked").symlink_to(tmp_path / "outside")
    (tmp_path / "inside" / "shop" / "loop").symlink_to(tmp_path / "inside")
    assert set(modules(discover(tmp_path / "inside", tmp_path))) == {"shop"}


def test_a_link_to_nothing_is_an_unread_file(tmp_path: Path) -> None:
    write(tmp_path, ["shop/__init__.py"])
    (tmp_path / "shop" / "gone.py").symlink_to(tmp_path / "nowhere.py")
    assert modules(discover(tmp_path, tmp_path)) == {"shop": "module", "shop.gone": "unread"}


@pytest.mark.parametrize(
    ("glob", "left"),
    [
        ("vendor/**", {"shop", "shop.vendor.x", "shop.gen_pb2"}),
        ("**/vendor/**", {"shop", "shop.gen_pb2"}),
        ("*_pb2.py", {"shop", "shop.vendor.x", "vendor.y"}),
        ("shop/vendor", {"shop", "shop.gen_pb2", "vendor.y"}),
        ("nothing/**", {"shop", "shop.vendor.x", "shop.gen_pb2", "vendor.y"}),
    ],
)
def test_globs_of_files_that_are_not_read(tmp_path: Path, glob: str, left: set[str]) -> None:
    write(tmp_path, ["shop/__init__.py", "shop/vendor/x.py", "shop/gen_pb2.py", "vendor/y.py"])
    assert set(modules(discover(tmp_path, tmp_path, roots=["."], exclude_paths=[glob]))) == left


def test_packages_and_patterns_that_are_not_read(tmp_path: Path) -> None:
    write(tmp_path, ["shop/__init__.py", "shop/legacy/a.py", "shop/b.py", "tests/test_b.py"])
    found = discover(tmp_path, tmp_path, packages=["shop"], exclude=["shop.legacy.**"])
    assert set(modules(found)) == {"shop", "shop.b"}
    assert found.packages == ("shop",)


def mistakes(root: Path, **options: list[str]) -> list[str]:
    with pytest.raises(UserError) as caught:
        discover(root, root, **options)  # type: ignore[arg-type]
    return [str(mistake) for mistake in caught.value.mistakes]


def test_an_empty_directory(tmp_path: Path) -> None:
    assert mistakes(tmp_path) == [
        f"{tmp_path}: there is no Python file here; run archcheck where the project is, or name it with --config"
    ]


def test_what_is_not_there(tmp_path: Path) -> None:
    write(tmp_path, ["shop/__init__.py", "shop/a.py"])
    assert mistakes(tmp_path, roots=["shpo", "shop", "src"]) == [
        "layers.toml: project.roots[0]: 'shpo' is no directory; did you mean shop?",
        "layers.toml: project.roots[2]: 'src' is no directory; name a directory below the configuration",
    ]
    assert mistakes(tmp_path, packages=["shpo", "shop", "zzz"], exclude=["shop.b.**", "shop.a"]) == [
        "layers.toml: project.exclude[0]: 'shop.b.**' matches no module; correct the pattern or take it out",
        "layers.toml: project.packages[0]: there is no package 'shpo' below the roots; did you mean shop?",
        "layers.toml: project.packages[2]: there is no package 'zzz' below the roots; found are shop",
    ]


def test_nothing_is_left(tmp_path: Path) -> None:
    write(tmp_path, ["shop/__init__.py"])
    assert mistakes(tmp_path, exclude=["**"]) == [
        "layers.toml: no Python file is left to read; look at [project] roots, packages and exclude"
    ]


def test_a_link_to_itself_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("")
    (tmp_path / "round.py").symlink_to("round.py")
    assert modules(discover(tmp_path, tmp_path)) == {"a": "module", "round": "unread"}


def test_an_older_state_may_lack_what_the_configuration_names(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text("")
    named = {"roots": [".", "src"], "packages": ["shop", "other"], "exclude": ["shop.legacy"]}
    assert modules(discover(tmp_path, tmp_path, **named, lenient=True)) == {"shop": "module"}
