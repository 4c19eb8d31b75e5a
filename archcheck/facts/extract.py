"""Bytes of one file to its facts."""

from archcheck.facts import compound, expressions, importing, matching, scopes, statements
from archcheck.facts.blocks import body
from archcheck.facts.comments import comments
from archcheck.facts.exports import exports
from archcheck.facts.grammar import KINDS, Syntax, kind, parse
from archcheck.facts.lowering import Handler, Leaf, Lowering, Steps, opaque
from archcheck.facts.mending import mended
from archcheck.facts.schema import FileFacts
from archcheck.facts.text import Text, UnreadableSource, decoded

__all__ = ["UnreadableSource", "extract", "lowering"]


def _table() -> "tuple[list[Handler], list[Leaf | None]]":
    handlers: list[Handler] = [opaque] * KINDS
    leaves: "list[Leaf | None]" = [None] * KINDS
    for part in (expressions, statements, importing, scopes, compound, matching):
        for name, handler in getattr(part, "HANDLERS", {}).items():
            handlers[kind(name)] = handler
        for name, leaf in getattr(part, "LEAVES", {}).items():
            leaves[kind(name)] = leaf
    return handlers, leaves


_HANDLERS, _LEAVES = _table()


def lowering(text: Text) -> Lowering:
    """A walk over one text that knows every kind of syntax."""
    return Lowering(text, _HANDLERS, _LEAVES)


def extract(source: bytes) -> FileFacts:
    """All that one file says; what the grammar cannot read is left out and told in ``errors``.

    Raises:
        UnreadableSource: where the bytes are no text.
    """
    text, tree, errors = mended(Text(decoded(source)))
    low = lowering(text)
    root = tree.root_node
    low.scope.end_line = root.end_point[0] + 1
    low.finish(body(low, root))
    lines = text.data.count(b"\n") + (not text.data.endswith(b"\n") and bool(text.data))
    frozen = tuple(scope.finish() for scope in low.scopes)
    return FileFacts(frozen, tuple(low.imports), comments(text, tree), exports(frozen[0]), errors, lines)
