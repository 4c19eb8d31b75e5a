"""Of several paths to a site that one is shown which starts where the project is known to be entered."""

from pathlib import Path

import pytest
from archcheck.model.finding import Finding
from archcheck.run.check import Options, check

LAYERS = """
[[layers]]
id = "L4"
modules = ["shop.routes"]

[[layers]]
id = "L1"
modules = ["shop", "shop.drivers"]

[[contracts]]
id = "transactions"
type = "effect"
effect = "transaction"
owners = ["L4"]
mode = "{mode}"
"""
DRIVERS = """
from celery import shared_task
from sqlalchemy.orm import Session

def end(session: Session) -> None:
    session.add(object())
    session.commit()

def save(session: Session) -> None:
    end(session)

def left_over(session: Session) -> None:
    end(session)
"""
TASK = """
@shared_task
def sweep(session: Session) -> None:
    save(session)
"""
ROUTES = """
from shop.drivers import save

def place(session):
    save(session)
"""


def sites(tmp_path: Path, drivers: str, routes: str = "", mode: str = "inside") -> list[Finding]:
    """The sites of a project."""
    (tmp_path / "shop").mkdir(parents=True)
    (tmp_path / "shop" / "__init__.py").touch()
    (tmp_path / "shop" / "routes.py").write_text(routes)
    (tmp_path / "shop" / "drivers.py").write_text(drivers)
    (tmp_path / "layers.toml").write_text(LAYERS.format(mode=mode))
    return [found for found in check(tmp_path, Options()).findings if found.rule == "effect-site"]


def witness(tmp_path: Path, drivers: str, routes: str = "", mode: str = "inside") -> list[str]:
    """The functions of the path to the one site of a project."""
    (site,) = sites(tmp_path, drivers, routes, mode)
    return functions(site)


def functions(site: Finding) -> list[str]:
    """The functions of the path to a site."""
    return [step.function.partition(":")[2] for step in site.witness]


@pytest.mark.parametrize("mode", ["inside", "through"])
def test_a_registered_function_stands_before_one_that_nobody_calls(tmp_path: Path, mode: str) -> None:
    assert witness(tmp_path, DRIVERS + TASK, mode=mode) == ["sweep", "save", "end"]


def test_an_owner_stands_before_a_function_that_nobody_calls(tmp_path: Path) -> None:
    assert witness(tmp_path, DRIVERS, ROUTES) == ["place", "save", "end"]


def test_a_contract_about_paths_shows_the_one_that_no_owner_stands_on(tmp_path: Path) -> None:
    assert witness(tmp_path, DRIVERS, ROUTES, "through") == ["left_over", "end"]


def test_where_nothing_speaks_for_an_entry_the_shortest_path_is_shown(tmp_path: Path) -> None:
    assert witness(tmp_path, DRIVERS) == ["left_over", "end"]


def test_a_module_that_only_keeps_a_function_says_nothing_of_how_it_is_called(tmp_path: Path) -> None:
    kept = "class Steps:\n    all = [end]\n\nSTEPS = [end]\n"
    assert witness(tmp_path, DRIVERS + kept, ROUTES) == ["place", "save", "end"]


def test_a_path_on_which_the_site_is_no_savepoint_stands_before_a_shorter_one(tmp_path: Path) -> None:
    drivers = """
from django.db import transaction

@transaction.atomic
def end() -> None: ...

def save() -> None:
    end()
"""
    routes = """
from django.db import transaction
from shop import drivers

@transaction.atomic
def place():
    drivers.end()

def place_later():
    drivers.save()
"""
    assert witness(tmp_path, drivers, routes) == ["place_later", "save", "end"]


