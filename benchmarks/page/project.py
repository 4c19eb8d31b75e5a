"""A project of any size, to measure the review with: the same number of modules gives the same files.

    python benchmarks/page/project.py 10000 DIRECTORY

Every hundred modules are a domain of four layers. A module imports a handful of modules below it, mostly of its own domain; one in a
hundred imports upwards, one driver in ten commits, and half of the coordinators do, as they may.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

LAYERS = ("coordinators", "services", "drivers", "models")
A_DOMAIN = 100
A_LAYER = A_DOMAIN // len(LAYERS)
SEED = 20261125

CONFIGURATION = """[project]
packages = ["big"]
domains  = ["big.{domain}.**"]

[[layers]]
id      = "L4"
name    = "Coordinators"
modules = ["big.*.coordinators.**"]

[[layers]]
id      = "L3"
name    = "Services"
modules = ["big.*.services.**"]

[[layers]]
id      = "L2"
name    = "Drivers and repositories"
modules = ["big.*.drivers.**"]

[[layers]]
id      = "L1"
name    = "Models"
modules = ["big.**"]

[[contracts]]
id     = "layers"
type   = "layers"
reason = "What is started from outside knows what it starts, never the reverse."

[[contracts]]
id       = "transactions"
type     = "effect"
effect   = "transaction"
owners   = ["L4"]
reason   = "A coordinator is one unit of work."
guidance = "Take the session as a parameter and let the coordinator commit."
"""


def write_project(folder: Path, modules: int) -> None:
    """The files of a project with about so many modules; the packages' own files come on top."""
    chance = random.Random(SEED)
    domains = [f"domain_{number:03}" for number in range(modules // A_DOMAIN)]
    for domain in domains:
        for depth, layer in enumerate(LAYERS):
            for number in range(A_LAYER):
                path = folder / "big" / domain / layer / f"part_{number:02}.py"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("".join(_module(chance, domains, domain, depth, number)), encoding="utf-8")
            (folder / "big" / domain / layer / "__init__.py").touch()
        (folder / "big" / domain / "__init__.py").touch()
    (folder / "big" / "__init__.py").touch()
    (folder / "layers.toml").write_text(CONFIGURATION, encoding="utf-8")


def _module(chance: random.Random, domains: list[str], domain: str, depth: int, number: int) -> Iterator[str]:
    commits = chance.random() < (0.5, 0.02, 0.1, 0.0)[depth]
    used = list(_used(chance, domains, domain, depth))
    yield f'"""Part {number} of {domain}."""\n\nfrom sqlalchemy.orm import Session\n\n'
    for place, alias in used:
        package, _, name = place.rpartition(".")
        yield f"from {package} import {name} as {alias}\n"
    for task in ("load", "save", "remove"):
        yield f"\n\ndef {task}(session: Session, key: int) -> None:\n"
        yield f'    """{task.capitalize()} one by its key."""\n'
        yield (
            "".join(f"    {alias}.{task}(session, key)\n" for _, alias in used[:2]) or "    session.get(object, key)\n"
        )
        if commits and task == "save":
            yield "    session.commit()\n"


def _used(chance: random.Random, domains: list[str], domain: str, depth: int) -> Iterator[tuple[str, str]]:
    """What a module imports: of the layers below it, and seldom of one above."""
    below = range(depth + 1, len(LAYERS))
    wanted = [chance.choice(below) for _ in range(chance.randint(2, 7))] if below else []
    if depth and chance.random() < 0.01:
        wanted.append(chance.randrange(depth))
    for at, layer in enumerate(wanted):
        other = domain if chance.random() < 0.8 else chance.choice(domains)
        yield f"big.{other}.{LAYERS[layer]}.part_{chance.randrange(A_LAYER):02}", f"used_{at}"


if __name__ == "__main__":
    write_project(Path(sys.argv[2]), int(sys.argv[1]))
