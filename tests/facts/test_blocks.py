import pytest


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("return", [("body", "return")]),
        ("a\n pass", [("body", "")]),
        ("if a: return", [("body", ""), ("if", "return")]),
        ("if a: return\n else: raise b", [("body", "raise"), ("if", "return"), ("else", "raise")]),
        ("if a: b\n elif c: return", [("body", ""), ("if", ""), ("else", ""), ("if", "return")]),
        ("while a: break\n else: c", [("body", ""), ("loop", "break"), ("else", "")]),
        ("for a in b: continue", [("body", ""), ("loop", "continue")]),
        ("with a: return b", [("body", "return"), ("with", "return")]),
        (
            "try: a\n except b: raise\n else: return\n finally: c",
            [("body", "return"), ("try", ""), ("except", "raise"), ("try-else", "return"), ("finally", "")],
        ),
        ("try: return\n except* b: pass", [("body", ""), ("try", "return"), ("except", "")]),
        ("match a:\n  case 1: return\n  case _: b", [("body", ""), ("case", "return"), ("case", "")]),
    ],
)
def test_blocks_and_how_they_end(read, body, blocks):
    assert read(f"def f():\n {body}").blocks("f") == blocks


def test_clauses_of_one_statement_share_a_group(read):
    blocks = read("try: a\nexcept b: c\nelse: d\nfinally: e\nif f: g\nelse: h").scope().blocks
    assert [block.group for block in blocks] == [0, 1, 1, 1, 1, 2, 2]


def test_test_of_an_if_stands_before_its_block(read):
    found = read("if a.b: c")
    block = found.scope().blocks[1]
    assert found.shown(block.test) == "a.b"
    assert [found.shown(index) for index in range(block.first, block.last)] == ["c"]


def test_test_of_an_elif_stands_in_the_else_block(read):
    found = read("if a: b\nelif c: d\nelse: e")
    kinds = [(block.kind, block.parent, found.shown(block.test)) for block in found.scope().blocks]
    assert kinds == [("body", -1, "-"), ("if", 0, "a"), ("else", 0, "-"), ("if", 2, "c"), ("else", 2, "-")]


@pytest.mark.parametrize(
    ("source", "block"),
    [
        ("if isinstance(a, B): c", 1),
        ("if d and (isinstance(a, B) and e): c", 1),
        ("if not isinstance(a, B): c\nelse: d", 2),
        ("if not isinstance(a, B) or d: c\nelse: e", 2),
        ("while isinstance(a, B): c", 1),
        ("assert isinstance(a, B)", 0),
        ("def f():\n if not isinstance(a, B): return", 0),
        ("def f():\n if c or not isinstance(a, B): raise d", 0),
    ],
)
def test_what_isinstance_tells(read, source, block):
    found = read(source)
    name = found.facts.scopes[-1].name
    assert found.bound(name)["a"] == "narrow Narrowed(a, B)"
    assert found.binding("a", name).block == block


@pytest.mark.parametrize(
    "source",
    [
        "if not isinstance(a, B): c",
        "if isinstance(a, B) or c: d",
        "if isinstance(a): b",
        "if a.isinstance(b, C): d",
        "if isinstance(a, B): pass\nelse: c",
        "isinstance(a, B)",
    ],
)
def test_what_isinstance_does_not_tell(read, source):
    found = read(source)
    assert all(binding.block == 1 and "if isinstance(a, B): pass" in source for binding in found.scope().bindings)


def test_what_isinstance_tells_of_an_attribute(read):
    assert read("if isinstance(a.b, C): d").stores() == ["narrow a.b = Narrowed(a.b, C)"]


def test_what_isinstance_tells_of_a_walrus(read):
    assert read("if isinstance(a := b(), C): d").bound()["a"] == "narrow Narrowed(b(), C)"


def test_filter_of_a_comprehension_narrows(read):
    assert read("[a for a in b if isinstance(a, C)]").bound("<list>")["a"] == "narrow Narrowed(a, C)"


def test_branch_that_ends_narrows_the_next_test(read):
    found = read("def f():\n if not isinstance(a, B): return\n elif c: d")
    assert [(b.name, b.kind, b.block) for b in found.scope("f").bindings] == [("a", "narrow", 2), ("a", "narrow", 0)]


@pytest.mark.parametrize(
    ("pattern", "bound"),
    [
        ("b", {"b": "case a"}),
        ("_", {}),
        ("B.C", {}),
        ("B()", {"a": "narrow Narrowed(a, B)"}),
        ("B() as c", {"c": "case Narrowed(a, B)", "a": "narrow Narrowed(a, B)"}),
        ("B() | C()", {"a": "narrow Narrowed(a, Items(tuple, [B, C]))"}),
        ("B() | None", {}),
        ("B(c=d)", {"d": "case Narrowed(a, B).c", "a": "narrow Narrowed(a, B)"}),
        ("[b, *c, d]", {"b": "case Element(a, 0)", "c": "case Element(a, None)", "d": "case Element(a, -1)"}),
        ("(b)", {"b": "case a"}),
        ("(b,)", {"b": "case Element(a, 0)"}),
        ("b, c", {"b": "case Element(a, 0)", "c": "case Element(a, 1)"}),
        ("{'k': b, **c}", {"b": "case Subscript(a, 'k')", "c": "case Opaque([])"}),
        ("str(b)", {"b": "case Narrowed(a, str)", "a": "narrow Narrowed(a, str)"}),
    ],
)
def test_captures_of_a_case(read, pattern, bound):
    assert read(f"match a:\n case {pattern}: pass").bound() == bound


def test_alias_of_a_keyword_in_a_class_pattern(read):
    assert read("match a:\n case B(c=D() as e): pass").bound()["e"] == "case Narrowed(Narrowed(a, B).c, D)"


def test_guard_of_a_case_narrows(read):
    assert read("match a:\n case b if isinstance(b, C): pass").bound()["b"] == "narrow Narrowed(b, C)"


def test_match_of_an_attribute_narrows_it(read):
    assert read("match a.b:\n case C(): pass").stores() == ["narrow a.b = Narrowed(a.b, C)"]
