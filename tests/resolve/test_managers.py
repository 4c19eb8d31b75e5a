"""Blocks of other distributions' context managers: said where one of them gives what is used like a session."""

from pathlib import Path

import pytest
from archcheck.model.report import BlindSpot
from archcheck.run.check import Options, check

LAYERS = """
[[layers]]
id = "L1"
modules = ["shop"]

[[contracts]]
id = "transactions"
type = "effect"
effect = "transaction"
owners = ["L1"]
"""


def spots(tmp_path: Path, text: str) -> list[BlindSpot]:
    """The blocks that are blind spots in a project with a commit besides."""
    (tmp_path / "shop.py").write_text(text + "\n\ndef save(session: Session):\n    session.commit()\n")
    (tmp_path / "layers.toml").write_text(LAYERS)
    return [spot for spot in check(tmp_path, Options()).blind_spots if spot.kind == "manager"]


def test_every_block_of_what_is_used_like_a_session_somewhere_is_a_blind_spot(tmp_path: Path) -> None:
    found = spots(
        tmp_path,
        """from platform_tools.db import scope
from sqlalchemy.orm import Session


def telling(orders):
    with scope() as session:
        session.add_all(orders)
        session.flush()


def silent(orders):
    with scope() as given:
        print(given)

    with scope():
        print(orders)
""",
    )
    assert [spot.line for spot in found] == [6, 12, 15]
    assert all("platform_tools.db.scope()" in spot.reason for spot in found)
    assert all("sqlalchemy.orm.Session" in spot.reason for spot in found)


@pytest.mark.parametrize(
    ("imported", "made"),
    [
        pytest.param("from platform_tools import lock", "lock()", id="used like nothing that is known"),
        pytest.param("import socket", "socket.socket()", id="of the standard library"),
        pytest.param("from sqlalchemy import orm", "orm.Session(None)", id="in the catalog"),
        pytest.param("def scope(): ...", "scope()", id="of the project"),
    ],
)
def test_what_is_known_or_looks_like_no_session_is_none(tmp_path: Path, imported: str, made: str) -> None:
    used = "held.acquire()" if "lock" in made else "session.add_all([]); session.flush()"
    name = "held" if "lock" in made else "session"
    text = (
        f"{imported}\nfrom sqlalchemy.orm import Session\n\n\ndef run():\n    with {made} as {name}:\n        {used}\n"
    )
    assert not spots(tmp_path, text)
