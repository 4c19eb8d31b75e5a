"""What a finding on a write says is the same in every run, however many paths there are to choose from."""

from pathlib import Path

from archcheck.run.check import Options, check

LAYERS = """
[[layers]]
id = "L4"
modules = ["shop.coordinators"]

[[layers]]
id = "L1"
modules = ["shop", "shop.drivers"]

[[contracts]]
id = "transactions"
type = "effect"
effect = "transaction"
owners = ["L4"]
orphans = "error"
"""
CALLERS = "abcdefghijkl"
DRIVERS = """
from sqlalchemy.orm import Session

def save(session: Session) -> None:
    session.add(object())

def finish(session: Session) -> None:
    session.expire_all()
    end(session)

def end(session: Session) -> None:
    session.commit()

def forgets(session: Session) -> None:
    save(session)
"""


def test_of_several_callers_that_go_on_to_a_commit_the_first_by_name_is_told(tmp_path: Path) -> None:
    goes_on = "def {}(session: Session) -> None:\n    save(session)\n    finish(session)\n"
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").touch()
    (tmp_path / "shop" / "coordinators.py").touch()
    (tmp_path / "shop" / "drivers.py").write_text(DRIVERS + "\n".join(map(goes_on.format, CALLERS)))
    (tmp_path / "layers.toml").write_text(LAYERS)
    (orphan,) = (found for found in check(tmp_path, Options()).findings if found.rule == "effect-orphan")
    assert orphan.severity == "warning"
    assert "shop.drivers:a commits it, and nobody on the path from shop.drivers:forgets does" in orphan.message