def test_a_path_on_which_an_argument_rules_out_a_call_stands_behind_a_longer_one(tmp_path: Path) -> None:
    drivers = """
from sqlalchemy.orm import Session

def end(session: Session) -> None:
    session.add(object())
    session.commit()

def save(session: Session, later=None, kind=None) -> None:
    if later:
        later(session)
    else:
        end(session)
    if kind is None:
        return
    end(session)

def hand_on(session: Session, later) -> None:
    save(session, later)
"""
    routes = """
from shop import drivers

def note(session): ...

def also(session):
    drivers.save(session, note)

def better(session):
    drivers.hand_on(session, None)

def chosen(session):
    drivers.hand_on(session, lambda session: None)
"""
    assert witness(tmp_path, drivers, routes) == ["better", "hand_on", "save", "end"]


ATOMIC = """
from django.db import transaction

@transaction.atomic
def save():
    with transaction.atomic():
        pass

@transaction.atomic
def save_all():
    save()
"""


@pytest.mark.parametrize(("called", "where"), [("save_all", "on this path, inside of save_all"), ("save", None)])
def test_a_transaction_in_another_one_is_called_a_savepoint(tmp_path: Path, called: str, where: str | None) -> None:
    found = sites(tmp_path, ATOMIC, f"from shop.drivers import {called}\n\ndef place():\n    {called}()\n")
    said = {(site.function, site.form): site.message for site in found}
    assert "(a savepoint inside of its own transaction)" in said["save", "with"]
    assert ("savepoint" in said["save", "decorator"]) is (where is not None)
    assert where is None or f"(a savepoint {where})" in said["save", "decorator"]
    assert "savepoint" not in said["save_all", "decorator"]


@pytest.mark.parametrize(
    ("around", "call", "is_savepoint"),
    [
        ("@transaction.atomic", "save()", True),
        ("@transaction.atomic(using='default')", "save()", False),
        ("@transaction.atomic", "transaction.on_commit(save)", False),
        ("@transaction.atomic", "kept.append(save)", False),
    ],
)
def test_what_runs_later_or_elsewhere_is_no_savepoint(
    tmp_path: Path, around: str, call: str, is_savepoint: bool
) -> None:
    drivers = (
        "from django.db import transaction\nkept = []\n@transaction.atomic\ndef save():\n    kept.clear()\n"
        f"{around}\ndef save_all():\n    {call}\n"
    )
    found = sites(tmp_path, drivers, "from shop.drivers import save_all\n\ndef place():\n    save_all()\n")
    (message,) = (site.message for site in found if site.function == "save")
    assert ("savepoint" in message) is is_savepoint


@pytest.mark.parametrize(
    ("body", "is_savepoint"),
    [
        ("with transaction.atomic():\n        save()", True),
        ("with open('x'), transaction.atomic(), lock(save()):\n        pass", True),
        ("with lock(save()), transaction.atomic():\n        pass", False),
        ("with transaction.atomic():\n        kept.clear()\n    save()", False),
        ("with transaction.atomic(using='other'):\n        save()", False),
        ("with transaction.atomic():\n        transaction.on_commit(save)", False),
    ],
)
def test_a_transaction_below_a_block_of_its_kind_is_a_savepoint(tmp_path: Path, body: str, is_savepoint: bool) -> None:
    drivers = (
        "from django.db import transaction\nkept = []\ndef lock(x): ...\n@transaction.atomic\ndef save():\n    kept.clear()\n"
        f"def save_all():\n    {body}\n"
    )
    found = sites(tmp_path, drivers, "from shop.drivers import save_all\n\ndef place():\n    save_all()\n")
    (message,) = (site.message for site in found if site.function == "save")
    assert ("(a savepoint on this path, inside of save_all)" in message) is is_savepoint


def test_a_block_in_a_block_is_a_savepoint(tmp_path: Path) -> None:
    drivers = "from django.db import transaction\ndef save():\n    with transaction.atomic():\n        with transaction.atomic():\n            print()\n"
    outer, inner = (site.message for site in sites(tmp_path, drivers))
    assert "savepoint" not in outer
    assert "(a savepoint inside of its own transaction)" in inner


