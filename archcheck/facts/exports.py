"""The names of a literal ``__all__``."""

from archcheck.facts.schema import Items, Node, Operation, Scope, Text


def exports(module: Scope) -> tuple[str, ...] | None:
    """The names that ``__all__`` lists, or None where it is missing or holds more than literals."""
    names: list[str] | None = None
    for binding in module.bindings:
        if binding.name != "__all__" or binding.value < 0:
            continue
        node = module.nodes[binding.value]
        if binding.kind == "augmented" and isinstance(node, Operation):
            added = _literal(module.nodes, node.operands[-1])
            names = names + added if names is not None and added is not None else None
        elif binding.kind == "assign":
            names = _literal(module.nodes, binding.value)
    return None if names is None else tuple(names)


def _literal(nodes: tuple[Node, ...], index: int) -> list[str] | None:
    found: list[str] = []
    waiting = [index]
    while waiting:
        match nodes[waiting.pop()]:
            case Operation("+", (left, right)):
                waiting += (right, left)
            case Items(_, items):
                waiting.extend(reversed(items))
            case Text(value, False):
                found.append(value)
            case _:
                return None
    return found
