"""From module names and headers to layers and domains, with the reasons; nothing is read here."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from archcheck.config.schema import TESTS
from archcheck.model.patterns import matches
from archcheck.run.layer_patterns import Mark, layer_patterns

WORDS: Mapping[str, tuple[str, ...]] = {
    "L4": (
        *("api", "apis", "routes", "routers", "router", "views", "viewsets", "controllers", "cli", "handlers"),
        *("endpoints", "web", "blueprints", "graphql", "urls", "rest", "commands", "management", "tasks", "jobs"),
    ),
    "L3": ("services", "service", "usecases", "use_cases", "application", "coordinators", "workflows"),
    "L2": (
        *("repositories", "repository", "dao", "daos", "drivers", "adapters", "db", "storage", "crud", "stores"),
        *("gateways", "persistence", "infrastructure"),
    ),
    "L1": ("models", "model", "schemas", "entities", "domain", "types", "core", "enums", "constants"),
}
NAMES = {"L4": "Entry points", "L3": "Services", "L2": "Storage and drivers", "L1": "Models and core"}
HEADER = r"^#\s*[Ll]ayer:\s*(?P<layer>[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)"
FEWEST_HEADERS = 3
LEAST_SHARE = 0.1
MOST_DOMAINS = 4
MOST_EXCEPTIONS = 4

_TEST = "test"
_NAMED_TESTS = ("**.*_test", "**.tests_*")
_HEADER = re.compile(HEADER + r"(?P<title>[^\n]*)")
_NUMBERED = re.compile(r"(?P<mark>[Ll](?P<level>\d+)_)(?P<title>\w+)")
_LEVEL = re.compile(r"[Ll](\d+)(?:\.\w+)*")


@dataclass(frozen=True, slots=True)
class Guess:
    """A layer that was guessed.

    Attributes:
        id: id of the layer.
        name: what people may call it, or an empty string.
        modules: patterns, each of which matches a module; none where headers alone place the modules.
        aliases: other spellings that headers use.
        why: what it was guessed from.
    """

    id: str
    name: str
    modules: tuple[str, ...]
    aliases: tuple[str, ...]
    why: str


def guess_layers(
    modules: Iterable[str], headers: Sequence[str], without: Collection[str] = (), others: Iterable[str] = ()
) -> tuple[Guess, ...]:
    """The layers, highest first; empty where nothing speaks for any.

    Numbered directories (``L4_runtime``) and headers (``# Layer: L4``) come first, well-known words where there are neither.

    Args:
        modules: dotted names.
        headers: the header line of each module that has one; see ``header_of``.
        without: words that say nothing in this project; see ``misleading_words``.
        others: names of more modules, which say nothing, as tests do; those that two layers would claim get a pattern all the same.
    """
    names: list[str] = []
    tests = list(others)
    for name in modules:
        (tests if is_test(name) else names).append(name)
    return _declared(names, _enough(headers, names), tests) or _by_words(names, without, tests)


def misleading_words(
    modules: Iterable[str], headers: Sequence[str], imports: Iterable[tuple[str, str]]
) -> dict[str, tuple[int, int]]:
    """Well-known words that the imports of the project speak against, each with the imports that go against it and with it.

    ``api`` may be the outermost layer of one project and the vocabulary of another. Where the project names its layers
    itself, nothing is held against it.

    Args:
        modules: dotted names.
        headers: as for ``guess_layers``.
        imports: direct imports between them, as importer and imported.
    """
    names = [name for name in modules if not is_test(name)]
    if _declared(names, _enough(headers, names)):
        return {}
    pairs = [pair for pair in imports if not is_test(pair[0]) and not is_test(pair[1])]
    found: dict[str, tuple[int, int]] = {}
    while worst := _worst_word(pairs, found):
        found |= worst
    return found


def is_test(module: str) -> bool:
    """Whether a module is a test by the usual patterns."""
    return any(matches(pattern, module) for pattern in TESTS)


def guess_tests(modules: Iterable[str], imports: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Patterns of tests that the usual patterns do not know, since few other modules import them: packages called ``test``, modules
    called ``…_test`` or ``tests_…``.

    Args:
        modules: dotted names.
        imports: direct imports between them, as importer and imported.
    """
    names = [name for name in modules if not is_test(name)]
    parts = [name.split(".") for name in names]
    packages = {".".join(part[: part.index(_TEST) + 1]) for part in parts if _TEST in part[1:-1]}
    patterns = [f"{package}.**" for package in sorted(packages)]
    patterns += [each for each in _NAMED_TESTS if any(matches(each, name) for name in names if "." in name)]
    pairs = list(imports)
    found: list[str] = []
    for pattern in patterns:
        outside = {to for to, what in pairs if matches(pattern, what) and not matches(pattern, to) and not is_test(to)}
        found += [pattern] if len(outside) <= MOST_EXCEPTIONS else []
    return tuple(found)


def _enough(headers: Sequence[str], names: Sequence[str]) -> Sequence[str]:
    return headers if len(headers) >= max(FEWEST_HEADERS, LEAST_SHARE * len(names)) else ()


def _worst_word(imports: Iterable[tuple[str, str]], without: Collection[str]) -> dict[str, tuple[int, int]]:
    """The word with the most imports against it, where these are more than those that go with it."""
    against: Counter[str] = Counter()
    along: Counter[str] = Counter()
    for pair in imports:
        importer, imported = (_innermost(name, without) for name in pair)
        if importer is None or imported is None or importer[0] == imported[0]:
            continue
        counts = along if importer[0] > imported[0] else against
        counts.update({importer[1], imported[1]})
    excess = {
        word: against[word] - along[word] for word in against if against[word] > max(along[word], MOST_EXCEPTIONS)
    }
    worst = max(excess, key=lambda word: (excess[word], word), default=None)
    return {} if worst is None else {worst: (against[worst], along[worst])}


def _innermost(name: str, without: Collection[str]) -> Mark | None:
    return next((mark for part in reversed(name.split(".")) if (mark := _word(part, without))), None)


def header_of(lines: Iterable[str]) -> str | None:
    """The first comment line that names a layer."""
    return next((line for line in lines if _HEADER.match(line)), None)


def guess_domains(modules: Iterable[str]) -> tuple[str, ...]:
    """Domain patterns, where siblings repeat the layers' folders: ``shop.{domain}.**``; the longest first."""
    children: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name in modules:
        parts = [] if is_test(name) else name.split(".")
        at = next((at for at, part in enumerate(parts) if _said(part)), 0)
        if at >= 2 and (said := _said(parts[at])):
            children[".".join(parts[: at - 1])][parts[at - 1]].add(said[1])
    patterns = [f"{parent}.{{domain}}.**" for parent, found in children.items() if _repeats(found)]
    return tuple(sorted(patterns, key=lambda pattern: (-pattern.count("."), pattern))[:MOST_DOMAINS])


def _repeats(children: Mapping[str, set[str]]) -> bool:
    """Whether two siblings or more have two folders or more that others have, too."""
    shared = Counter(mark for marks in children.values() for mark in marks)
    return sum(sum(shared[mark] >= 2 for mark in marks) >= 2 for marks in children.values()) >= 2


def _said(segment: str) -> Mark | None:
    return _numbered(segment) or _word(segment)


def _numbered(segment: str) -> Mark | None:
    match = _NUMBERED.fullmatch(segment)
    return (f"L{int(match['level'])}", f"{match['mark']}*") if match else None


def _word(segment: str, without: Collection[str] = ()) -> Mark | None:
    word = segment.lower()
    return next(((layer, segment) for layer, words in WORDS.items() if word in words and segment not in without), None)


def _by_words(names: Sequence[str], without: Collection[str], others: Sequence[str]) -> tuple[Guess, ...]:
    """Words that speak for few modules alone are chance."""
    if sum(_innermost(name, without) is not None for name in names) < LEAST_SHARE * len(names):
        return ()
    patterns = layer_patterns(names, lambda segment: _word(segment, without), others)
    return tuple(
        Guess(layer, NAMES[layer], patterns[layer], (), f"modules named {_listed(_words_of(patterns[layer]))}")
        for layer in WORDS
        if layer in patterns
    )


def _words_of(patterns: Iterable[str]) -> list[str]:
    """The word that decides in each pattern: the innermost."""
    return sorted({[part for part in pattern.split(".") if _word(part)][-1] for pattern in patterns})


def _declared(names: Sequence[str], headers: Sequence[str], others: Sequence[str] = ()) -> tuple[Guess, ...]:
    """Layers that the project names itself, by directories or headers."""
    patterns = layer_patterns(names, _numbered, others)
    titles: dict[str, Counter[str]] = {layer: Counter() for layer in patterns}
    spellings: dict[str, set[str]] = defaultdict(set)
    headed: Counter[str] = Counter()
    for match in filter(None, map(_NUMBERED.fullmatch, {part for name in names for part in name.split(".")})):
        titles[f"L{int(match['level'])}"][_title(match["title"])] += 1
    for match in filter(None, map(_HEADER.match, headers)):
        layer = _layer_id(match["layer"])
        headed[layer] += 1
        spellings[layer].add(match["layer"])
        titles.setdefault(layer, Counter())[_title(match["title"])] += 1
    return tuple(
        Guess(
            layer,
            _commonest(titles[layer]),
            patterns.get(layer, ()),
            tuple(sorted(spellings[layer] - {layer})),
            _reason(patterns.get(layer, ()), headed[layer]),
        )
        for layer in sorted(titles, key=_rank, reverse=True)
    )


def _layer_id(spelled: str) -> str:
    """``L4.1`` is a part of L4; a word is a layer of its own, however it is capitalised."""
    match = _LEVEL.fullmatch(spelled)
    return f"L{int(match[1])}" if match else spelled.lower()


def _rank(layer: str) -> tuple[int, str]:
    match = _LEVEL.fullmatch(layer)
    said = _word(layer)
    return (int(match[1]) if match else int(said[0][1:]) if said else 0, layer)


def _title(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text))[:40].strip()


def _commonest(titles: Counter[str]) -> str:
    return min((title for title in titles if title), key=lambda title: (-titles[title], title), default="")


def _reason(patterns: Sequence[str], headed: int) -> str:
    folders = sorted({part for pattern in patterns for part in pattern.split(".") if part.endswith("_*")})
    by_folder = [f"directories named {_listed(folders)}"] if folders else []
    by_header = [f"the headers of {headed} files"] if headed else []
    return " and ".join([*by_folder, *by_header])


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
