"""``archcheck init``: a first layers.toml, guessed from the names and headers of the project at hand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from archcheck.config.schema import TESTS
from archcheck.facts.scan import scan
from archcheck.imports.build import build_import_graph
from archcheck.model.errors import user_error
from archcheck.model.patterns import matches
from archcheck.run.found import Found, found_code
from archcheck.run.guesses import (
    HEADER,
    Guess,
    guess_domains,
    guess_layers,
    guess_tests,
    header_of,
    misleading_words,
)
from archcheck.store.files import write_whole

NAME = "layers.toml"
HEADER_LINES = 30
HEADER_CHARACTERS = 500
SHOWN = 5
MOST_LEFT = 0.2

_INTRODUCTION = """\
# The architecture of this project, for archcheck. Written by `archcheck init`: what follows is guessed from names;
# correct it, then run `archcheck check`. `archcheck layers` shows where each module stands.
"""
_TRANSACTIONS = """\
[[contracts]]
id       = "transactions"
type     = "effect"
effect   = "transaction"
owners   = {owners}
reason   = "Whoever commits decides what belongs together; one layer owns the transaction boundary."
guidance = "Take the session as a parameter and let the owner commit."
"""
_LAYERS = """\
[[contracts]]
id     = "layers"
type   = "layers"
reason = "A layer may import those below it, never those above."
"""


@dataclass(frozen=True, slots=True)
class InitResult:
    """What was written.

    Attributes:
        text: the whole file.
        guesses: what was guessed and why, one sentence each.
        path: the file.
    """

    text: str
    guesses: tuple[str, ...]
    path: Path


def init(directory: Path, *, force: bool = False) -> InitResult:
    """Write a commented layers.toml that fits the project below a directory.

    Args:
        directory: where the file goes.
        force: whether a file that is there is written over.

    Raises:
        UserError: there is a layers.toml already, there is no Python code, the directory is a package itself, or the file
            cannot be written.
    """
    path = directory / NAME
    if not force and (path.exists() or path.is_symlink()):
        raise user_error(NAME, f"there is one in {directory} already", "it is left alone; --force writes over it")
    code = found_code(directory)
    headers = list(_headers(Path(file.absolute) for file in code.files if file.fate == "module"))
    imports = list(_imports(code))
    tests = guess_tests(code.modules, imports)
    names = [name for name in code.modules if not any(matches(pattern, name) for pattern in (*TESTS, *tests))]
    misleading = misleading_words(names, headers, imports)
    others = {file.module for file in code.files if file.fate != "shadowed"} - set(names)
    layers = guess_layers(names, headers, misleading, others)
    parts = [
        _project(code, guess_domains(names), tests),
        *map(_layer, layers),
        *(_misleading(word, *counts) for word, counts in sorted(misleading.items())),
        _assign(names, layers),
        *_contracts(code, layers),
    ]
    text = "\n".join([_INTRODUCTION, *(text for text, _ in parts if text)])
    result = InitResult(text, tuple(guess for _, guess in parts if guess), path)
    try:
        write_whole(path, result.text)
    except OSError as error:
        raise user_error(NAME, f"cannot be written: {error.strerror or error}") from error
    return result


def _imports(code: Found) -> Iterator[tuple[str, str]]:
    """Direct imports between the modules."""
    facts = scan([file for file in code.files if file.fate == "module"]).facts
    built = build_import_graph(
        code.files,
        {path: found.imports for path, found in facts.items()},
        suspects=[path for path, found in facts.items() if found.errors],
        external=False,
    )
    for importer in code.modules:
        for imported in built.graph.find_modules_directly_imported_by(importer):
            yield importer, imported


def _headers(files: Iterable[Path]) -> Iterator[str]:
    for path in files:
        try:
            with path.open(encoding="utf-8", errors="replace") as file:
                lines = [file.readline(HEADER_CHARACTERS) for _ in range(HEADER_LINES)]
        except OSError:
            continue
        if (header := header_of(islice(lines, HEADER_LINES))) is not None:
            yield header


def _project(code: Found, domains: Sequence[str], tests: Sequence[str]) -> tuple[str, str]:
    lines = ["[project]", f"roots    = {_list(code.roots)}"]
    what = f"{len(code.modules)} modules"
    if code.packages:
        lines.append(f"packages = {_list(code.packages)}")
        what += f" in {_named(code.packages)}"
    if tests:
        lines += ["# guessed: few other modules import these", f"tests    = {_list((*TESTS, *tests))}"]
        what += f"; {', '.join(tests)} read as tests, for few other modules import them"
    if domains:
        lines += ["# guessed: these directories repeat the layers' folders", f"domains  = {_list(domains)}"]
        what += f"; domains by {', '.join(domains)}, whose directories repeat the layers' folders"
    return "\n".join(lines) + "\n", f"[project]: found {what}"


def _layer(layer: Guess) -> tuple[str, str]:
    lines = [f"[[layers]]  # guessed from {layer.why}", f'id      = "{layer.id}"']
    lines += [f'name    = "{layer.name}"'] if layer.name else []
    lines += [f"modules = {_list(layer.modules)}"] if layer.modules else []
    lines += [f"aliases = {_list(layer.aliases)}"] if layer.aliases else []
    named = f" ({layer.name})" if layer.name else ""
    return "\n".join(lines) + "\n", f"layer {layer.id}{named}: from {layer.why}"


def _misleading(word: str, against: int, along: int) -> tuple[str, str]:
    what = f"`{word}` stands for no layer here: {against} imports go against it, {along} with it"
    return f"# {what}.\n", what


def _assign(names: Sequence[str], layers: Sequence[Guess]) -> tuple[str, str]:
    """How headers place modules, and what is left to do; where that is much, warnings would hide the findings."""
    lines: list[str] = []
    said: list[str] = []
    patterns = [pattern for layer in layers for pattern in layer.modules]
    if any("headers" in layer.why for layer in layers):
        by = ["modules", "header"] if patterns else ["header"]
        lines += [f"by     = {_list(by)}", f"header = '{HEADER}'", f"header_lines = {HEADER_LINES}"]
        said.append("[assign]: many files name their layer in a header comment")
    left = sum(not any(matches(pattern, name) for pattern in patterns) for name in names) if patterns else 0
    if left:
        what = f"{left} of {len(names)} modules match no layer yet"
        said.append(what)
        lines.append(f"# {what}: `archcheck layers` lists them.")
        much = left > MOST_LEFT * len(names)
        lines += ['unassigned = "ignore"  # make it "warning" or "error" once they are placed'] if much else []
    return ("\n".join(["[assign]", *lines]) + "\n" if lines else ""), "; ".join(said)


def _contracts(code: Found, layers: Sequence[Guess]) -> Iterator[tuple[str, str]]:
    """Without layers there is no owner to guess; the file says so instead of choosing one."""
    if len(layers) >= 2:
        order = " above ".join(layer.id for layer in layers)
        yield _LAYERS, f"contract layers: {order}; higher layers import lower ones"
    if layers:
        owner = layers[0].id
        note = f"# guessed: {owner} is the highest layer that there is\n"
        yield note + _TRANSACTIONS.format(owners=_list([owner])), f"contract transactions: only {owner} may commit"
        return
    everything = [f"{name}.**" for name in code.packages or sorted({name.split(".")[0] for name in code.modules})]
    note = "# No name speaks for a layer, so that everything may commit: name the modules that own the transactions.\n"
    yield (
        note + _TRANSACTIONS.format(owners=_list(everything)),
        "contract transactions: no name speaks for a layer, so that everything may commit; narrow its owners",
    )


def _named(words: Sequence[str]) -> str:
    more = len(words) - SHOWN
    return f"{', '.join(words[:SHOWN])} and {more} more" if more > 1 else ", ".join(words)


def _list(texts: Sequence[str]) -> str:
    quoted = [f'"{text}"' for text in texts]
    line = f"[{', '.join(quoted)}]"
    return line if len(line) <= 100 else "[\n" + "".join(f"    {text},\n" for text in quoted) + "]"
