"""The kinds of values in layers.toml that are more than a string, each with what is wrong about a bad one."""

import datetime
import re
from typing import Annotated, TypeAlias

from packaging.version import InvalidVersion, Version
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

MISTAKE = "mistake"
ID = r"^[A-Za-z0-9_.-]+$"
CONTRACT_TYPE = r"^\s*[A-Za-z0-9_.-]+\s*:\s*[^\W\d]\w*(\.[^\W\d]\w*)+\s*$"

_SEGMENT = re.compile(r"[\w*?-]+")
_EXPRESSION = re.compile(r"\s*(?P<importer>\S+)\s+->\s+(?P<imported>\S+)\s*")
_DOMAIN = "{domain}"


def mistake(problem: str, remedy: str = "") -> PydanticCustomError:
    """What a validator raises: the problem, and what is allowed instead."""
    return PydanticCustomError(MISTAKE, "{problem}", {"problem": problem, "remedy": remedy})


def _text(text: str) -> str:
    if not text.strip():
        raise mistake("is empty")
    return text


def _id(text: str) -> str:
    if not re.fullmatch(ID, text):
        raise mistake(f"{text!r} is no id", "letters, digits, `_`, `.` and `-` are allowed")
    return text


def _pattern(text: str) -> str:
    _check_pattern(text, text)
    return text


def _check_pattern(pattern: str, shown: str) -> None:
    if not pattern:
        raise mistake("is empty", "write a dotted module pattern such as shop.orders.**")
    if any(letter.isspace() for letter in pattern):
        raise mistake(f"{shown!r} has whitespace in it", "a pattern is dotted names with *, ? and **")
    if "/" in pattern or "\\" in pattern:
        raise mistake(f"{shown!r} is a path", "write a dotted module pattern such as shop.orders.**")
    for segment in pattern.split("."):
        if not segment:
            raise mistake(f"{shown!r} has an empty segment", "a pattern is names with one dot between them")
        if "**" in segment and segment != "**":
            raise mistake(f"{shown!r} has ** beside other letters", "** stands alone between dots; * is part of a name")
        if not _SEGMENT.fullmatch(segment):
            raise mistake(f"{shown!r} holds a segment that is no name: {segment!r}", "letters, digits, _, * and ?")


def _domain(text: str) -> str:
    if text.count(_DOMAIN) != 1:
        raise mistake(f"{text!r} must hold {_DOMAIN} exactly once", "for example shop.{domain}.**")
    if _DOMAIN not in text.split("."):
        raise mistake(f"{text!r} must hold {_DOMAIN} as a whole segment", "for example shop.{domain}.**")
    _check_pattern(text.replace(_DOMAIN, "*"), text)
    return text


def _subject(text: str) -> str:
    for part in text.split(":", maxsplit=1):
        _check_pattern(part, text)
    return text


def _import_expression(text: str) -> str:
    match = _EXPRESSION.fullmatch(text)
    if match is None:
        raise mistake(f"{text!r} is no import", "write `importer -> imported`, for example shop.a -> shop.b")
    for side in match.groups():
        _check_pattern(side, text)
    return text


def _name(text: str) -> str:
    if not all(part.isidentifier() for part in text.split(".")):
        raise mistake(f"{text!r} is no package name", "write it as an import does, without wildcards")
    return text


def _header(text: str) -> str:
    try:
        compiled = re.compile(text)
    except (re.error, RecursionError, OverflowError) as error:
        raise mistake(f"does not compile: {error}", "see the syntax of Python's re module") from error
    if "layer" not in compiled.groupindex:
        raise mistake("has no group named layer", r"for example '^# Layer:\s*(?P<layer>\S+)'")
    return text


def _version(text: str) -> str:
    try:
        Version(text)
    except InvalidVersion:
        raise mistake(f"{text!r} is no version", "write the version itself, such as 1.1, without ==, >= or ^") from None
    return text


def _contract_type(text: str) -> str:
    if not re.fullmatch(CONTRACT_TYPE, text):
        raise mistake(f"{text!r} names no class", "write `name: package.module.Class`")
    return text


Text: TypeAlias = Annotated[str, AfterValidator(_text)]
Id: TypeAlias = Annotated[str, AfterValidator(_id), Field(json_schema_extra={"pattern": ID})]
Pattern: TypeAlias = Annotated[str, AfterValidator(_pattern)]
DomainPattern: TypeAlias = Annotated[str, AfterValidator(_domain)]
SubjectPattern: TypeAlias = Annotated[str, AfterValidator(_subject)]
ImportExpression: TypeAlias = Annotated[str, AfterValidator(_import_expression)]
PackageName: TypeAlias = Annotated[str, AfterValidator(_name)]
HeaderPattern: TypeAlias = Annotated[str, AfterValidator(_header), Field(json_schema_extra={"format": "regex"})]
VersionText: TypeAlias = Annotated[str, AfterValidator(_version)]
ContractType: TypeAlias = Annotated[
    str, AfterValidator(_contract_type), Field(json_schema_extra={"pattern": CONTRACT_TYPE})
]


Date: TypeAlias = Annotated[datetime.date, Field(strict=True)]


class Table(BaseModel):
    """Base of all tables of layers.toml: frozen, an unknown key is a mistake, the docstrings are its JSON Schema."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
