"""Which facts these are: anything that could make others of the same bytes has another version."""

import sys
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

_GRAMMAR = ("tree-sitter", "tree-sitter-python")


@cache
def facts_version() -> bytes:
    """A digest of this package's own source, the grammar and the interpreter, whose codecs and tables take part."""
    digest = blake2b(digest_size=12)
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    for name in _GRAMMAR:
        digest.update(f"{name} {version(name)}\n".encode())
    digest.update(repr((sys.implementation.name, sys.version_info[:2])).encode())
    return digest.digest()
