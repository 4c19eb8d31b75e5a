"""The parts that JSON Schemas are made of."""

from typing import TypeAlias

Schema: TypeAlias = dict[str, object]

TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
COUNT: Schema = {"type": "integer", "minimum": 0}
POSITION: Schema = {"type": "integer", "minimum": 1}
TEXTS: Schema = {"type": "array", "items": TEXT}
KIND: Schema = {"enum": ["orm", "core", "dbapi", "nosql", "sql", None]}
PLACE: Schema = {"path": TEXT, "line": COUNT, "column": POSITION, "end_line": COUNT, "end_column": POSITION}


def object_(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    """An object with these keys; all but the optional ones are required."""
    required = [key for key in properties if key not in optional]
    return {"type": "object", "properties": properties, "required": required}


def array_(items: Schema) -> Schema:
    """A list of these."""
    return {"type": "array", "items": items}


def document_(name: str, title: str, properties: Schema) -> Schema:
    """A whole output: its schema's name, the tool, and these keys."""
    tool = object_({"name": {"const": "archcheck"}, "version": TEXT})
    body = object_({"schema": {"const": name}, "tool": tool, **properties})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **body}
