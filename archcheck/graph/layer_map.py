"""The layer map: which layer and domain every module stands in, and which source says so."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from archcheck.config.schema import Assign, Layer
from archcheck.facts.schema import Comment
from archcheck.model.errors import Mistake, UserError
from archcheck.model.location import Location
from archcheck.model.patterns import literal_segments, matches
from archcheck.model.placement import Placement
from archcheck.model.source import SourceFile

_LONGEST_COMMENT = 500
_NO_SOURCE = "no pattern of [[layers]] matches it"


@dataclass(frozen=True, slots=True)
class HeaderProblem:
    """A header that names no layer, or another one than the pattern.

    Attributes:
        module: dotted name.
        location: of the comment.
        said: what the header says.
        pattern_layer: the layer that a pattern gives the module, or None where the header's is unknown.
        pattern: that pattern, or an empty string.
    """

    module: str
    location: Location
    said: str
    pattern_layer: str | None
    pattern: str


@dataclass(frozen=True)
class LayerMap:
    """Every module's place.

    Attributes:
        placements: by module name.
        header_problems: by module name; headers that name no layer or disagree with the pattern.
    """

    placements: tuple[Placement, ...]
    header_problems: tuple[HeaderProblem, ...] = ()

    @cached_property
    def by_module(self) -> dict[str, Placement]:
        """Placements by module name."""
        return {placement.module: placement for placement in self.placements}

    def layer(self, module: str) -> str | None:
        """The layer of a module, None where no source places it."""
        found = self.by_module.get(module)
        return found.layer if found is not None else None

    def domain(self, module: str) -> str | None:
        """The domain of a module, None where no pattern gives one."""
        found = self.by_module.get(module)
        return found.domain if found is not None else None


@dataclass(frozen=True, slots=True)
class _Header:
    said: str
    layer: str | None
    comment: Comment


def assign_layers(
    files: Iterable[SourceFile],
    comments_of: Mapping[str, Sequence[Comment]],
    layers: Sequence[Layer],
    assign: Assign,
    domains: Sequence[str],
    *,
    place: str = "layers.toml",
) -> LayerMap:
    """Give every module its layer and domain.

    Args:
        files: the files of the project; shadowed ones are left out.
        comments_of: comments by path, for headers.
        layers: the layers, highest first.
        assign: which sources count, in order of authority.
        domains: patterns with ``{domain}``; the first that matches wins.
        place: name of the configuration, for messages.

    Raises:
        UserError: two layers claim one module with patterns of the same weight.
    """
    placements: list[Placement] = []
    problems: list[HeaderProblem] = []
    ties: dict[tuple[str, str], Mistake] = {}
    for file in files:
        if file.fate == "shadowed":
            continue
        pattern = _by_pattern(file.module, layers, ties, place) if "modules" in assign.by else None
        header = _by_header(comments_of.get(file.path, ()), layers, assign) if "header" in assign.by else None
        placements.append(_placement(file, pattern, header, assign, domains))
        problem = _problem(file, pattern, header)
        if problem is not None:
            problems.append(problem)
    if ties:
        raise UserError(list(ties.values()))
    return LayerMap(tuple(sorted(placements)), tuple(sorted(problems, key=lambda p: p.module)))


def _by_pattern(
    module: str, layers: Sequence[Layer], ties: dict[tuple[str, str], Mistake], place: str
) -> tuple[str, str] | None:
    """The layer whose matching pattern is the most literal, and the pattern."""
    claims = [
        (literal_segments(pattern), layer.id, pattern, f"layers[{at}].modules[{number}]")
        for at, layer in enumerate(layers)
        for number, pattern in enumerate(layer.modules)
        if matches(pattern, module)
    ]
    if not claims:
        return None
    best = max(claim[0] for claim in claims)
    strongest = [claim for claim in claims if claim[0] == best]
    _, layer, pattern, _ = strongest[0]
    rival = next((claim for claim in strongest if claim[1] != layer), None)
    if rival is not None:
        _, other, others, key = rival
        problem = f"{others!r} of {other} and {pattern!r} of {layer} match {module} with the same weight"
        remedy = "write one of them with more literal segments"
        ties.setdefault((pattern, others), Mistake(place, 0, key, problem, remedy))
    return layer, pattern


def _by_header(comments: Sequence[Comment], layers: Sequence[Layer], assign: Assign) -> _Header | None:
    pattern = _compiled(assign.header)
    for comment in comments:
        if comment.line > assign.header_lines:
            break
        found = pattern.search(comment.text[:_LONGEST_COMMENT])
        if found is not None:
            said = found.group("layer") or ""
            return _Header(said, _named(said, layers) or _named(said.rstrip(".,;:)—–-"), layers), comment)
    return None


@lru_cache(maxsize=16)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _named(said: str, layers: Sequence[Layer]) -> str | None:
    return next((layer.id for layer in layers if said == layer.id or said in layer.aliases), None)


def _placement(
    file: SourceFile, pattern: tuple[str, str] | None, header: _Header | None, assign: Assign, domains: Sequence[str]
) -> Placement:
    domain = next((found for p in domains if (found := _domain(p, file.module)) is not None), None)
    for source in assign.by:
        if source == "modules" and pattern is not None:
            return Placement(file.module, file.path, pattern[0], domain, "modules", f"matches {pattern[1]}")
        if source == "header" and header is not None and header.layer is not None:
            line = header.comment.line
            return Placement(
                file.module, file.path, header.layer, domain, "header", f"line {line}: {header.comment.text.strip()}"
            )
    reason = _NO_SOURCE if "header" not in assign.by else f"{_NO_SOURCE}, and no header names a layer"
    return Placement(file.module, file.path, None, domain, None, reason)


def _problem(file: SourceFile, pattern: tuple[str, str] | None, header: _Header | None) -> HeaderProblem | None:
    if header is None or (header.layer is not None and (pattern is None or pattern[0] == header.layer)):
        return None
    comment = header.comment
    location = Location(file.path, comment.line, comment.column, comment.line, comment.column + len(comment.text))
    known = header.layer is not None and pattern is not None
    return HeaderProblem(
        file.module,
        location,
        header.said,
        pattern[0] if known and pattern else None,
        pattern[1] if known and pattern else "",
    )


def _domain(pattern: str, module: str) -> str | None:
    found = _domain_pattern(pattern).match("." + module)
    return found.group("domain") if found is not None else None


@lru_cache(maxsize=256)
def _domain_pattern(pattern: str) -> re.Pattern[str]:
    parts: list[str] = []
    for segment in pattern.split("."):
        if segment == "**":
            parts.append(r"(?:\.[^.]+)*")
            continue
        escaped = re.escape(segment).replace(r"\*", "[^.]*").replace(r"\?", "[^.]")
        parts.append(r"\." + escaped.replace(r"\{domain\}", r"(?P<domain>[^.]+?)"))
    return re.compile("".join(parts) + r"\Z")
