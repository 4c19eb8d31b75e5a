"""What an earlier state has taught is taken over where it holds, and nowhere else: the outcome is that of a first run."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import pytest
from archcheck.resolve.answers import Noting
from archcheck.resolve.encoding import decoded, encoded
from archcheck.resolve.following import CALLS
from archcheck.resolve.leaning import NOTHING, Debts, module_bit, name_bit
from archcheck.resolve.ledger import Ledger, State
from archcheck.resolve.project import Project
from archcheck.resolve.sites import SITES, SiteInventory, resolve_sites
from hypothesis import example, given, settings
from hypothesis import strategies as st

from .conftest import FACTS, inventory, resolver

REPOSITORY = """
from sqlalchemy.orm import Session

class Repository:
    def __init__(self, session: Session):
        self.session = session

    def save(self, order):
        self.session.add(order)
        self.session.commit()
"""
SERVICE = """
from shop.repository import Repository

def place(repository: Repository):
    repository.save(1)
"""
OTHER = """
def total(prices):
    return sum(prices)
"""
SHOP = {"shop.repository": REPOSITORY, "shop.service": SERVICE, "shop.other": OTHER}


def after(
    before: Mapping[str, str], now: Mapping[str, str], *, forgotten: bool = False
) -> tuple[SiteInventory, set[str]]:
    """What is found now with what was known before, and the functions that were asked about anew.

    Args:
        before: module name to source.
        now: module name to source.
        forgotten: whether the facts of the state before are gone.
    """
    earlier = Ledger(resolver(before))
    resolve_sites(earlier, calls=True)
    state = earlier.state()
    asked: set[str] = set()
    fresh = resolver(now, numbers=state.numbers)
    once = fresh.answers.once

    def watched(key, nothing, answer):
        if key[0] == "sites":
            asked.add(key[1].module.name)
        return once(key, nothing, answer)

    fresh.answers.once = watched  # type: ignore[method-assign]
    ledger = Ledger(fresh, state) if forgotten else Ledger(fresh, state, FACTS.get)
    return resolve_sites(ledger, calls=True), asked


def test_nothing_is_asked_again_where_nothing_has_changed():
    found, asked = after(SHOP, SHOP)
    assert asked == set()
    assert found == inventory(SHOP, calls=True)


@pytest.mark.parametrize("other", [OTHER, OTHER + "\n\ndef total_of_all(prices):\n    return 0\n"])
def test_the_words_of_a_state_are_those_of_its_own_files(other: str):
    earlier = Ledger(resolver(SHOP))
    resolve_sites(earlier, calls=True)
    now = {**SHOP, "shop.other": other}
    state = earlier.state()
    ledger = Ledger(resolver(now, numbers=state.numbers), state, FACTS.get)
    resolve_sites(ledger, calls=True)
    words = ledger.state().vocabulary
    assert words == Ledger(resolver(now)).state().vocabulary
    assert ("total_of_all" in words["functions"]) is (other != OTHER)


def test_a_change_is_asked_about_wherever_it_was_looked_into_and_nowhere_else():
    found, asked = after(SHOP, {**SHOP, "shop.repository": REPOSITORY.replace("self.session.commit()", "pass")})
    assert asked == {"shop.repository", "shop.service"}
    assert found.sites == ()


def test_all_who_lean_on_a_change_are_asked_and_not_the_first_of_them_alone():
    users = {f"shop.user{n}": SERVICE for n in range(3)}
    _, asked = after({**SHOP, **users}, {**SHOP, **users, "shop.repository": REPOSITORY.replace("order", "o")})
    assert asked == {"shop.repository", "shop.service", *users}


def test_a_line_further_down_shows_in_what_others_say_of_it():
    now = {**SHOP, "shop.repository": f"# a comment\n{REPOSITORY}"}
    assert after(SHOP, now)[0] == inventory(now, calls=True)


@pytest.mark.parametrize(
    ("name", "before", "now"),
    [
        ("a module that was imported and not there", {"shop.service": SERVICE}, SHOP),
        ("a module that is gone", SHOP, {"shop.service": SERVICE}),
        (
            "a second method of a name that was the only one",
            {"shop.a": "def f(x):\n    x.store_all()\n", "shop.b": "class A:\n    def store_all(self): ...\n"},
            {
                "shop.a": "def f(x):\n    x.store_all()\n",
                "shop.b": "class A:\n    def store_all(self): ...\n",
                "shop.c": "class C:\n    def store_all(self): ...\n",
            },
        ),
        (
            "a caller that says what a parameter is",
            {"shop.a": "def f(db):\n    db.commit()\n"},
            {
                "shop.a": "def f(db):\n    db.commit()\n",
                "shop.b": "from sqlalchemy.orm import Session\nfrom shop.a import f\nf(Session())\n",
            },
        ),
        (
            "an override below a class",
            {"shop.a": "class A:\n    def run(self): ...\ndef f(a: A):\n    a.run()\n"},
            {
                "shop.a": "class A:\n    def run(self): ...\ndef f(a: A):\n    a.run()\n",
                "shop.b": "from shop.a import A\nclass B(A):\n    def run(self): ...\n",
            },
        ),
        (
            "a delegate whose callers had been passed over",
            {
                "shop.a": "from sqlalchemy.orm import Session\nfrom shop.b import finish\ndef f(s: Session):\n    finish(s)\n",
                "shop.b": "def finish(s): ...\n",
            },
            {
                "shop.a": "from sqlalchemy.orm import Session\nfrom shop.b import finish\ndef f(s: Session):\n    finish(s)\n",
                "shop.b": "def finish(s):\n    s.commit()\n",
            },
        ),
        (
            "a property where there was an attribute",
            {
                "shop.a": "from shop.b import B\ndef f(b: B):\n    return b.x\n",
                "shop.b": "class B:\n    x = 1\n",
            },
            {
                "shop.a": "from shop.b import B\ndef f(b: B):\n    return b.x\n",
                "shop.b": "class B:\n    @property\n    def x(self): ...\n",
            },
        ),
        (
            "what is set on an object from outside",
            {"shop.a": "import shop.state\ndef f():\n    shop.state.db.commit()\n", "shop.state": "db = None\n"},
            {
                "shop.a": "import shop.state\ndef f():\n    shop.state.db.commit()\n",
                "shop.state": "db = None\n",
                "shop.b": "import shop.state\nfrom sqlalchemy.orm import Session\nshop.state.db = Session()\n",
            },
        ),
        (
            "a module of the project that hides a library",
            {"app": "from sqlalchemy.orm import Session\ndef f():\n    Session().commit()\n"},
            {
                "app": "from sqlalchemy.orm import Session\ndef f():\n    Session().commit()\n",
                "sqlalchemy.orm": "class Session:\n    def commit(self): ...\n",
            },
        ),
        (
            "a function that is handed on",
            {
                "shop.a": "def write(db):\n    db.commit()\n",
                "shop.b": "from sqlalchemy.orm import Session\ndef do(task):\n    task(Session())\n",
            },
            {
                "shop.a": "def write(db):\n    db.commit()\n",
                "shop.b": "from sqlalchemy.orm import Session\ndef do(task):\n    task(Session())\n",
                "shop.c": "from shop.a import write\nfrom shop.b import do\ndo(write)\n",
            },
        ),
        (
            "a function that is a dependency no more",
            {
                "shop.a": "from fastapi import Depends\nfrom sqlalchemy.orm import Session\n"
                "def make():\n    s = Session()\n    yield s\n    s.commit()\ndef f(s=Depends(make)): ...\n",
                "shop.b": "from shop.a import f\nf(1)\n",
                "shop.c": "from fastapi import Depends\nfrom shop.a import f\ndef g(x=Depends(f)): ...\n",
            },
            {
                "shop.a": "from fastapi import Depends\nfrom sqlalchemy.orm import Session\n"
                "def make():\n    s = Session()\n    yield s\n    s.commit()\ndef f(s=Depends(make)): ...\n",
                "shop.b": "from shop.a import f\nf(1)\n",
                "shop.c": "from fastapi import Depends\nfrom shop.a import f\ndef g(x=Depends(print)): ...\n",
            },
        ),
        (
            "a function where a name led nowhere",
            {"shop.a": "from shop.b import late\ndef f(run):\n    run(late)\n", "shop.b": ""},
            {"shop.a": "from shop.b import late\ndef f(run):\n    run(late)\n", "shop.b": "def late(): ...\n"},
        ),
    ],
)
def test_what_comes_or_goes_elsewhere_counts(name: str, before: dict[str, str], now: dict[str, str]):
    found = after(before, now)[0]
    assert found == inventory(now, calls=True)
    assert found != inventory(before, calls=True), "the case changes nothing, so it proves nothing"
    earlier = _next(before, None, here=True)
    resolve_sites(earlier, calls=True)
    later = _next(now, earlier.state(), here=True)
    assert resolve_sites(later, calls=True) == inventory(now, ("transaction", "write"), calls=True)


def test_what_was_said_of_units_that_stand_for_themselves_no_more_is_of_no_use():
    callers = "from sqlalchemy.orm import Session\nfrom shop.a import f\nf(Session())\n"
    shop = {"shop.a": "def f(db):\n    db.commit()\n", "shop.b": callers, "shop.c": ""}
    earlier = _next(shop, None, here=True)
    resolve_sites(earlier, calls=True)
    now = {**shop, "shop.c": f"{callers}f(2)\n"}
    state = earlier.state()
    # The same contents, and yet none of the modules is taken over.
    later = Ledger(resolver(now, ("transaction", "write"), numbers=state.numbers, noting="asked"), state, FACTS.get)
    assert resolve_sites(later, calls=True) == inventory(now, ("transaction", "write"), calls=True)


def test_in_one_process_a_change_from_which_nothing_follows_ends_where_it_is_looked_at():
    shop = {**SHOP, "shop.repository": REPOSITORY + "\n    def size(self):\n        return 1\n"}
    earlier = _next(shop, None, here=True)
    resolve_sites(earlier, calls=True)
    now = {**shop, "shop.other": OTHER, "shop.user": "from shop.repository import Repository\n"}
    now["shop.service"] = SERVICE + "\nx = 1\n"
    later = _next(now, earlier.state(), here=True)
    found: list[str] = []
    begin = later.resolver.answers._begin

    def begun(key):
        found.append(key[1].module.name if hasattr(key[1], "module") else str(key[1]))
        begin(key)

    later.resolver.answers._begin = begun  # type: ignore[method-assign]
    assert resolve_sites(later, calls=True) == inventory(now, ("transaction", "write"), calls=True)
    assert "shop.other" not in found


def test_all_is_asked_again_where_it_cannot_be_told_what_has_changed():
    now = {**SHOP, "shop.other": OTHER.replace("sum", "max")}
    found, asked = after(SHOP, now, forgotten=True)
    assert asked == set(SHOP)
    assert found == inventory(now, calls=True)


_PIECES = [
    "from sqlalchemy.orm import Session",
    "from {m0} import *",
    "from {m1} import Repository, helper",
    "from {m2} import helper as other, state",
    "def helper(session):\n    session.commit()",
    "def helper(x, y=None):\n    return Repository(x)",
    "def save(db):\n    db.rollback()",
    "class Repository:\n    def __init__(self, session: Session):\n        self.session = session\n"
    "    def save(self):\n        self.session.commit()",
    "class Repository:\n    session = Session()\n    def save(self):\n        helper(self.session)",
    "class Special(Repository):\n    def save(self):\n        super().save()\n    @property\n    def size(self):\n        return other(self)",
    "def use(repository: Repository):\n    repository.save()\n    return repository.size",
    "def guess(thing):\n    thing.save()\n    thing.size\n    thing.session.commit()",
    "state = Session()",
    "state = None",
    "Repository.session = state",
    "def run(task):\n    task(state)",
    "run(helper)\nrun(save)",
    "def start():\n    helper(Session())\n    guess(Special(state))\n    use(Repository(Session()))",
    "def loop(n):\n    return loop(n - 1) if n else use(other(n))",
    "@other\ndef decorated(session):\n    session.commit()",
    "class Commands(Repository):\n    def do_save(self):\n        self.session.commit()\n"
    "    def run(self, name):\n        getattr(self, f'do_{{name}}')()\n        self.pick('do_save')\n"
    "    def pick(self, method):\n        getattr(self, method)()",
    "from typing import Protocol\nclass End(Protocol):\n    def __call__(self, session): ...\ndef how() -> End:\n    return helper\n"
    "def end(by: End):\n    how()(state)\n    by(state)\nend(other)",
    "class Manager:\n    def ship(self, order, note=None):\n        order.save()\n        order.session.commit()",
    "def send(client):\n    client.cast('ship', order=Repository(state))",
    "from django.utils.module_loading import import_string\ndef load(path='{m1}.Repository'):\n    import_string(path)(state).save()\n    import_string(getattr(state, 'x', '{m1}.Special'))().save()",
    "class Part:\n    @property\n    def main(self):\n        return self.parent.main\n    def go(self):\n        self.main.save()",
    "class Main:\n    @property\n    def main(self) -> Repository:\n        return self._main",
    "from enum import Enum\nclass Way(Enum):\n    READ = 1\n    WRITE = 2",
    "from enum import Enum\nclass Way(Enum):\n    READ = 1\n    WRITE = 1",
    "MODE = 'a'",
    "MODE = 'x'",
    "from contextlib import contextmanager\nfrom {m1} import Way, MODE\n@contextmanager\ndef scope(way, mode='x'):\n    yield state\n"
    "    if way is Way.WRITE and mode != MODE:\n        state.commit()",
    "from {m0} import scope, Way\ndef enter(session: Session):\n    with scope(Way.WRITE):\n        session.add(1)\n"
    "    with scope(Way.READ, mode='a'):\n        helper(session)",
    "class Base(Repository):\n    class Meta:\n        abstract = True\n    def save(self):\n        self.session.commit()",
    "from {m2} import Base\nclass Near(Base):\n    pass\ndef near(base: Base):\n    base.save()",
    "KEPT = []\ndef keep(task):\n    KEPT.append(task)",
    "def keep(task):\n    def later():\n        if task is not None:\n            task(state)\n    later()",
    "from {m1} import keep\nkeep(helper)\nkeep(lambda: save(state))\ndef put(on=None):\n    keep(on)\nput(save)",
    "class Holder:\n    @property\n    def held(self):\n        return self.kept",
    "from {m0} import Holder\nclass Held(Holder):\n    def __init__(self, session: Session):\n        self.kept = session\n"
    "    def end(self):\n        self.held.commit()",
]
_MODULE = st.lists(st.integers(0, len(_PIECES) - 1), max_size=8)
MODULES = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), _MODULE, min_size=1)
_STATES = st.lists(MODULES, min_size=2, max_size=5)


def sources(chosen: Mapping[str, list[int]]) -> dict[str, str]:
    """A project of some pieces, by module."""
    names = {"m0": "p.a", "m1": "p.b", "m2": "p.c"}
    return {f"p.{name}": "\n".join(_PIECES[i].format(**names) for i in pieces) for name, pieces in chosen.items()}


def _next(files: Mapping[str, str], known: State | None, *, here: bool) -> Ledger:
    """A ledger on a later state, in the same process or in another one."""
    former = known.resolver if here and known is not None else None
    numbers = known.numbers if known is not None else None
    noting: Noting = "asked" if here else "leaning"
    fresh = resolver(files, ("transaction", "write"), numbers=numbers, former=former, noting=noting)
    return Ledger(fresh, known, FACTS.get)


def _tables(project: Project) -> list[dict[str, str]]:
    """The project's tables of names, as texts; units show as their labels."""
    tables = (
        project.classes,
        project.methods,
        project.holders,
        project.decorated,
        project.subclasses,
        project.stores,
        project.calls,
        project.arguments,
        project.sent,
    )
    return [{name: str(entries) for name, entries in table.items()} for table in tables]


