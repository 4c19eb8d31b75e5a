"""Which modules count."""

import pytest
from archcheck.config.schema import TESTS
from archcheck.run.modules import counts


@pytest.mark.parametrize(
    ("module", "counted"),
    [
        ("shop.orders", True),
        ("shop", True),
        ("tools.clean", False),
        ("tests", False),
        ("shop.tests.helper", False),
        ("shop.test_orders", False),
        ("shop.testing", True),
        ("shop.conftest", False),
    ],
)
def test_counts(module: str, counted: bool) -> None:
    assert counts(module, ("shop.**", "tests.**"), TESTS) is counted
