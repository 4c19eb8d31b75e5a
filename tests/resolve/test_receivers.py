"""Receivers are typed by what the project itself says: annotations, attributes, constructors, factories, callers."""

from __future__ import annotations

import pytest

SESSION = "from sqlalchemy.orm import Session, sessionmaker, scoped_session\nfrom sqlalchemy import create_engine\n"


@pytest.mark.parametrize(
    "source",
    [
        "def f(db: Session):\n    db.commit()",
        "def f(db: 'Session'):\n    db.commit()",
        "def f(db: Session | None = None):\n    db.commit()",
        "from typing import Optional\ndef f(db: Optional[Session]):\n    db.commit()",
        "from typing import Annotated\ndef f(db: Annotated[Session, 1]):\n    db.commit()",
        "from typing import Annotated\nDb = Annotated[Session, 1]\ndef f(db: Db):\n    db.commit()",
        "def f():\n    db = Session()\n    db.commit()",
        "make = sessionmaker()\ndef f():\n    db = make()\n    db.commit()",
        "make = sessionmaker()\ndef f():\n    with make() as db:\n        db.commit()",
        "db = scoped_session(sessionmaker())\ndef f():\n    db.commit()",
        "def f():\n    with Session() as db:\n        db.commit()",
        "class A:\n    def __init__(self, db: Session):\n        self._db = db\n    def f(self):\n        self._db.commit()",
        "class A:\n    db: Session\n    def f(self):\n        self.db.commit()",
        "class A:\n    @property\n    def db(self) -> Session: ...\n    def f(self):\n        self.db.commit()",
        "def make() -> Session: ...\ndef f():\n    make().commit()",
        "def make():\n    return Session()\ndef f():\n    make().commit()",
        "class Mine(Session): ...\ndef f(db: Mine):\n    db.commit()",
        "from typing import cast\ndef f(db):\n    cast(Session, db).commit()",
        "def f(db: Session):\n    c = db.commit\n    c()",
        "def f(db: Session):\n    getattr(db, 'commit')()",
        "def f(dbs: list[Session]):\n    for db in dbs:\n        db.commit()",
        "def f(dbs: dict[str, Session]):\n    dbs['a'].commit()",
        "def f(dbs: list[Session]):\n    [db.commit() for db in dbs]",
        "def f(dbs: list[Session]):\n    for n, db in enumerate(dbs):\n        db.commit()",
        "def f(names: list[str], dbs: list[Session]):\n    for name, db in zip(names, dbs):\n        db.commit()",
        "from typing import TypeVar\nS = TypeVar('S', bound=Session)\ndef f(db: S):\n    db.commit()",
        "def f(pair: tuple[int, Session]):\n    n, db = pair\n    db.commit()",
        "def f():\n    if (db := Session()):\n        db.commit()",
        "def f(x):\n    if isinstance(x, Session):\n        x.commit()",
        "def f(x):\n    assert isinstance(x, Session)\n    x.commit()",
        "import functools\ndef f():\n    make = functools.partial(Session, bind=1)\n    make().commit()",
        "f = lambda: Session()\nf().commit()",
        "class A:\n    def __init__(self, make: sessionmaker):\n        self.make = make\n    def f(self):\n        self.make().commit()",
    ],
)
def test_a_typed_receiver_is_certain(marks, source: str) -> None:
    assert [m.split(" ", 1)[1] for m in marks(SESSION + source)] == ["call commit direct certain"]


@pytest.mark.parametrize(
    "source",
    [
        "def f(db):\n    db.add(1)\n    db.commit()\ndef g(s: Session):\n    f(s)",
        "class A:\n    def __init__(self, db):\n        self.db = db\n    def f(self):\n        self.db.commit()\nA(Session())",
        "class Base:\n    def f(self):\n        self.db.commit()\nclass Child(Base):\n    db = Session()",
        "from typing import Generic, TypeVar\nT = TypeVar('T')\nclass Unit(Generic[T]):\n    db: T\n    def f(self):\n        self.db.commit()\n"
        "class Own(Unit[Session]): ...",
    ],
)
def test_what_callers_and_subclasses_say_is_likely(marks, source: str) -> None:
    assert [m.split(" ", 1)[1] for m in marks(SESSION + source)] == ["call commit direct likely"]


@pytest.mark.parametrize(
    "source",
    [
        "import git\ndef f():\n    git.Repo('.').index.commit('x')",
        "class Order:\n    def commit(self): ...\ndef f(o: Order):\n    o.commit()",
        "def f(db: Session):\n    'db.commit()'  # db.commit()",
        "from kafka import KafkaConsumer\ndef f(c: KafkaConsumer):\n    c.commit()",
        "from unittest import mock\ndef f():\n    mock.Mock().commit()",
        "def f():\n    with Session() as db:\n        db.execute('select 1')",
        "def f():\n    with create_engine('x').connect() as c:\n        c.execute('select 1')",
    ],
)
def test_false_friends_are_silent(resolve, source: str) -> None:
    found = resolve(SESSION + source)
    assert (found.sites, found.untyped) == ((), ())


def test_an_untyped_receiver_is_said_aloud_with_its_remedy(resolve) -> None:
    (doubt,) = resolve("def f(thing):\n    thing.commit()").untyped
    assert doubt.reason == "parameter `thing` has no type"
    assert doubt.remedy == "annotate parameter `thing` of `app:f`"


def test_types_cross_modules_and_re_exports(marks) -> None:
    found = marks(
        "from pkg import db\ndef f():\n    db.session().commit()",
        pkg="from pkg.real import db",
        pkg__real=SESSION + "class Db:\n    def __init__(self):\n        self.session = sessionmaker()\ndb = Db()",
    )
    assert found == ["3 call commit direct certain"]


def test_a_later_binding_replaces_an_earlier_one(marks) -> None:
    source = SESSION + "def f(other):\n    db = Session()\n    db = [1]\n    db.commit()"
    assert marks(source) == []


def test_a_binding_in_a_branch_that_returns_does_not_reach(resolve) -> None:
    source = "class A:\n    def commit(self): ...\ndef f(c):\n    db = A()\n    if c:\n        db = Session()\n        return\n    db.commit()"
    assert resolve(SESSION + source).sites == ()
