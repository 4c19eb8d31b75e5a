import pytest


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("a.b.c", "a.b.c"),
        ("a.b(c, d=e, **f)", "a.b(c, d=e, **=f)"),
        ("f(*a)", "f(Starred(a))"),
        ("f(a for a in b)", "f(Inner(1))"),
        ("a[b]", "Subscript(a, b)"),
        ("a[b, c]", "Subscript(a, Items(tuple, [b, c]))"),
        ("a[b:c]", "Subscript(a, Opaque([b, c]))"),
        ("None", "Constant(None)"),
        ("...", "Constant(...)"),
        ("1_000", "Constant(1_000)"),
        ("b'a' b'c'", "Constant(b)"),
        ("[a, *b]", "Items(list, [a, Starred(b)])"),
        ("{a}", "Items(set, [a])"),
        ("(a,)", "Items(tuple, [a])"),
        ("a, b", "Items(tuple, [a, b])"),
        ("(a)", "a"),
        ("{a: b, **c}", "Mapping([a, -], [b, c])"),
        ("a or b or c", "Choice(or, [a, b, c])"),
        ("a and (b or c)", "Choice(and, [a, Choice(or, [b, c])])"),
        ("a if c else b", "Choice(if, [a, b])"),
        ("not a", "Operation(not, [a])"),
        ("-a", "Operation(-, [a])"),
        ("a % b", "Operation(%, [a, b])"),
        ("a is not b", "Operation(is not, [a, b])"),
        ("a not in b", "Operation(not in, [a, b])"),
        ("a < b <= c", "Operation(<,<=, [a, b, c])"),
        ("[*a.b()]", "Items(list, [Starred(a.b())])"),
        ("(yield a)", "Yielded(a, False)"),
        ("(yield)", "Yielded(-, False)"),
        ("(yield from a)", "Yielded(a, True)"),
        ("lambda: a", "Inner(1)"),
        ("f(  # why\n a)", "f(a)"),
    ],
)
def test_expression(read, source, shown):
    assert read(source).value() == shown


def test_await_in_a_function(read):
    assert read("async def f(): await a.b()").value("f") == "Await(a.b())"


def test_condition_comes_before_both_branches(read):
    names = [node.id for node in read("a() if c() else b()").scope().nodes if hasattr(node, "id")]
    assert names == ["c", "a", "b"]


def test_callee_comes_before_its_arguments(read):
    assert read("f(g(), h())").calls() == ["g()", "h()", "f(g(), h())"]


def test_lambda_has_parameters_and_one_return(read):
    found = read("x = lambda a, b=c: a.d()")
    scope = found.scope("<lambda>")
    assert [parameter.name for parameter in scope.parameters] == ["a", "b"]
    assert found.shown(scope.parameters[1].default) == "c"
    assert [found.shown(leave.value, "<lambda>") for leave in scope.exits] == ["a.d()"]


@pytest.mark.parametrize(
    ("source", "name", "element"),
    [
        ("[a.b for a in c]", "<list>", "a.b"),
        ("{a for a in c}", "<set>", "a"),
        ("{a: b for a, b in c}", "<dict>", "Items(tuple, [a, b])"),
        ("f(a for a in c)", "<generator>", "a"),
    ],
)
def test_element_of_a_comprehension(read, source, name, element):
    found = read(source)
    assert found.shown(found.scope(name).exits[0].value, name) == element


def test_comprehension_keeps_its_iterables_and_targets(read):
    found = read("[x async for a in b for c, d in e if f]")
    assert found.bound("<list>") == {
        "a": "for Iteration(b, True)",
        "c": "for Element(Iteration(e, False), 0)",
        "d": "for Element(Iteration(e, False), 1)",
    }
    assert found.scope("<list>").is_async


def test_comprehension_has_the_qualified_name_of_the_function_around(read):
    assert [scope.qualname for scope in read("def f(): return [a for a in b]").facts.scopes] == ["<module>", "f", "f"]


def test_walrus_binds_its_value(read):
    assert read("(a := b)").bound() == {"a": "walrus b"}


def test_walrus_in_a_comprehension_binds_outside_what_is_only_known_inside(read):
    found = read("def f(): return [a := g() for b in [c for d in e]]")
    assert found.bound("f") == {"a": "walrus Opaque([])"}
    assert found.bound("<list>")["a"] == "walrus g()"


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("'a' \"b\"", "ab"),
        ("'a\\n\\x41\\u00e9\\N{BULLET}\\101'", "a\nA\u00e9\u2022A"),
        ("r'\\n'", "\\n"),
        ("r'\\''", "\\'"),
        ("'a\\\nb'", "ab"),
        ("'''a\nb'''", "a\nb"),
        ("'\\d'", "\\d"),
        ("'\\ud800'", "\ufffd"),
        ("''", ""),
    ],
)
def test_value_of_a_string(read, source, value):
    assert read(f"x = {source}").scope().nodes[0].value == value


def test_long_string_is_cut(read):
    assert len(read(f"x = {'é' * 5000!r}").scope().nodes[0].value) == 2000


@pytest.mark.parametrize("prefix", ["f", "t", "rf", "F", "Rt"])
def test_holes_of_a_formatted_string(read, prefix):
    found = read(f"x = {prefix}'a{{b!r}} {{c():>{{d}}}} {{{{e}}}}' 'f{{g}}'")
    text = found.scope().nodes[-1]
    assert (text.value, text.dynamic) == ("a{} {} {e}f{g}", True)
    assert [found.shown(part) for part in text.parts] == ["b", "c()"]


def test_quotes_nested_in_a_hole(read):
    assert read('x = f"{f"{g()}"} {d["k"].h()}"').calls() == ["g()", 'd["k"].h()']


def test_names_in_strings_and_comments_are_none(read):
    assert read("x = 'a.b()'  # c.d()").bound() == {"x": "assign 'a.b()'"}
