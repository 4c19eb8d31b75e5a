"""No test reads or writes the cache of the user who runs it."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARCHCHECK_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield
