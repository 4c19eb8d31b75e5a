"""What grimp by itself leaves out or stops at: all of it is in our graph."""

from pathlib import Path

import pytest

from .conftest import Project, edges


def test_directories_without_an_init_file(project: Project) -> None:
    project.write(
        {
            "shop/__init__.py": "",
            "shop/tools/clean.py": "from shop.tools.deep.er import x\n",
            "shop/tools/deep/er.py": "from shop.tools import clean\n",
        }
    )
    assert project.imports() == {
        ("shop.tools.clean", "shop.tools.deep.er"),
        ("shop.tools.deep.er", "shop.tools.clean"),
    }


def test_a_namespace_package_in_two_roots(project: Project) -> None:
    project = project.below("one", "two").write(
        {
            "one/ns/left/__init__.py": "from ns.right import b\n",
            "two/ns/right/__init__.py": "",
            "two/ns/right/b.py": "import ns.left\n",
        }
    )
    found = {file.module for file in project.files}
    assert found == {"ns.left", "ns.right", "ns.right.b"}
    assert project.imports() == {("ns.left", "ns.right.b"), ("ns.right.b", "ns.left")}


def test_a_file_that_does_not_parse_is_left_out_alone(project: Project) -> None:
    project.write(
        {
            "shop/__init__.py": "",
            "shop/a.py": "from shop import broken\nimport shop.b\n",
            "shop/b.py": "from .broken import f\n",
            "shop/broken.py": "from shop import c\nimport json\n\ndef f(:\n    pass\n",
            "shop/c.py": "",
        }
    )
    built = project.build()
    assert {path: line for path, (_, line) in built.unread.items()} == {"shop/broken.py": 4}
    assert set(edges(built.graph)) == {
        ("shop.a", "shop.broken"),
        ("shop.a", "shop.b"),
        ("shop.b", "shop.broken"),
        ("shop.broken", "shop.c"),
        ("shop.broken", "json"),
    }
    assert built.graph.is_module_squashed("json")
    assert not built.graph.is_module_squashed("shop.broken")


def test_many_broken_files_that_nobody_suspected(project: Project) -> None:
    """Where our own parser has no doubt and grimp has: each is reported, and none is lost on the way."""
    files = {f"shop/m{number:02}.py": "import shop.ok\nprint 'x'\n" for number in range(30)}
    built = project.write({"shop/__init__.py": "", "shop/ok.py": "", **files}).build()
    assert set(built.unread) == set(files)
    assert {f"shop.m{number:02}" for number in range(30)} <= built.graph.modules


def test_the_package_beside_a_module_of_the_same_name(project: Project) -> None:
    """Python imports the package; so does the graph."""
    project.write(
        {
            "shop/__init__.py": "",
            "shop/a.py": "import shop.wrong\n",
            "shop/a/__init__.py": "import shop.right\n",
            "shop/right.py": "from shop import a\n",
            "shop/wrong.py": "",
        }
    )
    assert project.imports() == {("shop.a", "shop.right"), ("shop.right", "shop.a")}


@pytest.mark.parametrize("name", ["rich", "typer", "grimp", "archcheck", "json"])
def test_a_project_with_the_name_of_something_installed(project: Project, name: str) -> None:
    project.write({f"{name}/__init__.py": "", f"{name}/only.py": f"from {name} import here\n", f"{name}/here.py": ""})
    built = project.build().graph
    assert built.modules == {name, f"{name}.only", f"{name}.here"}
    assert set(edges(built)) == {(f"{name}.only", f"{name}.here")}


def test_an_import_of_what_is_not_there_is_no_import_of_its_package(project: Project) -> None:
    """``shop.sdk`` comes from another distribution: whoever imports it does not depend on ``shop/__init__.py``."""
    project.write(
        {
            "shop/__init__.py": "",
            "shop/a.py": "from shop.sdk.client import connect\nimport shop.plugin\n",
            "shop/b.py": "from shop.sdk import x\nfrom shop import VERSION\n",
            "shop/c.py": "import shop\n",
        }
    )
    assert project.imports() == {("shop.b", "shop"), ("shop.c", "shop")}
    assert ("shop.a", "shop") in edges(project.build(absent=True).graph)


def test_newest_syntax(project: Project) -> None:
    project.write(
        {
            "shop/__init__.py": "",
            "shop/new.py": """
                from shop import other

                type Pair[T] = tuple[T, T]

                def first[T: int = bool](pair: Pair[T]) -> T:
                    try:
                        return t"{f"{pair[0]}"}"
                    except ValueError, TypeError:
                        from shop.late import g
            """,
            "shop/other.py": "",
            "shop/late.py": "",
        }
    )
    built = project.build()
    assert built.unread == {}
    assert set(edges(built.graph)) == {("shop.new", "shop.other"), ("shop.new", "shop.late")}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("latin.py", "# -*- coding: latin-1 -*-\nimport shop.other\nx = 'é'\n".encode("latin-1")),
        ("bom.py", b"\xef\xbb\xbfimport shop.other\n"),
        ("mac.py", b"import json\rimport shop.other\r"),
        ("windows.py", b"import shop.other\r\n"),
        ("seven.py", b"# coding: utf-7\nimport shop.other\n"),
        ("paged.py", b"\x0cimport shop.other\n"),
    ],
)
def test_files_in_odd_encodings(project: Project, name: str, content: bytes) -> None:
    project.write({"shop/__init__.py": "", "shop/other.py": ""})
    Path(project.root, "shop", name).write_bytes(content)
    built = project.build()
    assert built.unread == {}
    assert (f"shop.{name.removesuffix('.py')}", "shop.other") in edges(built.graph)
