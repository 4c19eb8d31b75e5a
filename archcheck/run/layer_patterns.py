"""Module patterns for guessed layers, such that no module is left between two layers."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from archcheck.model.patterns import literal_segments, matches

Mark: TypeAlias = tuple[str, str]
"""A layer's id, and the segment pattern that stands for it: ``("L4", "L4_*")``."""
# What a pattern may hold; directories may have other names.
_NAME = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class _Marked:
    """A module with its segments that stand for layers, outermost first; the innermost one decides."""

    name: str
    marks: tuple[Mark, ...]
    positions: tuple[int, ...]

    @property
    def top(self) -> str:
        return self.name.split(".")[0] if self.positions[0] else ""

    def own(self, mark: int) -> str:
        """Its own name up to one of its marks: no pattern that matches so far is more literal."""
        segments = self.name.split(".")[: self.positions[mark] + 1]
        return ".".join([*(segment if _NAME.fullmatch(segment) else "*" for segment in segments), "**"])


def layer_patterns(
    names: Iterable[str], mark: Callable[[str], Mark | None], others: Iterable[str] = ()
) -> dict[str, tuple[str, ...]]:
    """Patterns by layer; the most literal pattern that matches a module is of the layer of its innermost mark.

    Args:
        names: module names.
        mark: what a segment says, or None.
        others: modules that say nothing about where the marks stand, but must not be left between two layers either, such as tests.
    """
    marked = sorted((found for name in names if (found := _marked(name, mark))), key=lambda found: len(found.marks))
    chosen: dict[str, str] = {}
    for found in marked:
        for index, (layer, _) in enumerate(found.marks):
            chosen.setdefault(_pattern(marked, found.top, found.marks[index : index + 1]), layer)
    beside = [found for name in sorted(others) if (found := _marked(name, mark))]
    while added := _missing(marked, chosen) or _between(beside, chosen):
        chosen.update(added)
    by_layer: dict[str, list[str]] = defaultdict(list)
    for pattern, layer in sorted(chosen.items()):
        by_layer[layer].append(pattern)
    return {layer: tuple(patterns) for layer, patterns in by_layer.items()}


def _marked(name: str, mark: Callable[[str], Mark | None]) -> _Marked | None:
    found = [(at, said) for at, segment in enumerate(name.split(".")) if (said := mark(segment))]
    return _Marked(name, tuple(said for _, said in found), tuple(at for at, _ in found)) if found else None


def _missing(marked: Sequence[_Marked], chosen: Mapping[str, str]) -> dict[str, str]:
    """More literal patterns for the modules that stand elsewhere, or between two layers.

    The pattern with all marks of a module comes first; its own name up to the innermost mark outdoes every other.
    """
    added: dict[str, str] = {}
    for found in marked:
        wanted = found.marks[-1][0]
        if _decided(found.name, chosen) != {wanted}:
            pattern = _pattern(marked, found.top, found.marks)
            added[found.own(-1) if pattern in chosen else pattern] = wanted
    return {pattern: layer for pattern, layer in added.items() if pattern not in chosen}


def _between(others: Sequence[_Marked], chosen: Mapping[str, str]) -> dict[str, str]:
    """Patterns of their own for modules that stand between two layers; they bring no other layer."""
    layers = set(chosen.values())
    added: dict[str, str] = {}
    for found in others:
        if len(_decided(found.name, chosen)) > 1:
            last = max(number for number, (layer, _) in enumerate(found.marks) if layer in layers)
            added[found.own(last)] = found.marks[last][0]
    return {pattern: layer for pattern, layer in added.items() if pattern not in chosen}


def _decided(name: str, chosen: Mapping[str, str]) -> set[str]:
    matching = [(literal_segments(pattern), layer) for pattern, layer in chosen.items() if matches(pattern, name)]
    most = max((literals for literals, _ in matching), default=0)
    return {layer for literals, layer in matching if literals == most}


def _pattern(marked: Sequence[_Marked], top: str, marks: tuple[Mark, ...]) -> str:
    """``shop.*.api.**`` where the marks stand at the same depth in all modules, else ``shop.**.api.**``."""
    ways = [(found.name.split("."), way) for found in marked if found.top == top for way in _ways(found, marks)]
    segments = [segment for _, segment in marks]
    start = [top] if top else []
    if len({way for _, way in ways}) > 1:
        return ".".join([*start, *(part for segment in segments for part in ("**", segment)), "**"])
    way = ways[0][1]
    parts = [_shared(names[at] for names, _ in ways) for at in range(way[-1] + 1)]
    for at, segment in zip(way, segments, strict=True):
        parts[at] = segment
    return ".".join([*parts, "**"])


def _shared(segments: Iterable[str]) -> str:
    different = set(segments)
    return different.pop() if len(different) == 1 else "*"


def _ways(found: _Marked, marks: tuple[Mark, ...]) -> set[tuple[int, ...]]:
    """Every way in which marks stand in a module, in this order."""
    ways: set[tuple[int, ...]] = {()}
    for wanted in marks:
        ways = {
            (*way, at)
            for way in ways
            for said, at in zip(found.marks, found.positions, strict=True)
            if said == wanted and (not way or at > way[-1])
        }
    return ways