@pytest.mark.parametrize(
    "registers",
    [
        "post_delete.connect(save, sender=Order)",
        "setattr(Order, 'save', save)",
        "post_delete.connect(lambda **kwargs: save(), sender=Order)",
        "HANDLERS['delete'] = lambda: save()",
        "HANDLERS['all'] = [lambda: save()]",
        "HANDLERS['delete'] = save",
        "put_away(save)",
        "Keeper(save)",
        "HANDLERS['view'] = as_view(save)",
        "put_away(Step(save))",
        "app.before_request(save)",
        "LoginManager(app).user_loader(save)",
        "JWTManager(app).token_in_blocklist_loader(save)",
        "put_further(save)",
    ],
)
def test_who_only_registers_a_function_is_not_on_its_path(tmp_path: Path, registers: str) -> None:
    drivers = (
        "from dataclasses import dataclass\nfrom flask import Flask\nfrom flask_login import LoginManager\nfrom flask_jwt_extended import JWTManager\napp = Flask(__name__)\n"
        "@dataclass\nclass Step:\n    handler: object\n"
        "def put_further(handler):\n    put_away(Step(handler=handler))\n"
        "from django.db import transaction\nfrom django.db.models.signals import post_delete\nHANDLERS = {}\nclass Order: ...\n"
        "def put_away(handler):\n    HANDLERS['later'] = handler\n"
        "class Keeper:\n    def __init__(self, handler):\n        self.handlers = []\n        self.handlers.append(handler)\n"
        "def as_view(handler):\n    def view():\n        return handler()\n    return view if callable(handler) else handler\n"
        "@transaction.atomic\ndef save(**kwargs):\n    print()\n"
        f"def start():\n    {registers}\n"
    )
    found = witness(tmp_path, drivers, "from shop.drivers import start\n\ndef place():\n    start()\n")
    # Who is given a function back calls it by what stands around it.
    assert found == (["as_view.view", "save"] if "as_view" in registers else ["save"])


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ("handlers = Field(lambda m: save())", ["save"]),
        ("handlers = sorted([1], key=lambda m: save())", ["<module>", "Model", "save"]),
        ("handlers = (lambda m: save())(1)", ["<module>", "Model", "save"]),
        ("handlers = run_now(lambda: save())", ["<module>", "Model", "save"]),
    ],
)
def test_a_lambda_in_a_class_body_runs_when_it_is_called(tmp_path: Path, body: str, path: list[str]) -> None:
    drivers = (
        "from django.db import transaction\nfrom fields import Field\n@transaction.atomic\ndef save():\n    print()\n"
        "def run_now(handler):\n    handler()\n"
        f"class Model:\n    {body}\n"
    )
    assert witness(tmp_path, drivers) == path


def test_who_hands_a_parameter_on_asks_for_the_function_that_is_called(tmp_path: Path) -> None:
    drivers = """
from django.db import transaction

def in_parallel(function, *args):
    with open_pool() as pool:
        pool.map(function, *args)

@transaction.atomic
def save(): ...

def show(): ...

def show_all():
    in_parallel(show, [])

def a_long_way(): one()
def one(): two()
def two(): in_parallel(save, [])
"""
    routes = "from shop.drivers import a_long_way, show_all\n\ndef place():\n    a_long_way()\n\ndef view():\n    show_all()\n"
    assert witness(tmp_path, drivers, routes) == ["place", "a_long_way", "one", "two", "save"]


def test_an_inner_function_hands_on_what_the_one_around_was_handed(tmp_path: Path) -> None:
    drivers = """
from sqlalchemy.orm import Session

def end(session: Session, later: bool):
    session.add(object())
    if not later:
        session.commit()

def save(session: Session, later: bool = True):
    def write():
        end(session, later)
    run(write)

def other(session: Session):
    save(session, later=False)
"""
    routes = "from shop.drivers import other, save\n\ndef first(session):\n    save(session)\n"
    assert witness(tmp_path / "a", drivers, routes) == ["other", "save", "save.write", "end"]


