"""What an ``isinstance`` test tells about names and attributes where it holds."""

from archcheck.facts.lowering import Lowering
from archcheck.facts.schema import NONE, Attribute, Call, Choice, Name, Narrowed, Node, Operation


def holding(nodes: list[Node], test: int, truth: bool) -> list[tuple[int, int]]:
    """Pairs of (value, classes) for which ``isinstance(value, classes)`` holds where ``test`` came out as ``truth``."""
    found: list[tuple[int, int]] = []
    waiting = [(test, truth)]
    while waiting:
        index, expected = waiting.pop()
        match nodes[index]:
            case Operation("not", (operand,)):
                waiting.append((operand, not expected))
            case Choice("and" | "or" as operator, options) if (operator == "and") is expected:
                waiting.extend((option, expected) for option in reversed(options))
            case Call(func, (value, classes)) if expected and nodes[func] == Name("isinstance"):
                found.append((value, classes))
    return found


def narrow(low: Lowering, test: int, truth: bool, line: int) -> None:
    """Binds what a test says, from here on in the present block."""
    if test == NONE:
        return
    for value, classes in holding(low.scope.nodes, test, truth):
        known(low, value, low.scope.emit(Narrowed(value, classes)), line)


def known(low: Lowering, value: int, narrowed: int, line: int) -> None:
    """Binds the name or attribute that ``value`` is to what is now known of it; other expressions have no place."""
    scope = low.scope
    match scope.nodes[value]:
        case Name(name):
            scope.bind(name, "narrow", narrowed, line)
        case Attribute(base, name) as attribute if _is_chain(scope.nodes, base):
            scope.store(base, name, "narrow", narrowed, attribute.span)
        case _:
            walrus = [binding for binding in scope.bindings if binding.value == value and binding.kind == "walrus"]
            if walrus:
                scope.bind(walrus[-1].name, "narrow", narrowed, line)


def _is_chain(nodes: list[Node], index: int) -> bool:
    while isinstance(link := nodes[index], Attribute):
        index = link.value
    return isinstance(link, Name)
