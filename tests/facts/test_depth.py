import pytest
from archcheck.facts.schema import Call, Operation


@pytest.mark.parametrize(
    ("source", "kind", "count"),
    [
        (" + ".join(["a"] * 5001), Operation, 5000),
        ("f(" * 3000 + ")" * 3000, Call, 3000),
        ("x" + ".f()" * 5000, Call, 5000),
        ("(" * 3000 + "f()" + ")" * 3000, Call, 1),
        ("[" * 3000 + "f()" + "]" * 3000, Call, 1),
        ("not " * 3000 + "a", Operation, 3000),
        ("if a: pass\n" + "elif b(): pass\n" * 2000, Call, 2000),
        ("lambda: " * 3000 + "f()", Call, 1),
        ("a if b else " * 3000 + "f()", Call, 1),
        ("[a for a in " * 500 + "f()" + "]" * 500, Call, 1),
        ("(" * 1000 + "a," + ")," * 1000 + " = f()", Call, 1),
        (" = ".join(["a"] * 3000) + " = f()", Call, 1),
        ("f() and (a or " * 1000 + "b" + ")" * 1000, Call, 1000),
        ("x: " + "A[" * 1000 + "f()" + "]" * 1000, Call, 1),
        ("match a:\n case " + "[" * 500 + "b" + "]" * 500 + ": f()", Call, 1),
    ],
)
def test_deep_nesting_is_read_whole(read, source, kind, count):
    nodes = [node for scope in read(source).facts.scopes for node in scope.nodes]
    assert sum(isinstance(node, kind) for node in nodes) == count