@pytest.mark.parametrize(
    ("base", "path"),
    [
        ("class Meta:\n        abstract = True", ["place", "end", "Special.save", "Special.write"]),
        ("ordering = []", ["place", "end", "Base.save"]),
        ("@abstractmethod\n    def name(self): ...", ["place", "end", "Special.save", "Special.write"]),
    ],
)
def test_no_object_is_an_instance_of_an_abstract_class_itself(tmp_path: Path, base: str, path: list[str]) -> None:
    drivers = f"""
from abc import ABC, abstractmethod
from django.db import models, transaction

class Base(models.Model, ABC):
    {base}

    def save(self):
        with transaction.atomic():
            self.full_clean()

class Special(Base):
    def save(self):
        self.write()

    def write(self):
        super().save()

def end(thing: Base):
    thing.save()
"""
    routes = "from shop.drivers import Base, end\n\ndef place(thing: Base):\n    end(thing)\n"
    found = witness(tmp_path, drivers, routes)
    assert found[: len(path)] == path


@pytest.mark.parametrize(
    ("base", "path"), [("Confirm", ["Empty.act", "save"]), ("Many, Confirm", ["first", "Many.get"])]
)
def test_what_is_called_past_a_class_of_a_library_runs_on_the_same_object(
    tmp_path: Path, base: str, path: list[str]
) -> None:
    drivers = f"""
from django.db import transaction
from django.views.generic.detail import SingleObjectMixin

class Many(SingleObjectMixin):
    def get(self):
        return super(SingleObjectMixin, self).get()

class Confirm:
    def get(self):
        self.act()

class Both(Many, Confirm):
    def act(self): ...

class Empty({base}):
    def act(self):
        save()

@transaction.atomic
def save():
    print()
"""
    routes = "from shop.drivers import Many\n\ndef first(many: Many):\n    many.get()\n"
    assert witness(tmp_path, drivers, routes)[: len(path)] == path


@pytest.mark.parametrize("made", ["Base().run()", "thing = Base()\n    thing.run()", "Keeper().start()"])
def test_an_object_that_is_made_here_is_of_that_very_class(tmp_path: Path, made: str) -> None:
    drivers = f"""
from django.db import transaction

class Base:
    def run(self):
        self.hook()
    def hook(self): ...

class Special(Base):
    def hook(self):
        save()

@transaction.atomic
def save():
    print()

class Keeper:
    def __init__(self):
        self.thing = Base()
    def start(self):
        self.thing.run()

def start():
    {made}

def a_longer_way(thing: Base):
    go_on(thing)

def go_on(thing: Base):
    thing.run()
"""
    routes = "from shop.drivers import start, a_longer_way\n\ndef place(thing):\n    start()\n    a_longer_way(thing)\n"
    found = witness(tmp_path, drivers, routes)
    assert found == ["place", "a_longer_way", "go_on", "Base.run", "Special.hook", "save"]


def test_a_parameter_that_may_be_made_here_is_of_any_class(tmp_path: Path) -> None:
    drivers = """
from django.db import transaction

class Base:
    def run(self):
        self.hook()
    def hook(self): ...

class Special(Base):
    def hook(self):
        save()

@transaction.atomic
def save():
    print()

def start(thing: Base | None = None):
    if thing is None:
        thing = Base()
    thing.run()
"""
    routes = "from shop.drivers import start\n\ndef place(thing):\n    start(thing)\n"
    assert witness(tmp_path, drivers, routes) == ["place", "start", "Base.run", "Special.hook", "save"]


def test_what_is_handed_to_a_function_that_was_handed_over_is_known(tmp_path: Path) -> None:
    drivers = """
from sqlalchemy.orm import Session

def end(session: Session, now=False):
    session.add(object())
    if now:
        session.commit()

def run(session: Session, function):
    function(session)

def run_now(session: Session, function):
    check(session, function)

def check(session: Session, function):
    function(session, now=True)
"""
    routes = (
        "from shop.drivers import end, run, run_now\n\ndef first(session):\n    run(session, end)\n\n"
        "def second(session):\n    run_now(session, end)\n"
    )
    assert "run" not in witness(tmp_path, drivers, routes)


