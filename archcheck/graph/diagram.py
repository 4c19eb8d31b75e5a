"""From modules or functions and what leads from one to another to a diagram of some level, or of a part of it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archcheck.model.diagram import NO_DOMAIN, NO_LAYER, Band, Diagram, Edge, Level, Node, Of
from archcheck.model.patterns import matches

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Member:
    """A module or a function: what diagrams are made of.

    Attributes:
        id: the module's name, or ``module:function``.
        module: the module's name.
        is_package: whether the module is an ``__init__.py``.
        layer, domain: of the module, or None.
        path: POSIX path relative to the working directory.
        line: of the function, or 0.
        sites: call sites in it, of the effect that was asked for.
    """

    id: str
    module: str
    is_package: bool
    layer: str | None
    domain: str | None
    path: str
    line: int = 0
    sites: int = 0


@dataclass(frozen=True, slots=True)
class Marks:
    """Findings, each by where it stands and by what its chain goes along.

    Attributes:
        members: (member's id, whether the finding is new), one entry a finding.
        pairs: for each finding its pairs of members' ids, and whether it is new.
    """

    members: tuple[tuple[str, bool], ...] = ()
    pairs: tuple[tuple[tuple[Pair, ...], bool], ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """What is asked of a diagram.

    Attributes:
        of: what its edges are; ``layers`` splits every node by layer.
        level: what its nodes are.
        focus: module patterns; the nodes that hold such a module and those around them are kept, all where empty.
        depth: how many edges around the focus.
        only_violations: whether to keep only edges and nodes with findings.
    """

    of: Of
    level: Level
    focus: tuple[str, ...] = ()
    depth: int = 1
    only_violations: bool = False


@dataclass
class _Group:
    members: list[Member] = field(default_factory=list)
    inner: int = 0
    findings: int = 0
    new: int = 0


def diagram(
    members: Iterable[Member],
    counts: Mapping[Pair, int],
    marks: Marks,
    layers: Sequence[Band],
    view: View,
) -> Diagram:
    """Group the members by the level, count what leads from group to group, and keep what is asked for.

    Args:
        members: modules or functions.
        counts: how many imports or calls lead from one member to another, by their ids.
        marks: the findings.
        layers: highest first.
        view: what is asked for.
    """
    key = _key(view)
    groups: dict[str, _Group] = {}
    home: dict[str, str] = {}
    for member in members:
        home[member.id] = key(member)
        groups.setdefault(home[member.id], _Group()).members.append(member)
    ties, found = _between(groups, home, counts), _found(home, marks)
    for id_, new in marks.members:
        if id_ in home:
            groups[home[id_]].findings += 1
            groups[home[id_]].new += new
    edges = [Edge(*pair, number, *found.get(pair, (0, 0))) for pair, number in ties.items()]
    order = {band.id: number for number, band in enumerate(layers)}
    nodes = sorted(
        (_node(id_, group, view.level) for id_, group in groups.items()),
        key=lambda node: (order.get(node.layer or "", len(order)), node.domain or "\uffff", node.id),
    )
    whole = Diagram(
        view.of, view.level, tuple(layers), tuple(nodes), tuple(sorted(edges, key=lambda e: (e.source, e.target)))
    )
    focused = _around(whole, {home[m.id] for g in groups.values() for m in g.members if _in_focus(m, view)}, view)
    return _violations(focused) if view.only_violations else focused


def _key(view: View) -> Callable[[Member], str]:
    def group(member: Member) -> str:
        match view.level:
            case "layer":
                return member.layer or NO_LAYER
            case "domain":
                return member.domain or NO_DOMAIN
            case "package":
                return member.module if member.is_package else member.module.rpartition(".")[0] or member.module
            case "module":
                return member.module
            case "function":
                return member.id

    if view.of == "layers" and view.level in ("domain", "package"):
        return lambda member: f"{member.layer or NO_LAYER}/{group(member)}"
    return group


def _between(groups: Mapping[str, _Group], home: Mapping[str, str], counts: Mapping[Pair, int]) -> Counter[Pair]:
    """How many lead from group to group; those that stay inside are counted there."""
    ties: Counter[Pair] = Counter()
    for (source, target), number in counts.items():
        if source not in home or target not in home:
            continue
        pair = (home[source], home[target])
        if pair[0] == pair[1]:
            groups[pair[0]].inner += number
        else:
            ties[pair] += number
    return ties


def _found(home: Mapping[str, str], marks: Marks) -> dict[Pair, tuple[int, int]]:
    """Findings and new ones by pair of groups; a finding counts once, however often its chain goes along there."""
    found: dict[Pair, tuple[int, int]] = {}
    for pairs, new in marks.pairs:
        for pair in {(home[a], home[b]) for a, b in pairs if a in home and b in home}:
            many, fresh = found.get(pair, (0, 0))
            found[pair] = (many + 1, fresh + new)
    return found


def _node(id_: str, group: _Group, level: Level) -> Node:
    layers = {member.layer for member in group.members}
    domains = {member.domain for member in group.members}
    single = group.members[0] if level in ("module", "function") and len(group.members) == 1 else None
    return Node(
        id=id_,
        label=id_.partition("/")[2] if level in ("domain", "package") and "/" in id_ else id_,
        layer=layers.pop() if len(layers) == 1 else None,
        domain=domains.pop() if len(domains) == 1 else None,
        modules=len({member.module for member in group.members}),
        members=len(group.members),
        inner=group.inner,
        findings=group.findings,
        new=group.new,
        sites=sum(member.sites for member in group.members),
        path=single.path if single else "",
        line=single.line if single else 0,
    )


def _in_focus(member: Member, view: View) -> bool:
    return any(matches(pattern, member.module) for pattern in view.focus)


def _around(whole: Diagram, focus: Collection[str], view: View) -> Diagram:
    if not view.focus:
        return whole
    near: dict[str, set[str]] = {}
    for edge in whole.edges:
        near.setdefault(edge.source, set()).add(edge.target)
        near.setdefault(edge.target, set()).add(edge.source)
    kept, border = set(focus), set(focus)
    for _ in range(view.depth):
        border = {other for id_ in border for other in near.get(id_, ())} - kept
        kept |= border
    return _part(whole, kept, "outside the focus")


def _violations(whole: Diagram) -> Diagram:
    edges = tuple(edge for edge in whole.edges if edge.findings)
    ends = {id_ for edge in edges for id_ in (edge.source, edge.target)}
    kept = {node.id for node in whole.nodes if node.findings or node.id in ends}
    return _part(replace(whole, edges=edges), kept, "without findings")


def _part(whole: Diagram, kept: Collection[str], why: str) -> Diagram:
    nodes = tuple(node for node in whole.nodes if node.id in kept)
    edges = tuple(edge for edge in whole.edges if edge.source in kept and edge.target in kept)
    left_out = len(whole.nodes) - len(nodes)
    notes = (f"{left_out:,} node{'s' if left_out > 1 else ''} {why} left out",) if left_out else ()
    return replace(whole, nodes=nodes, edges=edges, notes=(*whole.notes, *notes))