@settings(max_examples=300, deadline=None)
@given(_STATES, st.booleans())
@example([{"a": [16, 15], "d": [1, 4, 16]}, {"d": [4, 16]}], True)
def test_a_project_that_changes_is_found_as_if_it_had_never_been_seen(states: list[dict[str, list[int]]], here: bool):
    known: State | None = None
    chosen: dict[str, list[int]] = {}
    for changes in states:
        # A module that is drawn empty goes; those that are not drawn stay.
        chosen = {name: pieces for name, pieces in {**chosen, **changes}.items() if pieces}
        files = sources(chosen)
        ledger = _next(files, known, here=here)
        found = resolve_sites(ledger, calls=True)
        assert found == inventory(files, ("transaction", "write"), calls=True)
        assert _tables(ledger.resolver.project) == _tables(resolver(files).project)
        known = ledger.state()


_FEW = st.integers(0, 5)
_ROUNDS = st.lists(
    st.dictionaries(_FEW, st.tuples(st.sets(_FEW, max_size=3), st.booleans()), min_size=1), min_size=2, max_size=4
)


def _round(functions: Mapping[int, tuple[set[int], bool]]) -> dict[str, str]:
    """Modules whose functions return what those of others return; some make a session, and one commits what each returns."""
    files = {}
    for number in range(6):
        called, makes = functions.get(number, (set(), False))
        lines = ["from sqlalchemy.orm import Session", *(f"from m{other} import f{other}" for other in range(6))]
        lines += [f"def f{number}(x):", *(f"    if x: return f{other}(x)" for other in sorted(called))]
        files[f"m{number}"] = "\n".join([*lines, "    return Session()" if makes else "    raise ValueError"])
        files[f"u{number}"] = f"from m{number} import f{number}\ndef use(x):\n    f{number}(x).commit()"
    return files


