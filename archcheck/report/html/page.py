"""A review as one self-contained HTML page.

The page may load nothing (Content-Security-Policy ``default-src 'none'``): its one style sheet and its one script are named by their
hashes, so nothing that a checked project smuggles into it could run. Names and source text come as one block of JSON, which the script
shows as text alone; what the template itself shows goes through jinja's autoescape.
"""

import base64
import hashlib
import json
from importlib.resources import files
from importlib.resources.abc import Traversable

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from archcheck import __version__
from archcheck.model.review import Review
from archcheck.report.html.data import page_data
from archcheck.report.html.front import front

TEMPLATE = "page.html.jinja"
STYLES = ("tokens", "page", "verdict", "pictures", "lists", "sheet", "print")
SCRIPTS = (
    "dom",
    "data",
    "names",
    "route",
    "sheet",
    "facets",
    "list",
    "excerpt",
    "findings",
    "grid",
    "layout",
    "map-sight",
    "map-shapes",
    "map-lines",
    "map",
    "matrix",
    "matrix-shapes",
    "places",
    "worklist",
    "burndown",
    "sweeps",
    "inventory",
    "metrics",
    "past",
    "gaps",
    "settings",
    "search",
    "print",
    "main",
)
_HERE = files("archcheck.report.html")


def render_html(review: Review) -> str:
    """The page; the same review gives the same bytes."""
    style = _joined("css", STYLES)
    script = f'(() => {{\n"use strict";\n{_joined("js", SCRIPTS)}}})();\n'
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(lambda name: (_HERE / name).read_text("utf-8")),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(TEMPLATE).render(
        front=front(review),
        version=__version__,
        policy=_policy(style, script),
        style=Markup(style),
        script=Markup(script),
        data=Markup(_json(page_data(review))),
    )


def _joined(folder: str, names: tuple[str, ...]) -> str:
    ending = folder
    place: Traversable = _HERE / folder
    return "".join((place / f"{name}.{ending}").read_text("utf-8") for name in names)


def _policy(style: str, script: str) -> str:
    """Nothing from anywhere, but for the two texts whose hashes stand here; and no text becomes markup."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_hash(script)}'",
            f"style-src '{_hash(style)}'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _json(data: object) -> str:
    """ASCII, and without the characters that could end the script element or start a comment in it."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