@pytest.mark.parametrize(
    ("decorator", "path"),
    [("@library.injects", ["other", "save"]), ("@library.injects\n@library.shows", ["other", "save"])],
)
def test_what_a_call_below_an_unknown_decorator_leaves_out_stands_empty(
    tmp_path: Path, decorator: str, path: list[str]
) -> None:
    drivers = f"""
import library
from sqlalchemy.orm import Session

{decorator}
def save(session: Session = None, now: bool = False):
    session.add(object())
    if now:
        session.commit()

def other():
    save(now=True)
"""
    routes = "from shop.drivers import other, save\n\ndef first():\n    save()\n"
    assert witness(tmp_path, drivers, routes) == path


@pytest.mark.parametrize(
    ("call", "path"),
    [
        ("save(session, True)", ["place", "save"]),
        ("save(session, False)", ["other", "save"]),
        ("save(session, now=True)", ["other", "save"]),
        ("save(session)", ["other", "save"]),
    ],
)
def test_what_comes_by_position_alone_comes_by_no_name(tmp_path: Path, call: str, path: list[str]) -> None:
    drivers = """
from sqlalchemy.orm import Session

def save(session: Session, now: bool = False, /, **more) -> None:
    session.add(object())
    if now:
        session.commit()
    session.add(object())

def other(session: Session) -> None:
    save(session, bool(session))
"""
    routes = f"from shop.drivers import save\n\ndef place(session):\n    {call}\n"
    assert witness(tmp_path, drivers, routes) == path


def test_a_transaction_of_a_library_that_joins_the_one_around_is_a_part_of_it(tmp_path: Path) -> None:
    drivers = """
from oslo_db.sqlalchemy import enginefacade

@enginefacade.writer
def save(context):
    context.session.add(object())

def save_all(context):
    with enginefacade.writer.using(context):
        save(context)

def chosen(function):
    def wrapper(context):
        with manager_of(context).writer.using(context):
            return function(context)
    return wrapper

@chosen
def save_elsewhere(context):
    context.session.add(object())

@enginefacade.writer
def save_everywhere(context):
    save_elsewhere(context)

def manager_of(context):
    return enginefacade.transaction_context()

def save_apart(context):
    with enginefacade.writer.independent.using(context):
        save_one(context)

@enginefacade.writer.independent
def save_one(context):
    context.session.add(object())
"""
    routes = (
        "from shop import drivers\n\ndef place(context):\n    drivers.save_all(context)\n    drivers.save_apart(context)\n"
        "    drivers.save_everywhere(context)\n"
    )
    said = {site.function: site.message for site in sites(tmp_path, drivers, routes)}
    assert "(a part of the transaction of save_all on this path)" in said["save"]
    assert not any("a part" in said[name] for name in ("save_all", "save_apart", "save_one", "save_elsewhere"))


@pytest.mark.parametrize(
    ("database", "said"), [("", "(a savepoint on this path, inside of place)"), ('using="other"', "")]
)
def test_a_wrapper_that_names_a_database_is_inside_of_no_transaction_on_another(
    tmp_path: Path, database: str, said: str
) -> None:
    drivers = f"""
from django.db import transaction

class Databases:
    @staticmethod
    def elsewhere(function):
        def wrapper(order):
            with transaction.atomic({database}):
                return function(order)
        return wrapper

    @staticmethod
    def archived(function):
        def wrapper(order):
            with transaction.atomic(using="archive"):
                return function(order)
        return wrapper

@Databases.elsewhere
def save(order):
    order.keep()

@transaction.atomic
def place(order):
    save(order)
"""
    routes = "from shop.drivers import place\n\ndef first(order):\n    place(order)\n"
    (found,) = [site for site in sites(tmp_path, drivers, routes) if site.function == "save"]
    assert ("savepoint" in found.message) is bool(said)
    assert said in found.message


@pytest.mark.parametrize(
    "runs",
    ["run_now(save)", "Job(save).run()", "threading.Thread(target=save).start()", "Worker(target=save).start()"],
)
def test_who_has_a_function_called_is_on_its_path(tmp_path: Path, runs: str) -> None:
    drivers = (
        "import threading\nfrom django.db import transaction\n"
        "def run_now(handler):\n    later = handler\n    later()\n"
        "class Job:\n    def __init__(self, handler):\n        self.handler = handler\n    def run(self):\n        self.handler()\n"
        "class Worker(threading.Thread):\n    daemon = True\n"
        "@transaction.atomic\ndef save():\n    print()\n"
        f"def start():\n    {runs}\n"
    )
    found = witness(tmp_path, drivers, "from shop.drivers import start\n\ndef place():\n    start()\n")
    assert found[:2] == ["place", "start"]
    assert found[-1] == "save"


@pytest.mark.parametrize(
    ("asks", "handed"),
    [("number is None", "1"), ("number", "None"), ("not number", "1"), ("number == 'one'", "'two'")],
)
def test_an_inner_function_asks_about_what_the_one_around_was_handed(tmp_path: Path, asks: str, handed: str) -> None:
    drivers = f"""
from sqlalchemy.orm import Session

def save(session: Session, number):
    def write():
        if {asks}:
            session.commit()
    run(write)

def other(session: Session, number):
    save(session, number)
"""
    routes = f"from shop.drivers import other, save\n\ndef first(session):\n    save(session, {handed})\n"
    assert witness(tmp_path / "a", drivers, routes) == ["other", "save", "save.write"]
    routes += "\ndef second(session, number):\n    other(session, number)\n"
    assert witness(tmp_path / "b", drivers, routes) == ["second", "other", "save", "save.write"]


def test_what_a_decorator_of_a_library_hands_on_is_known(tmp_path: Path) -> None:
    drivers = """
from sqlalchemy.orm import Session
from twisted.internet import defer

@defer.inlineCallbacks
def save(session: Session, number=None):
    session.add(object())
    if number:
        session.commit()

def other(session: Session, number):
    save(session, number)
"""
    routes = "from shop.drivers import other, save\n\ndef first(session):\n    save(session)\n"
    assert witness(tmp_path / "a", drivers, routes) == ["other", "save"]
    odd = drivers.replace("inlineCallbacks", "oddly")
    assert witness(tmp_path / "b", odd, routes) == ["first", "save"]


def test_a_contract_about_paths_shows_the_whole_path_that_it_speaks_of(tmp_path: Path) -> None:
    drivers = """
from sqlalchemy.orm import Session

def end(session: Session) -> None:
    session.add(object())
    session.commit()

def either(order, session: Session) -> None:
    if order is not None:
        end(session)

def start(session: Session) -> None:
    either(None, session)
"""
    (site,) = sites(tmp_path, drivers, mode="through")
    assert "on the path from shop.drivers:start" in site.message
    assert site.witness[0].function == "shop.drivers:start"


def test_a_path_that_an_argument_rules_out_begins_behind_it(tmp_path: Path) -> None:
    drivers = """
from sqlalchemy.orm import Session

def end(session: Session) -> None:
    session.add(object())
    session.commit()

def either(order, session: Session) -> None:
    if order is None:
        return
    if isinstance(order, int):
        end(session)

def hand_on(order, session: Session) -> None:
    either(order, session)
"""
    routes = "from shop.drivers import hand_on\n\ndef place(session):\n    hand_on({}, session)\n"
    assert witness(tmp_path / "a", drivers, routes.format("None")) == ["end"]
    assert witness(tmp_path / "b", drivers, routes.format("1")) == ["place", "hand_on", "either", "end"]


@pytest.mark.parametrize(
    "test",
    [
        "commit",
        "commit is not False and commit",
        "not (not commit)",
        "commit is True",
        "commit == True",
        "commit == 'db'",
    ],
)
def test_a_site_that_an_argument_rules_out_is_reached_by_another_call(tmp_path: Path, test: str) -> None:
    drivers = f"""
from sqlalchemy.orm import Session

def save(session: Session, commit: bool = True) -> None:
    session.add(object())
    if {test}:
        session.commit()
"""
    routes = "from shop.drivers import save\n\ndef place(session):\n    save(session, commit=False)\n"
    assert witness(tmp_path / "a", drivers, routes) == ["save"]
    routes += "\ndef replace(session):\n    save(session)\n"
    assert witness(tmp_path / "b", drivers, routes) == ["replace", "save"]


