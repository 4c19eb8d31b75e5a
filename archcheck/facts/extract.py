"""Bytes of one file to its facts."""

from archcheck.facts import compound, expressions, importing, matching, scopes, statements
from archcheck.facts.blocks import body
from archcheck.facts.comments import comments
from archcheck.facts.exports import exports
from archcheck.facts.grammar import kind
from archcheck.facts.lowering import Handler, Leaf, Lowering
from archcheck.facts.mending import mended
from archcheck.facts.schema import FileFacts
from archcheck.facts.text import Text, UnreadableSource, decoded
from archcheck.model.inputs import digest

__all__ = ["UnreadableSource", "extract", "lowering"]


_ROOMS = (expressions, statements, importing, scopes, compound, matching)
_HANDLERS: dict[int, Handler] = {kind(name): handler for room in _ROOMS for name, handler in room.HANDLERS.items()}
_LEAVES: dict[int, Leaf] = {kind(name): leaf for room in _ROOMS for name, leaf in room.LEAVES.items()}


def lowering(text: Text) -> Lowering:
    """A walk over one text that knows every kind of syntax."""
    return Lowering(text, _HANDLERS, _LEAVES)


def extract(source: bytes) -> FileFacts:
    """All that one file says; what the grammar cannot read is left out and told in ``errors``.

    Raises:
        UnreadableSource: where the bytes are no text.
    """
    text = Text(decoded(source))
    tree, errors = mended(text)
    low = lowering(text)
    root = tree.root_node
    low.scope.end_line = root.end_point[0] + 1
    low.finish(body(low, root))
    lines = text.data.count(b"\n") + (not text.data.endswith(b"\n") and bool(text.data))
    frozen = tuple(scope.finish() for scope in low.scopes)
    found = comments(text, tree)
    return FileFacts(frozen, tuple(low.imports), found, exports(frozen[0]), errors, lines, digest(source))
