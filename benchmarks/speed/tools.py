"""archcheck and its peers: how each is installed, set up for a tree, and run as its users run it."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from trees import Tree, layering

REPOSITORY = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Tool:
    """A tool that is measured.

    Attributes:
        name: as its users call it.
        does: what it was asked to do here, in a few words.
        requirements: what pip installs into an environment of its own.
        prepare: writes what it needs to be told about a tree into a directory.
        command: the arguments behind its own directory of programs, for a tree, that directory, and one for its cache.
        cases: what is measured; a tool that keeps nothing between two runs is measured cold alone.
    """

    name: str
    does: str
    requirements: tuple[str, ...]
    prepare: Callable[[Tree, Path], None]
    command: Callable[[Tree, Path, Path], list[str]]
    cases: tuple[str, ...] = ("cold",)


def installed(tool: Tool, work: Path) -> Path:
    """The directory of the tool's programs; its environment is made where there is none. archcheck's is made anew by `renewed`."""
    programs = work / "venvs" / tool.name.split()[0] / "bin"
    if not (programs / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(programs.parent)], check=True)
        _pip(programs, "install", "-q", *tool.requirements)
        (programs / "ready").touch()
    return programs


def renewed(programs: Path) -> None:
    """Put archcheck as it stands in this repository into its environment."""
    _pip(programs, "install", "-q", "--force-reinstall", "--no-deps", str(REPOSITORY))


def version(tool: Tool, programs: Path) -> str:
    """What of the tool is installed."""
    name = tool.requirements[0]
    if name == str(REPOSITORY):
        return commit()
    listed = json.loads(_pip(programs, "list", "--format", "json"))
    return next(each["version"] for each in listed if each["name"].lower() == name.lower())


def commit() -> str:
    """archcheck's version and the last commit that changed it, with a plus where its files differ from that."""
    changed = "+" if _git("status", "--porcelain", "archcheck") else ""
    return f"{metadata.version('archcheck-py')} ({_git('log', '-1', '--format=%h', '--', 'archcheck')}{changed})"