@settings(max_examples=200, deadline=None)
@given(_ROUNDS, st.permutations(range(12)), st.booleans())
def test_functions_that_call_each_other_in_circles_are_no_exception(rounds, order, here):
    known: State | None = None
    functions: dict[int, tuple[set[int], bool]] = {}
    for changes in rounds:
        functions = {**functions, **changes}
        files = _round(functions)
        ledger = _next(files, known, here=here)
        for number in order:
            # Whoever asks first keeps what others will find.
            for unit in ledger.resolver.project.all_modules[number].units:
                ledger.ask(SITES, unit)
        assert resolve_sites(ledger, calls=True) == inventory(files, ("transaction", "write"), calls=True)
        known = ledger.state()


def _state() -> State:
    ledger = Ledger(resolver(SHOP))
    resolve_sites(ledger, calls=True)
    state = ledger.state()
    return State(state.files, state.vocabulary, state.answers, state.numbers)


def test_a_state_survives_as_bytes():
    state = _state()
    assert any(
        answer.sites for answers in state.answers.values() for answer, _ in answers.values() if hasattr(answer, "sites")
    )
    assert decoded(encoded(state), (SITES, CALLS)) == state


def test_answers_to_questions_that_nobody_asks_are_left_out():
    found = decoded(encoded(_state()), (SITES,))
    assert found is not None
    assert {question for question, _ in found.answers} == {"sites"}


@pytest.mark.parametrize("data", [b"", b"garbage", msgspec.msgpack.encode([1, {}]), encoded(_state())[:-1]])
def test_what_is_no_state_is_none(data: bytes):
    assert decoded(data, (SITES, CALLS)) is None


def test_a_debt_is_what_the_question_that_was_open_leaned_on():
    debts = Debts()
    owed = module_bit(1) | debts.owe()
    assert debts.owe() == debts.owe(), "one question is open"
    debts.answered(owed | module_bit(2) | name_bit("call", "save"))
    assert debts.settled(owed) == module_bit(1) | module_bit(2) | name_bit("call", "save")
    later = debts.owe()
    debts.answered(owed | later | module_bit(3))
    assert debts.settled(later) == module_bit(1) | module_bit(2) | module_bit(3) | name_bit("call", "save")
    assert debts.settled(NOTHING) == NOTHING
