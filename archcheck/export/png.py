"""PNG: the SVG, painted by vl-convert, which is an optional library with fonts of its own."""

from archcheck.export.svg import render_svg
from archcheck.model.diagram import Diagram
from archcheck.model.errors import user_error

SCALE = 2.0


def render_png(diagram: Diagram) -> bytes:
    """The picture in twice its size.

    Raises:
        UserError: vl-convert is not installed.
    """
    return painted(render_svg(diagram))


def painted(svg: str) -> bytes:
    """An SVG as a picture of twice its size.

    Raises:
        UserError: vl-convert is not installed.
    """
    try:
        import vl_convert
    except ImportError:
        raise user_error(
            "--format", "png needs vl-convert", "pip install 'archcheck-py[report]', or take svg", key="png"
        ) from None
    return bytes(vl_convert.svg_to_png(svg, scale=SCALE))
