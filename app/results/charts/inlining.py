"""From matplotlib's SVG file to an SVG inside a page: no style, no script, no foreign id.

The page's policy forbids style attributes, its themes need classes instead of colours, and its
readers need role, title and description. A shape has one colour, its fill or its stroke, which
stays as an attribute for those who save the picture; the style sheet overrides it.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, fromstring, register_namespace, tostring

from app.results.charts.canvas import TONES

_SVG = "http://www.w3.org/2000/svg"
_CLASSES = {colour: f"c-{tone}" for tone, colour in TONES.items()}
_DROPPED = {"font-family", "stroke-linejoin"}  # the font is the page's
_KEPT = {"path", "text"}
_NUMBER = re.compile(r"-?\d+\.\d+")

register_namespace("", _SVG)


def inline(svg: str, prefix: str, title: str, description: str) -> str:
    """`prefix` makes the ids unique in the page."""
    drawn = fromstring(svg)  # noqa: S314 (matplotlib's own output)
    box = drawn.get("viewBox", "")
    root = Element(f"{{{_SVG}}}svg", {"class": "chart", "viewBox": box, "role": "img"})
    root.set("aria-labelledby", f"{prefix}-t {prefix}-d")
    for name, end, text in (("title", "t", title), ("desc", "d", description)):
        SubElement(root, f"{{{_SVG}}}{name}", {"id": f"{prefix}-{end}"}).text = text
    root.extend(_shapes(drawn))
    return tostring(root, encoding="unicode")


def _shapes(drawn: Element) -> Iterator[Element]:
    """What is seen, without the groups around it, in the order in which it was drawn."""
    for element in drawn.iter():
        if element.tag.removeprefix(f"{{{_SVG}}}") in _KEPT:
            shape = Element(element.tag, _attributes(element))
            shape.text = element.text
            yield shape


def _attributes(element: Element) -> dict[str, str]:
    declarations = [each.split(":", 1) for each in element.get("style", "").split(";") if each]
    attributes = {
        name.strip(): value.strip() for name, value in declarations if name.strip() not in _DROPPED
    }
    for name in ("x", "y"):
        if value := element.get(name):
            attributes[name] = _short(value)
    if path := element.get("d"):
        attributes["d"] = _short(" ".join(path.split()))
    colour = attributes.get("stroke", attributes.get("fill", ""))
    return {"class": _CLASSES[colour], **attributes} if colour in _CLASSES else attributes


def _short(numbers: str) -> str:
    """A hundredth of a pixel is enough."""
    return _NUMBER.sub(lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), numbers)
