"""What makes a finding the same finding tomorrow."""

from dataclasses import replace

import pytest
from archcheck.model.finding import Finding
from archcheck.model.location import Location

FINDING = Finding("effect-site", "tx", "error", Location("a.py", 3, 5, 3, 9), "shop.a:f", "lib.commit", "f commits")


@pytest.mark.parametrize(
    "changes",
    [
        {"location": Location("moved.py", 90)},
        {"message": "another"},
        {"severity": "warning"},
        {"layer": "L2", "domain": "orders", "evidence": ("a hop",), "expression": "x.commit()"},
        {"state": "exempt", "reason": "reviewed"},
    ],
)
def test_place_words_and_state_are_no_part_of_it(changes: dict[str, object]) -> None:
    other = replace(FINDING, **changes)  # type: ignore[arg-type]
    assert (other.identity, other.fingerprint) == (FINDING.identity, FINDING.fingerprint)


@pytest.mark.parametrize(
    "changes",
    [
        {"rule": "effect-unproven"},
        {"contract": "other"},
        {"contract": None},
        {"subject": "shop.a:g"},
        {"object": "lib.rollback"},
    ],
)
def test_rule_contract_subject_and_object_are(changes: dict[str, object]) -> None:
    other = replace(FINDING, **changes)  # type: ignore[arg-type]
    assert other.identity != FINDING.identity
    assert other.fingerprint != FINDING.fingerprint


def test_several_of_one_identity_have_fingerprints_of_their_own() -> None:
    other = replace(FINDING, occurrence=1)
    assert other.identity == FINDING.identity
    assert other.fingerprint != FINDING.fingerprint


def test_a_fingerprint_is_of_hexadecimal_digits_whatever_the_names() -> None:
    strange = replace(FINDING, subject="shop.\udcff:f", object="ä\0")
    assert len(strange.fingerprint) == 32
    assert int(strange.fingerprint, 16) >= 0