def _pip(programs: Path, *arguments: str) -> str:
    command = [str(programs / "python"), "-m", "pip", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _git(*arguments: str) -> str:
    command = ["git", "-C", str(REPOSITORY), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _nothing(_tree: Tree, _into: Path) -> None:
    """The tool needs no configuration, or brings that of the tree."""


def _import_linter(tree: Tree, into: Path) -> None:
    layers = "".join(f"    {' : '.join(modules)}\n" for modules in layering(tree).values())
    text = f"[importlinter]\nroot_package = {tree.name}\n\n[importlinter:contract:layers]\nname = layers\ntype = layers\nlayers =\n{layers}"
    (into / "importlinter.ini").write_text(text, encoding="utf-8")


def _ruff(_tree: Tree, into: Path) -> None:
    banned = "sqlalchemy.orm.Session.commit", "sqlalchemy.orm.Session", "django.db.transaction.atomic"
    bans = "".join(f'"{api}".msg = "Let the coordinator commit."\n' for api in banned)
    text = f'target-version = "py314"\n[lint]\nselect = ["TID251"]\n[lint.flake8-tidy-imports.banned-api]\n{bans}'
    (into / "ruff.toml").write_text(text, encoding="utf-8")


def _semgrep(_tree: Tree, into: Path) -> None:
    rule = {"id": "commit", "languages": ["python"], "severity": "ERROR", "message": "commit", "pattern": "$X.commit()"}
    (into / "rules.json").write_text(json.dumps({"rules": [rule]}), encoding="utf-8")


def _deply(tree: Tree, into: Path) -> None:
    layers = layering(tree)
    names = list(layers)
    told = {
        "paths": [str(tree.root)],
        "layers": [
            {
                "name": name,
                "collectors": [{"type": "directory", "directories": [_place(tree, each) for each in modules]}],
            }
            for name, modules in layers.items()
        ],
        "ruleset": {name: {"disallow_layer_dependencies": names[:depth]} for depth, name in enumerate(names) if depth},
    }
    (into / "deply.yaml").write_text(json.dumps({"deply": told}), encoding="utf-8")


def _place(tree: Tree, module: str) -> str:
    path = module.replace(".", "/")
    return path if (tree.root / path).is_dir() else f"{path}.py"


def _pytestarch(tree: Tree, into: Path) -> None:
    layers = layering(tree)
    names = list(layers)
    declared = "".join(f".layer({name!r}).containing_modules({modules!r})" for name, modules in layers.items())
    rules = "".join(
        f"    LayerRule().based_on(layers).layers_that().are_named({name!r}).should_not()"
        f".access_layers_that().are_named({names[:depth]!r}).assert_applies(read)\n"
        for depth, name in enumerate(names)
        if depth
    )
    text = (
        "from pytestarch import LayerRule, LayeredArchitecture, get_evaluable_architecture\n\n\n"
        "def test_layers():\n"
        f"    read = get_evaluable_architecture({str(tree.package)!r}, {str(tree.package)!r})\n"
        f"    layers = LayeredArchitecture(){declared}\n{rules}"
    )
    (into / "test_layers.py").write_text(text, encoding="utf-8")


def _tach(tree: Tree, into: Path) -> None:
    layers = layering(tree)
    modules = "".join(
        f'[[modules]]\npath = "{module}"\nlayer = "{name}"\n' for name, modules in layers.items() for module in modules
    )
    text = f'source_roots = ["."]\nexclude = []\nlayers = {json.dumps(list(layers))}\n{modules}'
    (into / "tach.toml").write_text(text, encoding="utf-8")
    (tree.root / "tach.toml").write_text(text, encoding="utf-8")


def _basedpyright(tree: Tree, into: Path) -> None:
    told = {
        "include": [str(tree.package)],
        "executionEnvironments": [{"root": str(tree.root)}],
        "typeCheckingMode": "standard",
    }
    (into / "pyrightconfig.json").write_text(json.dumps(told), encoding="utf-8")


def _layers_alone(tree: Tree, _into: Path) -> None:
    first, *contracts = (tree.root / "layers.toml").read_text(encoding="utf-8").split("[[contracts]]")
    kept = [text for text in contracts if re.search(r'^type\s*= "layers"', text, re.MULTILINE)]
    (tree.root / "layers-alone.toml").write_text("[[contracts]]".join([first, *kept]), encoding="utf-8")


ARCHCHECK = (str(REPOSITORY),)
CACHED = ("cold", "warm", "changed")
TOOLS = {
    tool.name: tool
    for tool in (
        Tool(
            name="archcheck",
            does="layers, typed call sites, call graph, reachability: all contracts of the tree's layers.toml",
            requirements=ARCHCHECK,
            prepare=_nothing,
            command=lambda _tree, _told, cache: ["archcheck", "check", "--cache-dir", str(cache)],
            cases=("cold", "warm", "configured", "changed"),
        ),
        Tool(
            name="archcheck sites",
            does="direct call sites alone",
            requirements=ARCHCHECK,
            prepare=_nothing,
            command=lambda _tree, _told, cache: ["archcheck", "sites", "--cache-dir", str(cache)],
            cases=CACHED,
        ),
        Tool(
            name="archcheck layers",
            does="the contract on layers alone",
            requirements=ARCHCHECK,
            prepare=_layers_alone,
            command=lambda _tree, told, cache: [
                *("archcheck", "check", "--cache-dir", str(cache), "--config", "layers-alone.toml")
            ],
            cases=CACHED,
        ),
        Tool(
            name="lint-imports",
            does="one contract on layers",
            requirements=("import-linter",),
            prepare=_import_linter,
            command=lambda _tree, told, cache: [
                *("lint-imports", "--cache-dir", str(cache), str(told / "importlinter.ini"))
            ],
            cases=CACHED,
        ),
        Tool(
            name="tach",
            does="layers of modules",
            requirements=("tach",),
            prepare=_tach,
            command=lambda _tree, _told, _cache: ["tach", "check"],
        ),
        Tool(
            name="ruff",
            does="banned-api (TID251) of three names",
            requirements=("ruff",),
            prepare=_ruff,
            command=lambda tree, told, cache: [
                *("ruff", "check", "--config", str(told / "ruff.toml"), "--cache-dir", str(cache), tree.name)
            ],
            cases=CACHED,
        ),
        Tool(
            name="ast-grep",
            does="the pattern `$X.commit()`",
            requirements=("ast-grep-cli",),
            prepare=_nothing,
            command=lambda tree, _told, _cache: [
                *("ast-grep", "run", "--lang", "python", "--pattern", "$X.commit()", tree.name)
            ],
        ),
        Tool(
            name="semgrep",
            does="one rule, `$X.commit()`; its defaults leave out tests and large files",
            requirements=("semgrep",),
            prepare=_semgrep,
            command=lambda tree, told, _cache: [
                *("semgrep", "scan", "--config", str(told / "rules.json"), "--metrics", "off"),
                *("--disable-version-check", "--no-git-ignore", tree.name),
            ],
        ),
        Tool(
            name="deply",
            does="layers of directories, two processes",
            requirements=("deply",),
            prepare=_deply,
            command=lambda _tree, told, _cache: [
                "deply",
                "analyze",
                "--parallel",
                "2",
                "--config",
                str(told / "deply.yaml"),
            ],
        ),
        Tool(
            name="pytestarch",
            does="rules on layers in a test, which ends at the first that is broken",
            requirements=("pytestarch", "pytest"),
            prepare=_pytestarch,
            command=lambda _tree, told, _cache: [
                *("pytest", "-q", "-p", "no:cacheprovider", str(told / "test_layers.py"))
            ],
        ),
        Tool(
            name="ty",
            does="types, without the dependencies",
            requirements=("ty",),
            prepare=_nothing,
            command=lambda tree, _told, _cache: ["ty", "check", "--output-format", "concise", tree.name],
        ),
        Tool(
            name="basedpyright",
            does="types, without the dependencies",
            requirements=("basedpyright",),
            prepare=_basedpyright,
            command=lambda _tree, told, _cache: ["basedpyright", "--project", str(told / "pyrightconfig.json")],
        ),
    )
}
