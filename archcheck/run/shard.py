"""``check --shard``: the facts of a part of the project, and nothing else."""

import re
from pathlib import Path

from archcheck.facts.scan import scan
from archcheck.facts.shard import encoded, part_of
from archcheck.model.errors import user_error
from archcheck.run.check import Options, configuration
from archcheck.run.reading import SCANNED, found

MOST = 10_000


def shard(cwd: Path, options: Options, number: int, count: int) -> bytes:
    """The facts of one part, for ``merge``.

    Raises:
        UserError: a faulty configuration, nothing to read.
    """
    sources = found(configuration(cwd, options), cwd)
    part = part_of([file for file in sources.files if file.fate in SCANNED], number, count)
    result = scan(part, options.means, progress=lambda done, total: options.progress("reading", done, total))
    return encoded(part, result, number, count)


def part(text: str) -> tuple[int, int]:
    """Number and count of ``I/N``.

    Raises:
        UserError: it is something else.
    """
    match = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
    number, count = (int(match[1]), int(match[2])) if match else (0, 0)
    if not 1 <= number <= count <= MOST:
        raise user_error("--shard", f"{text!r} is no part", f"write I/N with I from 1 to N, and N up to {MOST}")
    return number, count
