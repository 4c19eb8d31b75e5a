"""Check the witnesses of a report step by step against the source, without asking archcheck.

    witnesses.py REPORT [--draw N] [--rule RULE] [--seed S]

REPORT is what ``archcheck check --format json`` wrote; the paths in it are taken from the working directory. Of every step the standard
library's parser reads the statement at its line: it has to name what the next step is. Printed are the steps by the way in which they do,
and those that do not. With ``--draw`` witnesses are drawn and printed with their source lines, for reading.
"""

from __future__ import annotations

import argparse
import ast
import json
import random
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

ENTERED = {"__enter__", "__exit__", "__aenter__", "__aexit__"}
MADE = {"__init__", "__new__", "__post_init__"}
FIELDS = ("body", "orelse", "finalbody", "handlers", "cases")


@cache
def lines(path: str) -> list[str]:
    """The lines of a file."""
    return Path(path).read_text(encoding="utf-8", errors="replace").splitlines()


@cache
def statements(path: str) -> list[tuple[int, int, ast.AST]]:
    """The statements of a file with their first and last line, of compound ones the head with its decorators."""
    found = []
    for node in ast.walk(ast.parse("\n".join(lines(path)))):
        if isinstance(node, ast.stmt | ast.excepthandler):
            first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
            inner = [child.lineno for name in FIELDS for child in getattr(node, name, ()) if hasattr(child, "lineno")]
            last = max(min(inner) - 1, node.lineno) if inner else node.end_lineno or node.lineno
            found.append((first, last, node))
    return found


def heads(path: str, line: int) -> list[ast.AST]:
    """The statements whose head covers a line."""
    return [node for first, last, node in statements(path) if first <= line <= last]


def names(node: ast.AST) -> set[str]:
    """The names that the head of a statement holds."""
    found: set[str] = set()
    queue: list[ast.AST] = [node]
    while queue:
        each = queue.pop()
        if isinstance(each, ast.Name):
            found.add(each.id)
        elif isinstance(each, ast.Attribute):
            found.add(each.attr)
        elif isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(each.name)
        for name, value in ast.iter_fields(each):
            if name in FIELDS and each is node:
                continue
            queue += [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, ast.AST)]
    return found


def way(step: dict[str, Any], target: str) -> str:
    """How the source at a step says that it leads to the target."""
    there = heads(step["path"], step["line"])
    held = {name for node in there for name in names(node)}
    parts = target.rpartition(":")[2].split(".")
    if parts[-1] in held:
        return "the name"
    if parts[-1] in MADE | {"__call__"} and len(parts) > 1 and parts[-2] in held:
        return "the class that is made"
    if any(isinstance(node, ast.With | ast.AsyncWith) for node in there) and (
        parts[-1] in ENTERED or ":" not in target
    ):
        return "a with statement"
    if any(getattr(node, "decorator_list", ()) for node in there) and any(part in held for part in parts[:-1]):
        return "a decorator"
    if parts[-1].startswith("__"):
        return "an operator or a protocol"
    if ":" not in target and any(isinstance(node, ast.Call) for head in there for node in ast.walk(head)):
        return "SQL text or a setting" if step["expression"] else "an API under another name"
    return "nothing"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("report", type=Path)
    parser.add_argument("--draw", type=int, default=0)
    parser.add_argument("--rule", default=None)
    parser.add_argument("--seed", type=int, default=4)
    options = parser.parse_args()
    findings = json.loads(options.report.read_text(encoding="utf-8"))["findings"]
    wanted = [f for f in findings if f["effect"] and len(f["witness"]) > 1 and options.rule in (None, f["rule"])]
    tally: Counter[str] = Counter()
    for finding in wanted:
        steps = finding["witness"]
        for step, target in zip(steps, [*(s["function"] for s in steps[1:]), finding["api"]], strict=True):
            said = way(step, target)
            tally[said] += 1
            if said == "nothing" and not options.draw:
                print(f"  {step['path']}:{step['line']}: {step['expression'][:60]!r} names no {target}")
    print(f"{len(wanted)} witnesses, {tally.total()} steps:", ", ".join(f"{n} by {k}" for k, n in tally.most_common()))
    for finding in random.Random(options.seed).sample(wanted, min(options.draw, len(wanted))):
        print(f"\n{finding['rule']} {finding['subject']}: {finding['message']}")
        for step in finding["witness"]:
            line = lines(step["path"])[step["line"] - 1].strip()
            print(f"  {step['function']} ({step['layer']})  {step['path']}:{step['line']}\n      {line}")


if __name__ == "__main__":
    main()
