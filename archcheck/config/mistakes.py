"""What pydantic says about a document -> what the user reads: place, line, key, problem, what is allowed."""

import datetime
import difflib
import types
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError
from pydantic_core import ErrorDetails

from archcheck.config.locate import KeyPath
from archcheck.config.toml import TomlFile
from archcheck.config.values import MISTAKE
from archcheck.model.errors import Mistake

Model = TypeVar("Model", bound=BaseModel)

_NAMES: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (int, "a whole number"),
    (float, "a number"),
    (str, "a string"),
    (list, "a list"),
    (dict, "a table"),
    (datetime.datetime, "a date with a time"),
    (datetime.date, "a date"),
    (datetime.time, "a time"),
)
_WANTED = {
    "string_type": ("a string", "put it in quotes"),
    "tuple_type": ("a list", "put it in brackets, as [ … ]"),
    "list_type": ("a list", "put it in brackets, as [ … ]"),
    "dict_type": ("a table", ""),
    "model_type": ("a table", ""),
    "model_attributes_type": ("a table", ""),
    "bool_type": ("true or false", "write it without quotes"),
    "int_type": ("a whole number", "write it without quotes"),
    "date_type": ("a date", "write it as 2027-03-31, without quotes"),
}


def validated(model: type[Model], file: TomlFile) -> tuple[Model | None, list[Mistake]]:
    """A document as a model, or None and everything that is wrong with it."""
    try:
        return model.model_validate(file.data), []
    except ValidationError as error:
        return None, described(model, error, file)


def described(model: type[BaseModel], error: ValidationError, file: TomlFile, at: KeyPath = ()) -> list[Mistake]:
    """The mistakes behind a validation error, one for each place.

    A list whose elements are all wrong is too short for pydantic; only the elements are mistakes.

    Args:
        model: what was validated against.
        error: what pydantic says.
        file: the file that the values come from.
        at: the key path of the validated part.
    """
    found: dict[KeyPath, Mistake] = {}
    for details in error.errors(include_url=False):
        if details["type"] == "too_short" and details["input"]:
            continue
        path = (*at, *_real(details, file.data, at))
        if path not in found:
            problem, remedy = _words(model, details)
            found[path] = file.mistake(path, problem, remedy)
    return list(found.values())


def similar(word: str, allowed: Iterable[str]) -> str:
    """``did you mean …?`` where an allowed word is close, else an empty string."""
    words = sorted(allowed)
    lower = {other.lower(): other for other in reversed(words)}
    close = difflib.get_close_matches(word.lower(), list(lower), n=1, cutoff=0.6)
    return f"did you mean {lower[close[0]]}?" if close else ""


def choice(word: str, allowed: Sequence[str]) -> str:
    """The remedy for a word that is none of the allowed ones."""
    listed = f"allowed: {', '.join(allowed)}" if allowed else ""
    return "; ".join(part for part in (listed, similar(word, allowed)) if part)


def kind_of(value: object) -> str:
    """A TOML value's type in words."""
    return next((name for kind, name in _NAMES if isinstance(value, kind)), "something else")


def _real(details: ErrorDetails, data: object, at: KeyPath) -> Iterator[str | int]:
    """The steps that are keys of the document; pydantic puts the names of a union's members between them."""
    for step in at:
        data = _inside(data, step)
    last = len(details["loc"]) - 1
    for number, step in enumerate(details["loc"]):
        inside = _inside(data, step)
        if inside is not None or (number == last and details["type"] == "missing"):
            yield step
            data = inside


def _inside(data: object, step: str | int) -> object:
    if isinstance(data, dict):
        return data.get(step)
    return data[step] if isinstance(data, list) and isinstance(step, int) and step < len(data) else None


def _words(model: type[BaseModel], details: ErrorDetails) -> tuple[str, str]:
    value, context = details["input"], details.get("ctx", {})
    match details["type"]:
        case kind if kind == MISTAKE:
            return context["problem"], context["remedy"]
        case "extra_forbidden":
            key = str(details["loc"][-1])
            return "unknown key", choice(key, _keys(model, details["loc"][:-1]))
        case "missing":
            return "is missing", ""
        case "contract_type":
            return "has no type", 'write type = "layers", "effect" or a contract type of import-linter'
        case "literal_error" if isinstance(value, str):
            allowed = [text.strip().strip("'") for text in context["expected"].replace(" or ", ", ").split(", ")]
            return f"{value!r} is not allowed", choice(value, allowed)
        case "literal_error":
            return f"must be a string, is {kind_of(value)}", f"allowed: {context['expected'].replace(chr(39), '')}"
        case "greater_than_equal":
            return f"must be at least {context['ge']}, is {value}", ""
        case "less_than_equal":
            return f"must be at most {context['le']}, is {value}", ""
        case "too_short":
            return "is an empty list", "name at least one, or leave the key out"
        case kind if kind in _WANTED:
            wanted, remedy = _WANTED[kind]
            return f"must be {wanted}, is {kind_of(value)}", remedy
        case _:
            return details["msg"][:1].lower() + details["msg"][1:], ""


def _keys(annotation: object, steps: Sequence[str | int]) -> list[str]:
    """The keys that a model allows at the end of a path of pydantic's."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if not steps:
            return list(annotation.model_fields)
        field = annotation.model_fields.get(str(steps[0]))
        return _keys(field.rebuild_annotation(), steps[1:]) if field else []
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        tags = [part.tag for part in arguments[1:] if isinstance(part, Tag)]
        return _keys(arguments[0], steps[1:] if tags and steps[:1] == (tags[0],) else steps)
    if origin in (Union, types.UnionType):
        return next((keys for part in arguments if (keys := _member(part, steps))), [])
    if origin is tuple or origin is list:
        return _keys(arguments[0], steps[1:])
    return _keys(arguments[1], steps[1:]) if origin is dict else []


def _member(part: object, steps: Sequence[str | int]) -> list[str]:
    """A tagged member of a union speaks only where the path names its tag."""
    tags = [meta.tag for meta in get_args(part)[1:] if isinstance(meta, Tag)] if get_origin(part) is Annotated else []
    return [] if tags and steps[:1] != (tags[0],) else _keys(part, steps)
