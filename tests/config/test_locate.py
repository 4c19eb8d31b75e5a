"""The locator agrees with tomllib on the structure of a text, and with the writer on the lines."""

import tomllib
from collections.abc import Iterator

import pytest
from archcheck.config.locate import KeyPath, locate
from hypothesis import given, settings
from hypothesis import strategies as st

BARE = st.text("abcXYZ019_-", min_size=1, max_size=4)
LETTERS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=6)
HARD = st.sampled_from(
    ["", "#", "a#b", "]", "[[", "}", ",", "=", "'", '"', '""', "\\", "a.b", "\n# x = 1\n", '\n[a]\n"']
)
KEYS = st.one_of(BARE, LETTERS, st.sampled_from(["a.b", "a b", "", "#", "ä", "[x]", '"', "'", "\\"]))
SCALARS = st.one_of(
    st.booleans(),
    st.integers(-99, 99),
    st.floats(allow_nan=False),
    st.dates(),
    st.datetimes(),
    st.times(),
    LETTERS,
    HARD,
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(KEYS, VALUES, max_size=5)


class Writer:
    """Writes a value as TOML in one of many styles, and notes the line of each path."""

    def __init__(self, draw: st.DataObject) -> None:
        self._draw = draw
        self.text = ""
        self.lines: dict[KeyPath, int] = {}

    def document(self, data: dict[str, object]) -> None:
        tables = {key: value for key, value in data.items() if self._as_table(value)}
        for key, value in data.items():
            if key not in tables:
                self._pair((key,), value)
        for key, value in tables.items():
            self._table((key,), [key], value)

    def _as_table(self, value: object) -> bool:
        rows = isinstance(value, list) and value and all(isinstance(row, dict) for row in value)
        return bool(isinstance(value, dict) or rows) and self._flip()

    def _table(self, path: KeyPath, header: list[str], value: object) -> None:
        dotted = " . ".join(map(self._key, header)) if self._flip() else ".".join(map(self._key, header))
        if isinstance(value, list):
            self._note(path)
            for index, row in enumerate(value):
                self._note((*path, index))
                self._write(f"[[{dotted}]]{self._end()}")
                self._body((*path, index), header, row)
        elif isinstance(value, dict):
            self._note(path)
            self._write(f" [ {dotted} ]{self._end()}")
            self._body(path, header, value)

    def _body(self, path: KeyPath, header: list[str], value: dict[str, object]) -> None:
        tables = [key for key in value if self._as_table(value[key])]
        for key in value:
            if key not in tables:
                self._pair((*path, key), value[key])
        for key in tables:
            self._table((*path, key), [*header, key], value[key])

    def _pair(self, path: KeyPath, value: object) -> None:
        """A table of one key may be written with a dotted key."""
        keys = [str(path[-1])]
        self._note(path)
        while isinstance(value, dict) and len(value) == 1 and self._flip():
            ((key, value),) = value.items()
            keys.append(key)
            path = (*path, key)
            self._note(path)
        self._write(".".join(map(self._key, keys)) + (" = " if self._flip() else "="))
        self._value(path, value, inline=False)
        self._write(self._end())

    def _value(self, path: KeyPath, value: object, *, inline: bool) -> None:
        if isinstance(value, list):
            self._write("[")
            for index, element in enumerate(value):
                self._write(self._gap())
                self._note((*path, index))
                self._value((*path, index), element, inline=inline)
                self._write(self._gap() + ("," if index < len(value) - 1 or self._flip() else ""))
            self._write(self._gap() + "]")
        elif isinstance(value, dict):
            self._write("{ ")
            for index, (key, element) in enumerate(value.items()):
                self._note((*path, key))
                self._write((", " if index else "") + self._key(key) + " = ")
                self._value((*path, key), element, inline=True)
            self._write(" }")
        else:
            self._write(self._scalar(value))

    def _scalar(self, value: object) -> str:
        match value:
            case bool():
                return str(value).lower()
            case str():
                return self._string(value)
            case int() | float():
                return repr(value)
            case _:
                return value.isoformat()  # type: ignore[attr-defined]

    def _string(self, text: str) -> str:
        styles = [quoted(text), multi_line(text)]
        if "'" not in text and "\n" not in text:
            styles.append(f"'{text}'")
        if "'''" not in text and not text.endswith("'") and "\r" not in text:
            styles.append(f"'''\n{text}'''")
        return self._draw.draw(st.sampled_from(styles))

    def _key(self, key: str) -> str:
        bare = key and all(letter in "abcdefghijklmnopqrstuvwxyzXYZ0123456789_-" for letter in key)
        styles = [quoted(key)] + ([key] if bare else []) + ([f"'{key}'"] if "'" not in key else [])
        return self._draw.draw(st.sampled_from(styles))

    def _gap(self) -> str:
        return self._draw.draw(st.sampled_from(["", " ", "\n", "\n  # ] , ' \" [\n\t", " # x\n\n"]))

    def _end(self) -> str:
        return self._draw.draw(st.sampled_from(["\n", " # [[x]] = '''\n", '\n\n# y = """\n', "\t\n"]))

    def _flip(self) -> bool:
        return self._draw.draw(st.booleans())

    def _note(self, path: KeyPath) -> None:
        self.lines[path] = self.text.count("\n") + 1

    def _write(self, text: str) -> None:
        self.text += text


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def multi_line(text: str) -> str:
    """Quotes at the end stand as they are: up to two of them may."""
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'"""\\\n  \n{escaped}"""' if not escaped.startswith((" ", "\n", "\t")) else f'"""\n{escaped}"""'


def paths(value: object, at: KeyPath = ()) -> Iterator[KeyPath]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in children:
        yield (*at, step)
        yield from paths(child, (*at, step))


@settings(max_examples=300, deadline=None)
@given(DOCUMENTS, st.data())
def test_structure_is_that_of_tomllib_and_lines_are_those_of_the_writer(
    data: dict[str, object], draw: st.DataObject
) -> None:
    writer = Writer(draw)
    writer.document(data)
    parsed = tomllib.loads(writer.text)
    assert set(paths(parsed)) == set(paths(data))
    found = locate(writer.text).by_path
    assert set(found) == set(paths(parsed))
    assert found == writer.lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a.b.c = 1\na.b.d = 2", {("a",): 1, ("a", "b"): 1, ("a", "b", "c"): 1, ("a", "b", "d"): 2}),
        ("[[x]]\n[[x.y]]\nz = 1\n[[x]]\n[x.w]\nv = 1", {("x", 0, "y", 0, "z"): 3, ("x", 1): 4, ("x", 1, "w", "v"): 6}),
        ('a = """\nb = 1\n""" # c\nd = 2', {("a",): 1, ("d",): 4}),
        ('a = """""x"""""\nb = 2', {("b",): 2}),
        ("a = ''''x'''''\nb = 2", {("b",): 2}),
        ('a = "\\\\"\nb = "\\""\nc = 3', {("c",): 3}),
        ("a = [ # ]\n  1, [\n 2 ] ]\nb = 1", {("a", 0): 2, ("a", 1): 2, ("a", 1, 0): 3, ("b",): 4}),
        ("\"a.b\".'c d' = {x.y = 1, z = [{}]}", {("a.b", "c d", "x", "y"): 1, ("a.b", "c d", "z", 0): 1}),
        ('"\\u00e4\\n" = 1', {("ä\n",): 1}),
        ("a = 1979-05-27 07:32:00Z # x\nb = 1", {("a",): 1, ("b",): 2}),
        ("# only a comment", {}),
        ("", {}),
    ],
)
def test_lines(text: str, lines: dict[KeyPath, int]) -> None:
    found = locate(text).by_path
    assert set(found) == set(paths(tomllib.loads(text)))
    assert {path: found[path] for path in lines} == lines


def test_the_nearest_part_of_a_path_that_is_there() -> None:
    lines = locate("\n[a]\nb = 1\n")
    assert [lines.at(path) for path in [("a", "b", 0), ("a", "c"), ("x",), ()]] == [3, 2, 1, 1]


def test_ten_thousand_lines_take_no_quadratic_time() -> None:
    text = "".join(f'[[layers]]\nid = "L{number}"\nmodules = ["a", "b"]\n' for number in range(10_000))
    assert locate(text).at(("layers", 9_999, "modules", 1)) == 30_000
