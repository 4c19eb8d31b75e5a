"""Projects that grow in one direction each: the same code, so many times.

    python benchmarks/growth/shapes.py methods 1000 DIRECTORY

A shape is a function from a size to the files of the package ``big``, each with its text.
"""

import argparse
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

Files = Iterator[tuple[str, str]]

CONFIGURATION = """[project]
packages = ["big"]

[[layers]]
id      = "L4"
name    = "Coordinators"
modules = ["big.top.**"]

[[layers]]
id      = "L1"
name    = "The rest"
modules = ["big.**"]

[[contracts]]
id     = "layers"
type   = "layers"
reason = "What is started from outside knows what it starts, never the reverse."

[[contracts]]
id      = "transactions"
type    = "effect"
effect  = "transaction"
owners  = ["L4"]
orphans = "warning"
reason  = "Coordinators alone know which steps belong together."
"""
HEAD = "from sqlalchemy.orm import Session\n\n\n"


def modules(size: int) -> Files:
    """Modules in one directory, in rows of fifty that call one another; the last of a row commits."""
    for number in range(size):
        below = number - 1
        imported = f"from big.m{below} import f{below}\n" if number % 50 else ""
        call = f"f{below}(session)" if number % 50 else "session.commit()"
        yield f"m{number}.py", f"{imported}{HEAD}def f{number}(session: Session):\n    session.add(1)\n    {call}\n"


def methods(size: int) -> Files:
    """Methods of one class, each of which calls another."""
    body = "".join(
        f"    def m{number}(self, x):\n        self.m{(number * 7 + 1) % size}(x)\n        self.session.add(x)\n        return self.n{number}\n\n"
        for number in range(size)
    )
    start = "class Wide:\n    def __init__(self, session: Session):\n        self.session = session\n\n"
    yield "wide.py", f"{HEAD}{start}{body}    def end(self):\n        self.session.commit()\n"