def test_a_site_asks_by_the_name_that_a_test_was_given(tmp_path: Path) -> None:
    drivers = """
from sqlalchemy.orm import Session, sessionmaker

def save(session: Session | None = None) -> None:
    owns = session is None
    session = session or sessionmaker()()
    session.add(object())
    if owns:
        session.commit()
"""
    routes = """
from shop.drivers import save
from sqlalchemy.orm import Session

def first(session: Session) -> None:
    save(session)

def second() -> None:
    save()
"""
    assert witness(tmp_path, drivers, routes) == ["second", "save"]


def test_a_manager_that_is_chosen_by_an_argument_asks_for_it(tmp_path: Path) -> None:
    drivers = """
from contextlib import nullcontext
from sqlalchemy.orm import Session, sessionmaker

def save(session: Session | None = None) -> None:
    if session is not None:
        scope = nullcontext(session)
    else:
        scope = sessionmaker().begin()
    with scope as session:
        session.add(object())
"""
    routes = """
from typing import Annotated

from fastapi import Depends
from shop.drivers import save
from sqlalchemy.orm import Session

def current() -> Session: ...

Current = Annotated[{}, Depends(current)]

def first(session: Current) -> None:
    save(session)

def second() -> None:
    save()
"""
    for annotation, caller in (("Session", "second"), ("Session | None", "first")):
        found = sites(tmp_path / caller, drivers, routes.format(annotation))
        (site,) = (site for site in found if site.expression == "scope")
        assert functions(site) == [caller, "save"]


DECLARED = [
    ("found: Orders", "second"),
    ("found: 'Orders'", "second"),
    ("found: orders.Orders", "second"),
    ("found: Annotated[Orders, 1]", "second"),
    ("found: Orders = Depends(Orders)", "second"),
    ("found: Orders = Body(None)", "first"),
    ("found: Orders = None", "first"),
    ("found: Orders | None", "first"),
    ("found: 'Maybe'", "first"),
    ("found: orders.Maybe", "first"),
    ("found: Maybe", "first"),
    ("found: Starred", "first"),
]


@pytest.mark.parametrize(("parameter", "start"), DECLARED)
def test_a_parameter_that_is_declared_to_be_an_object_is_not_none(tmp_path: Path, parameter: str, start: str) -> None:
    drivers = """
from typing import Optional

from sqlalchemy.orm import Session

class Orders:
    def __len__(self): ...

Maybe = Optional[Orders]
Starred = Optional[Orders]

def save(session: Session, orders) -> None:
    if orders is None:
        session.commit()
"""
    routes = f"""
from typing import Annotated

from fastapi import Body, Depends
from shop import drivers as orders
from shop.drivers import *
from shop.drivers import Maybe, Orders, save

def first(session, {parameter}) -> None:
    save(session, found)

def second(session, found) -> None:
    save(session, found)
"""
    assert witness(tmp_path, drivers, routes) == [start, "save"]


@pytest.mark.parametrize(
    "around",
    [
        pytest.param("    while again(orders):\n        orders = None", id="the test of a loop that binds it"),
        pytest.param("    for _ in range(2):\n        again(orders)\n        orders = None", id="further up in a loop"),
    ],
)
def test_what_is_handed_on_where_it_may_be_another_one_by_then_is_not_known(tmp_path: Path, around: str) -> None:
    drivers = f"""
from sqlalchemy.orm import Session

def again(orders) -> None:
    if orders is None:
        Session().commit()

def save(orders) -> None:
{around}
"""
    routes = "from shop.drivers import save\n\ndef place():\n    save(1)\n"
    assert witness(tmp_path, drivers, routes) == ["place", "save", "again"]


