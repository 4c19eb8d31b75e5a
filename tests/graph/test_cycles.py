import grimp
from archcheck.graph.cycles import cycles
from archcheck.model.review import Cycle, DirectImport

MODULES = ["p", "p.a", "p.a.x", "p.b", "p.b.y", "p.b.z", "p.c", "p.c.u", "p.c.v", "p.tests"]


def graph(*imports: tuple[str, str, int]) -> grimp.ImportGraph:
    built = grimp.ImportGraph()
    for module in MODULES:
        built.add_module(module)
    for importer, imported, line in imports:
        built.add_import(importer=importer, imported=imported, line_number=line, line_contents="")
    return built


def test_siblings_in_a_circle_with_the_cheapest_cut() -> None:
    built = graph(("p.a.x", "p.b.y", 3), ("p.a", "p.b.z", 4), ("p.b.y", "p.a.x", 7), ("p.b", "p.c", 1))
    assert cycles(built, MODULES) == (Cycle("p", ("p.a", "p.b"), imports=3, cuts=(DirectImport("p.b.y", "p.a.x", 7),)),)


def test_each_package_has_its_own() -> None:
    built = graph(("p.c.u", "p.c.v", 1), ("p.c.v", "p.c.u", 2), ("p.b.y", "p.b.z", 1), ("p.b.z", "p.b.y", 2))
    assert [(cycle.package, cycle.members) for cycle in cycles(built, MODULES)] == [
        ("p.b", ("p.b.y", "p.b.z")),
        ("p.c", ("p.c.u", "p.c.v")),
    ]


def test_what_is_left_out_makes_no_circle() -> None:
    built = graph(("p.a.x", "p.tests", 1), ("p.tests", "p.a.x", 2))
    assert len(cycles(built, MODULES)) == 1
    assert cycles(built, [name for name in MODULES if name != "p.tests"]) == ()
    assert "p.tests" in built.modules