def lines(size: int) -> Files:
    """Lines of one file: functions that take a session, build something and call a function of the same file."""
    a_function = 10
    yield (
        "long.py",
        f"{HEAD}def save(session: Session, x):\n    session.add(x)\n\n\n"
        + "".join(
            f"def f{number}(session: Session, x={number}):\n    y = [x, x + 1]\n    if y:\n        y.append(str(x))\n    z = dict(y=y)\n"
            f"    save(session, z)\n    session.flush()\n    return z\n\n\n"
            for number in range(size // a_function)
        ),
    )


def data(size: int) -> Files:
    """Lines of one literal with a call in each."""
    rows = "".join(f'    {{"id": {number}, "name": "n{number}", "size": len("x")}},\n' for number in range(size))
    yield "data.py", f"TABLE = [\n{rows}]\n"


def callers(size: int) -> Files:
    """Places that call one function that commits, a hundred a module."""
    a_module = 100
    yield "hub.py", f"{HEAD}def hub(session, x):\n    session.add(x)\n    session.commit()\n"
    for at in range(size // a_module):
        body = "".join(
            f"def c{number}(session: Session):\n    hub(session, {number})\n\n\n" for number in range(a_module)
        )
        yield f"c{at}.py", f"from big.hub import hub\n{HEAD}{body}"


def chain(size: int) -> Files:
    """Functions of one file, each of which returns what the one before returns."""
    yield (
        "chain.py",
        HEAD
        + "".join(
            f"def f{number}(session: Session, x={number}):\n    session.add(x)\n    return f{max(number - 1, 0)}(session, x)\n\n\n"
            for number in range(size)
        ),
    )


def calls(size: int) -> Files:
    """Functions over many modules, each of which calls the one before; the first commits."""
    a_module = 20
    for at in range(size // a_module):
        imported = f"from big.k{at - 1} import g{at * a_module - 1}\n" if at else ""
        body = "".join(
            f"def g{number}(session: Session):\n    {f'g{number - 1}(session)' if number else 'session.commit()'}\n\n\n"
            for number in range(at * a_module, (at + 1) * a_module)
        )
        yield f"k{at}.py", f"{imported}{HEAD}{body}"


def ring(size: int) -> Files:
    """Functions that call one another in a ring and across it; one of them commits."""
    yield (
        "ring.py",
        HEAD
        + "".join(
            f"def f{number}(session: Session):\n    f{(number + 1) % size}(session)\n    f{(number * 31 + 7) % size}(session)\n"
            f"{'' if number else '    session.commit()' + chr(10)}\n\n"
            for number in range(size)
        ),
    )


def statements(size: int) -> Files:
    """Statements of one function, over fifty names that are bound again and again."""
    body = "".join(
        f"    x{number % 50} = g(session, x{(number + 1) % 50})\n    session.execute(x{number % 50})\n"
        for number in range(size)
    )
    bound = "".join(f"    x{number} = {number}\n" for number in range(50))
    yield (
        "one.py",
        f"{HEAD}def g(session, x):\n    return x\n\n\ndef f(session: Session):\n{bound}{body}    session.commit()\n",
    )


def bindings(size: int) -> Files:
    """Bindings of one name of a module."""
    body = "".join(f"if cond({number}):\n    s = make()\n    s.commit()\n" for number in range(size))
    yield "bound.py", f"{HEAD}def make() -> Session: ...\n\n\n{body}"


def subclasses(size: int) -> Files:
    """Subclasses of one class, each with its own method and with a caller that goes by the base class."""
    base = "class Base:\n    def save(self, session: Session):\n        raise NotImplementedError\n\n\n"
    yield "base.py", HEAD + base
    a_module = 20
    for at in range(size // a_module):
        body = "".join(
            f"class S{number}(Base):\n    def save(self, session: Session):\n        session.add({number})\n        session.commit()\n\n\n"
            f"def use{number}(each: Base, session: Session):\n    each.save(session)\n\n\n"
            for number in range(a_module)
        )
        yield f"s{at}.py", f"from big.base import Base\n{HEAD}{body}"


def depth(size: int) -> Files:
    """Classes, each below the one before, each of whose methods calls that of the one above."""
    top = "class C0:\n    def __init__(self, session: Session):\n        self.session = session\n\n    def save(self):\n        self.session.commit()\n\n\n"
    yield (
        "deep.py",
        f"{HEAD}{top}"
        + "".join(
            f"class C{number}(C{number - 1}):\n    def save(self):\n        super().save()\n\n\n"
            for number in range(1, size)
        ),
    )


def handed(size: int) -> Files:
    """Classes whose instances are all handed to one function, which calls a method of theirs."""
    start = "def take(each, session: Session):\n    each.save(session)\n\n\n"
    yield (
        "handed.py",
        f"{HEAD}{start}"
        + "".join(
            f"class H{number}:\n    def save(self, session):\n        session.commit()\n\n\n"
            f"def give{number}(session: Session):\n    take(H{number}(), session)\n\n\n"
            for number in range(size)
        ),
    )


def attributes(size: int) -> Files:
    """Attributes of one class, each bound to a session and used in a method of its own."""
    bound = "".join(f"        self.s{number} = make()\n" for number in range(size))
    used = "".join(f"    def u{number}(self):\n        self.s{number}.commit()\n\n" for number in range(size))
    yield "wide.py", f"{HEAD}def make() -> Session: ...\n\n\nclass Wide:\n    def __init__(self):\n{bound}\n{used}"


def wrapped(size: int) -> Files:
    """Functions under one decorator that commits behind them."""
    start = (
        "def committed(function):\n    def inner(session: Session, *args):\n        found = function(session, *args)\n"
        "        session.commit()\n        return found\n\n    return inner\n\n\n"
    )
    yield "deco.py", f"{HEAD}{start}"
    a_module = 50
    for at in range(size // a_module):
        body = "".join(
            f"@committed\ndef w{number}(session: Session):\n    session.add({number})\n\n\n"
            f"def v{number}(session: Session):\n    w{number}(session)\n\n\n"
            for number in range(a_module)
        )
        yield f"w{at}.py", f"from big.deco import committed\n{HEAD}{body}"


def exported(size: int) -> Files:
    """Names that one package takes from many modules by star, and that a user takes from the package."""
    a_module = 20
    places = range(size // a_module)
    for at in places:
        body = "".join(
            f"def e{at}_{number}(session: Session):\n    session.commit()\n\n\n" for number in range(a_module)
        )
        yield f"lib/e{at}.py", f"{HEAD}{body}"
        names = ", ".join(f"e{at}_{number}" for number in range(a_module))
        used = "".join(f"    e{at}_{number}(session)\n" for number in range(a_module))
        yield f"u{at}.py", f"from big.lib import {names}\n{HEAD}def use(session: Session):\n{used}"
    yield "lib/__init__.py", "".join(f"from big.lib.e{at} import *\n" for at in places)


def upward(size: int) -> Files:
    """Modules that each import a module above them: as many findings."""
    yield "top/high.py", "def high(): ...\n"
    for number in range(size):
        yield f"p{number}.py", "from big.top.high import high\n\nhigh()\n"


def paths(size: int) -> Files:
    """Rows of ten functions, each of which calls all of the row below: paths without number."""
    width = 10
    for row in range(size // width):
        names = [f"r{row - 1}_{number}" for number in range(width)]
        imported = f"from big.row{row - 1} import {', '.join(names)}\n" if row else ""
        called = "".join(f"    {name}(session)\n" for name in names) if row else "    session.commit()\n"
        body = "".join(f"def r{row}_{number}(session: Session):\n{called}\n\n" for number in range(width))
        yield f"row{row}.py", f"{imported}{HEAD}{body}"


@dataclass(frozen=True)
class Shape:
    """A way to grow.

    Attributes:
        files: size -> the files of the package.
        size: what it grows to; it is measured at an eighth, a quarter and a half of it, too.
        unit: what is counted.
    """

    files: Callable[[int], Files]
    size: int
    unit: str


SHAPES = {
    shape.files.__name__: shape
    for shape in (
        Shape(modules, 5000, "modules in one directory"),
        Shape(methods, 1000, "methods of one class"),
        Shape(lines, 100_000, "lines of one file"),
        Shape(data, 100_000, "lines of one literal"),
        Shape(callers, 50_000, "places that call one function"),
        Shape(chain, 4000, "functions that return one another's result"),
        Shape(calls, 16_000, "functions in a chain of calls"),
        Shape(ring, 8000, "functions that call in a ring"),
        Shape(statements, 32_000, "statements of one function"),
        Shape(bindings, 4000, "bindings of one name"),
        Shape(subclasses, 1600, "subclasses of one class"),
        Shape(depth, 400, "classes, each below another"),
        Shape(handed, 2000, "classes handed to one function"),
        Shape(attributes, 4000, "attributes of one class"),
        Shape(wrapped, 8000, "functions under one decorator"),
        Shape(exported, 4000, "names through one package by star"),
        Shape(upward, 8000, "imports to a higher layer"),
        Shape(paths, 8000, "functions that call all of a row"),
    )
}


def write_shape(name: str, size: int, folder: Path) -> None:
    """The project of a shape at a size; what stood in the directory is gone."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "big" / "top").mkdir(parents=True)
    for file, text in (("__init__.py", ""), ("top/__init__.py", ""), *SHAPES[name].files(size)):
        path = folder / "big" / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "layers.toml").write_text(CONFIGURATION, encoding="utf-8")


def write_copies(tree: Path, package: str, copies: int, folder: Path) -> None:
    """So many copies of a real package under other names, each of which imports itself and none of the others."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    named = re.compile(rf"\b{package}\b".encode())
    names = [f"{package}_{number}" for number in range(copies)]
    for path in (tree / package).rglob("*.py"):
        content = path.read_bytes()
        for name in names:
            copy = folder / name / path.relative_to(tree / package)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(named.sub(name.encode(), content))
    told = (tree / "layers.toml").read_text(encoding="utf-8")
    pattern = re.compile(rf'"{package}(\.[^"]*)?"')
    told = pattern.sub(lambda found: ", ".join(f'"{name}{found[1] or ""}"' for name in names), told)
    (folder / "layers.toml").write_text(told, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shape", choices=SHAPES)
    parser.add_argument("size", type=int)
    parser.add_argument("directory", type=Path)
    arguments = parser.parse_args()
    if arguments.directory.exists() and not (arguments.directory / "big").is_dir():
        parser.error(f"{arguments.directory} is there and was not written by this script; name another directory")
    write_shape(arguments.shape, arguments.size, arguments.directory)


if __name__ == "__main__":
    sys.exit(main())
