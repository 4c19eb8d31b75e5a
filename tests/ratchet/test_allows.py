"""What an inline comment says, and which line it speaks of."""

from dataclasses import replace

import pytest
from archcheck.facts.schema import Comment
from archcheck.model.finding import Finding
from archcheck.model.location import Location
from archcheck.ratchet.allows import Allow, allows


def read(*comments: tuple[int, bool, str]) -> list[Allow]:
    facts = [Comment(line=line, column=5, text=text, alone=alone) for line, alone, text in comments]
    return list(allows("shop/a.py", "shop.a", facts))


def finding(line: int, end_line: int = 0, contract: str = "tx") -> Finding:
    return Finding(
        rule="effect-site",
        contract=contract,
        severity="error",
        location=Location("shop/a.py", line, 9, end_line or line, 20),
        subject="shop.a:f",
        object="x.commit",
        message="m",
    )


def test_id_and_reason() -> None:
    (allow,) = read((3, False, "# archcheck: allow[tx] the tool owns its file"))
    assert (allow.contract, allow.reason, allow.covers) == ("tx", "the tool owns its file", 3)
    assert allow.location == Location("shop/a.py", 3, 5, 3, 5 + len("# archcheck: allow[tx] the tool owns its file"))


@pytest.mark.parametrize("lead", [": ", " - ", " — ", "  "])
def test_punctuation_before_the_reason_is_no_reason(lead: str) -> None:
    (allow,) = read((3, False, f"# archcheck: allow[tx]{lead}why"))
    assert allow.reason == "why"
    (bare,) = read((3, False, f"# archcheck: allow[tx]{lead}"))
    assert bare.reason == ""


def test_several_ids_share_the_reason() -> None:
    found = read((3, False, "# archcheck: allow[tx, layers,tx] why"))
    assert [(allow.contract, allow.reason) for allow in found] == [("tx", "why"), ("layers", "why")]


def test_behind_another_directive() -> None:
    assert [allow.contract for allow in read((3, False, "# noqa: E501  # archcheck: allow[tx] why"))] == ["tx"]


@pytest.mark.parametrize("text", ["# archcheck: alow[tx] why", "# archcheck: allow tx", "# archcheck: allow[] why"])
def test_not_understood(text: str) -> None:
    assert [allow.contract for allow in read((3, False, text))] == [""]


@pytest.mark.parametrize("text", ["# see `# archcheck: allow[tx]`", "# archcheck is a tool", "# allow[tx] why"])
def test_prose_is_no_directive(text: str) -> None:
    assert read((3, False, text)) == []


def test_alone_above_covers_the_next_line_of_code_through_a_stack() -> None:
    found = read((3, True, "# archcheck: allow[tx] why"), (4, True, "# archcheck: allow[layers] why"))
    assert [(allow.contract, allow.covers) for allow in found] == [("tx", 5), ("layers", 5)]


@pytest.mark.parametrize(
    ("comment", "alone", "first", "last", "excused"),
    [
        (3, False, 3, 3, True),
        (3, False, 4, 4, False),
        (2, True, 3, 3, True),
        (3, True, 3, 3, False),
        (5, False, 3, 5, True),  # behind the closing bracket
        (4, False, 3, 5, False),  # in the middle: may belong to a call inside
        (4, True, 3, 5, False),
    ],
)
def test_which_line_is_covered(comment: int, alone: bool, first: int, last: int, excused: bool) -> None:
    (allow,) = read((comment, alone, "# archcheck: allow[tx] why"))
    assert allow.excuses(finding(first, last)) is excused


def test_other_contract_other_file_no_reason() -> None:
    (allow,) = read((3, False, "# archcheck: allow[tx] why"))
    assert not allow.excuses(finding(3, contract="layers"))
    assert not replace(allow, location=replace(allow.location, path="shop/b.py")).excuses(finding(3))
    assert not replace(allow, reason="").excuses(finding(3))
