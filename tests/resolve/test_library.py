"""Names of a library in its source: where they are defined, imported, inherited, and where nobody can say."""

from textwrap import dedent

import pytest
from archcheck.facts.extract import extract
from archcheck.facts.schema import FileFacts
from archcheck.resolve.library import Answer, LibrarySource

SOURCES = {
    "lib": """
        from lib.session import Session as Session, helper
        from . import engine
        from .star import *
        try:
            from lib.fast import Speed
        except ImportError:
            from lib.slow import Speed
        plain = object()
    """,
    "lib.__init__": "",
    "lib.session": """
        from typing import Generic, TypeVar
        import lib.mixins as m
        from other import Base
        T = TypeVar("T")

        class Session(m.Mixin, Generic[T]):
            autoflush = True
            def __init__(self):
                self.bind = None
            def commit(self): ...
            if True:
                def rollback(self): ...

        class Foreign(Base):
            def own(self): ...

        class Made(metaclass=type): ...

        @decorate
        class Decorated: ...

        class Circle(Circle): ...

        def helper(): ...
    """,
    "lib.mixins": "class Mixin:\n    def close(self): ...\n    class Inner:\n        def deep(self): ...\n",
    "lib.engine": "def create(): ...\n",
    "lib.star": "from lib.star_two import *\nfrom lib.star import *\ndef starred(): ...\n",
    "lib.star_two": "class Two:\n    def go(self): ...\n",
    "lib.slow": "class Speed:\n    def run(self): ...\n",
    "lib.lazy": "def __getattr__(name): ...\n",
    "lib.made": "globals().update(a=1)\n",
    "lib.compiled_star": "from lib._compiled import *\n",
}


def facts_of(module: str) -> FileFacts | None:
    text = SOURCES.get(module)
    return None if text is None else extract(dedent(text).encode())


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("lib.Session", "found"),
        ("lib.Session.commit", "found"),
        ("lib.Session.rollback", "found"),
        ("lib.Session.autoflush", "found"),
        ("lib.Session.bind", "found"),
        ("lib.Session.close", "found"),
        ("lib.session.Session.Inner.deep", "found"),
        ("lib.engine", "found"),
        ("lib.engine.create", "found"),
        ("lib.starred", "found"),
        ("lib.Two.go", "found"),
        ("lib.Speed.run", "found"),
        ("lib.plain", "found"),
        ("lib.helper", "found"),
        ("lib.Session.flush", "missing"),
        ("lib.Sesion", "missing"),
        ("lib.engine.dispose", "missing"),
        ("lib.Two.stop", "missing"),
        ("lib.session.Circle.x", "missing"),
        ("lib.session.Foreign.own", "found"),
        ("lib.session.Foreign.other", "unknown"),
        ("lib.session.Made.x", "unknown"),
        ("lib.session.Decorated.x", "unknown"),
        ("lib.plain.x", "unknown"),
        ("lib.helper.x", "unknown"),
        ("lib.lazy.x", "unknown"),
        ("lib.made.x", "unknown"),
        ("lib.compiled_star.x", "unknown"),
        ("elsewhere.x", "unknown"),
    ],
)
def test_names(name: str, answer: Answer) -> None:
    assert LibrarySource(facts_of).has(name) == answer