@pytest.mark.parametrize(
    "binding",
    [
        pytest.param("    if force:\n        owns = session is None", id="a parameter as well"),
        pytest.param("    for _ in range(2):\n        owns = not owns", id="itself"),
    ],
)
def test_a_name_that_may_have_another_value_stands_for_no_test(tmp_path: Path, binding: str) -> None:
    drivers = f"""
from sqlalchemy.orm import Session

def save(session=None, owns=False, force=False) -> None:
{binding}
    if owns:
        Session().commit()
"""
    routes = "from shop.drivers import save\n\ndef place():\n    save(1, owns=True)\n"
    assert witness(tmp_path, drivers, routes) == ["place", "save"]


def test_a_parameter_is_what_it_was_handed_until_it_is_bound_again(tmp_path: Path) -> None:
    drivers = """
from sqlalchemy.orm import Session

def save(session: Session, orders) -> None:
    for _ in range(2):
        if orders is None:
            session.commit()
        {}
"""
    routes = "from shop.drivers import save\n\ndef place(session):\n    save(session, 1)\n"
    assert witness(tmp_path / "a", drivers.format("print(orders)"), routes) == ["save"]
    assert witness(tmp_path / "b", drivers.format("orders = None"), routes) == ["place", "save"]


@pytest.mark.parametrize(
    ("handed", "start"),
    [
        pytest.param('"memory"', "second", id="another text"),
        pytest.param('""', "second", id="no text"),
        pytest.param("None", "second", id="nothing"),
        pytest.param('"db"', "first", id="the text"),
        pytest.param("name", "first", id="what is not known"),
        pytest.param("KEPT_IN", "first", id="the text by its name"),
    ],
)
def test_a_site_may_ask_for_a_text(tmp_path: Path, handed: str, start: str) -> None:
    drivers = """
from sqlalchemy.orm import Session

def save(session: Session, where) -> None:
    if where == "db":
        session.commit()
"""
    routes = f"""
from shop.drivers import save

KEPT_IN = "db"

def first(session, name):
    save(session, {handed})

def second(session):
    save(session, "db")
"""
    assert witness(tmp_path, drivers, routes) == [start, "save"]


CALLING = [
    pytest.param("def call(run, *given):\n    run(*given)\n", id="a parameter"),
    pytest.param(
        "def call(run, *given):\n    do(run, *given)\n\ndef do(run, *given):\n    run(*given)\n",
        id="one that is handed on",
    ),
    pytest.param(
        "def call(run, *given):\n    def wrapped():\n        run(*given)\n    pool.submit(wrapped)\n",
        id="by an inner function",
    ),
    pytest.param(
        "def call(run, *given):\n    def outer():\n        def inner():\n            run(*given)\n        inner()\n    outer()\n",
        id="by one inside of that",
    ),
]


CALLED = """
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy.orm import Session

pool = ThreadPoolExecutor()

def end(session: Session) -> None:
    session.add(object())
    session.commit()

def look(session: Session) -> None:
    print(session)

def left_over(session):
    call(end, session)

"""


@pytest.mark.parametrize("calling", CALLING)
def test_what_is_handed_in_is_what_is_called(tmp_path: Path, calling: str) -> None:
    routes = "from shop.drivers import call, look\n\ndef place(session):\n    call(look, session)\n"
    assert witness(tmp_path, CALLED + calling, routes) == ["left_over", "end"]


@pytest.mark.parametrize("calling", CALLING)
def test_a_lambda_is_none_of_the_functions_that_are_handed_in_elsewhere(tmp_path: Path, calling: str) -> None:
    routes = "from shop.drivers import call\n\ndef place(session):\n    call(lambda each: print(each), session)\n"
    assert witness(tmp_path, CALLED + calling, routes) == ["left_over", "end"]


@pytest.mark.parametrize("calling", CALLING)
def test_what_may_be_handed_in_rules_out_nothing(tmp_path: Path, calling: str) -> None:
    routes = """
from shop.drivers import call, end, look

def place(session, ends):
    call(choose(ends), session)

def choose(ends):
    return end if ends else look
"""
    found = witness(tmp_path, CALLED + calling, routes)
    assert (found[:2], found[-1]) == (["place", "call"], "end")
