"""JSON Schemas by name: of layers.toml and of the JSON outputs."""

import difflib
import json

from archcheck.model.errors import user_error

CONFIGURATION = "layers.toml"
FLEET = "fleet.toml"


def text(name: str) -> str:
    """The JSON Schema of one format, as text.

    Raises:
        UserError: there is no such format.
    """
    from archcheck.config.fleet import fleet_schema
    from archcheck.config.json_schema import config_schema
    from archcheck.report import fleet_json
    from archcheck.report.schemas import SCHEMAS

    read = {CONFIGURATION: config_schema, FLEET: fleet_schema}
    written = {**SCHEMAS, "fleet": fleet_json.FLEET}
    names = [*read, *written]
    if name not in names:
        close = difflib.get_close_matches(name, names, n=1)
        hint = f"did you mean {close[0]}? " if close else ""
        raise user_error("schema", f"there is no format {name}", f"{hint}there are {', '.join(names)}")
    schema = read[name]() if name in read else written[name]
    return json.dumps(schema, indent=2) + "\n"
