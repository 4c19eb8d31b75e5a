"""The law of guessed patterns: the most literal one that matches a module is of the layer of its innermost mark."""

from archcheck.model.patterns import literal_segments, matches
from archcheck.run.layer_patterns import Mark, layer_patterns
from hypothesis import given, settings
from hypothesis import strategies as st

MARKS = {
    "api": ("L4", "api"),
    "L4_a": ("L4", "L4_*"),
    "L4_b": ("L4", "L4_*"),
    "db": ("L2", "db"),
    "core": ("L1", "core"),
}
NAMES = st.lists(st.sampled_from(["shop", "x", "y", *MARKS]), min_size=1, max_size=5).map(".".join)


def mark(segment: str) -> Mark | None:
    return MARKS.get(segment)


@settings(max_examples=300, deadline=None)
@given(st.sets(NAMES, max_size=8), st.sets(NAMES, max_size=8))
def test_others_are_never_left_between_two_layers(names: set[str], others: set[str]) -> None:
    layers = layer_patterns(sorted(names), mark, others)
    for name in names | others:
        found = [(literal_segments(p), layer) for layer, ps in layers.items() for p in ps if matches(p, name)]
        assert len({layer for literals, layer in found if (literals,) == max(found)[:1]}) < 2, layers


@settings(max_examples=300, deadline=None)
@given(st.sets(NAMES, max_size=8))
def test_the_innermost_mark_decides(names: set[str]) -> None:
    layers = layer_patterns(sorted(names), mark)
    for name in names:
        found = [
            (literal_segments(pattern), layer)
            for layer, patterns in layers.items()
            for pattern in patterns
            if matches(pattern, name)
        ]
        most = max((literals for literals, _ in found), default=0)
        marks = [said for segment in name.split(".") if (said := mark(segment))]
        assert {layer for literals, layer in found if literals == most} == ({marks[-1][0]} if marks else set()), layers
    for patterns in layers.values():
        assert all(any(matches(pattern, name) for name in names) for pattern in patterns)


def test_shared_segments_are_named() -> None:
    found = layer_patterns(["shop.a.core.x", "shop.b.core.y", "shop.old.db.z"], mark)
    assert found == {"L1": ("shop.*.core.**",), "L2": ("shop.old.db.**",)}
