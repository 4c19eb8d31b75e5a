"""Whatever shape a document has, load_config gives a configuration or names its mistakes."""

import copy
import tomllib
from pathlib import Path

import pytest
from archcheck.config import load
from archcheck.config.locate import KeyPath, Lines
from archcheck.config.toml import TomlFile
from archcheck.model.errors import UserError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

WHOLE = tomllib.loads("""
project = { roots = ["."], packages = ["shop"], domains = ["shop.{domain}.**"], check = ["**"] }
layers = [{ id = "L2", modules = ["a.**"], aliases = ["x"] }, { id = "L1", modules = ["b.**"] }]
assign = { by = ["modules", "header"], header = "(?P<layer>.)", header_lines = 3 }
import_linter = { inherit = false, contract_types = ["own: a.b.C"] }
effects = [{ id = "e", apis = ["time.time"] }]
catalog = { files = ["x/*.toml"], versions = { a = "1" } }
contracts = [
  { id = "layers", type = "layers", order = ["L2", "L1"], closed = ["L1"], ignore_imports = ["a -> b"] },
  { id = "tx", type = "effect", effect = "e", owners = ["L2"], homes = ["c"], mode = "inside", orphans = "off" },
  { id = "f", type = "forbidden", source_modules = ["a"], forbidden_modules = ["b"], as_packages = true },
  { id = "o", type = "own", anything = [1] },
]
exemptions = [{ contract = "tx", subject = "a", reason = "r", until = 2027-01-01, matches = 1 }]
debt = [{ id = "d", contract = "tx", reason = "r" }]
baseline = { file = "b.json" }
sweeps = [{ id = "s", contract = "tx", target = 2027-01-01 }]
""")
VALUES = st.recursive(
    st.one_of(
        st.booleans(),
        st.integers(),
        st.floats(),
        st.dates(),
        st.times(),
        st.text(max_size=5),
        st.sampled_from(
            ["layers", "effect", "forbidden", "..", "/", "a\0b", "L1", "->", "a -> b", ":", "(", "{domain}"]
        ),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=4,
)


def paths(value: object, at: KeyPath = ()) -> list[KeyPath]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path for step, child in children for path in [(*at, step), *paths(child, (*at, step))]]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draw=st.data(), allowed=st.booleans())
def test_any_shape(draw: st.DataObject, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, allowed: bool) -> None:
    data = copy.deepcopy(WHOLE)
    for _ in range(draw.draw(st.integers(1, 3))):
        *parents, last = draw.draw(st.sampled_from(paths(data)))
        inside = data
        for step in parents:
            inside = inside[step]
        inside[last] = draw.draw(VALUES)
    monkeypatch.setattr(load, "read_toml", lambda path, place: TomlFile(place, data, Lines()))
    with pytest.raises(UserError) as caught:
        load.load_config(Path("layers.toml"), tmp_path, allow_contract_types=allowed)
    assert all(mistake.key and mistake.problem for mistake in caught.value.mistakes)
    assert len({(mistake.key, mistake.problem) for mistake in caught.value.mistakes}) == len(caught.value.mistakes)
