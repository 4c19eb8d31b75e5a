"""Which modules count: tests give no findings, nor do modules outside ``[project] check``."""

from collections.abc import Collection
from functools import lru_cache

from archcheck.model.patterns import matches


def is_test(module: str, tests: Collection[str]) -> bool:
    """Whether a module, by its name, is a test."""
    return _any_matches(tuple(tests), module)


def counts(module: str, check: Collection[str], tests: Collection[str]) -> bool:
    """Whether findings in a module count."""
    return _any_matches(tuple(check), module) and not is_test(module, tests)


@lru_cache(maxsize=65536)
def _any_matches(patterns: tuple[str, ...], module: str) -> bool:
    return any(matches(pattern, module) for pattern in patterns)
