"""A configuration as it was read, key by key, with what the file says and what is the default."""

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence

from archcheck.config.schema import Config, Document, LinterContract
from archcheck.config.values import Table
from archcheck.model.review import Setting


def settings(config: Config) -> tuple[Setting, ...]:
    """Every table in order of the schema, every key of it; a key without a value is left out."""
    return tuple(setting for name in Document.model_fields for setting in _under(name, getattr(config, name)))


def _under(name: str, value: object) -> Iterator[Setting]:
    match value:
        case Table():
            yield from _table(f"[{name}]", value)
        case [*tables]:
            for number, table in enumerate(tables, 1):
                if isinstance(table, Table):
                    yield from _table(f"[[{name}]] {getattr(table, 'id', number)}", table)


def _table(name: str, table: Table) -> Iterator[Setting]:
    for key in type(table).model_fields:
        value = getattr(table, key)
        if isinstance(table, LinterContract) and key == "options":
            yield from (Setting(name, option, _toml(own), True) for option, own in value.items())
        elif value is not None and value != {}:
            yield Setting(name, key, _toml(value), key in table.model_fields_set)


def _toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False)
        case datetime.date():
            return value.isoformat()
        case Mapping():
            return "{" + ", ".join(f"{key} = {_toml(member)}" for key, member in value.items()) + "}"
        case Sequence() | set() | frozenset():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case _:
            return str(value)
