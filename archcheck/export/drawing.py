"""What every picture is drawn with, as SVG: the paper, the inks, words and lengths."""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

FONT = "Liberation Sans, Helvetica, Arial, sans-serif"
INK, PALE, RED, PAPER = "#0f172a", "#64748b", "#dc2626", "#ffffff"


def paper(width: float, height: float, title: str) -> Element:
    """An empty picture of some size in pixels, with a title for those who cannot see it."""
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {length(width)} {length(height)}",
            "width": length(width),
            "height": length(height),
            "font-family": FONT,
            "role": "img",
        },
    )
    SubElement(root, "title").text = title
    SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": PAPER})
    return root


def words(
    parent: Element,
    x: float,
    y: float,
    said: str,
    *,
    size: int,
    fill: str = INK,
    weight: str = "normal",
    anchor: str = "start",
    halo: bool = False,
) -> None:
    """Words at a place, with a halo of paper where lines run behind them."""
    attributes = {"x": length(x), "y": length(y), "font-size": str(size), "fill": fill}
    if weight != "normal":
        attributes["font-weight"] = weight
    if anchor != "start":
        attributes["text-anchor"] = anchor
    if halo:
        attributes |= {"stroke": PAPER, "stroke-width": "3", "paint-order": "stroke"}
    SubElement(parent, "text", attributes).text = said


def length(value: float) -> str:
    """A length to a tenth of a pixel."""
    return f"{value:.1f}".removesuffix(".0")


def written(root: Element) -> str:
    """A picture as text; the same picture gives the same bytes."""
    drawn: bytes = ElementTree.tostring(root, "us-ascii")
    return drawn.decode("ascii") + "\n"
