"""The picture beside a link to a release: one figure, and what it is of."""

from app.results.charts.canvas import LEADING, TONES, Canvas, text_width, wrap
from app.results.charts.shapes import Cover

_WIDTH, _HEIGHT = 1200.0, 630.0  # what Open Graph's readers crop to
_LEFT, _ROOM = 84.0, 1040.0
_FIGURE = 150.0  # the largest size of the figure; words instead of it are smaller


def paint(shape: Cover) -> bytes:
    """A PNG."""
    canvas = Canvas(_WIDTH)
    canvas.bar(0, 0, _WIDTH, _HEIGHT, "bg")
    canvas.bar(0, 0, 28, _HEIGHT, "pos2")
    top = _lines(canvas, shape.publisher, 56, 32, muted=True)
    if shape.figure:
        top = _figure(canvas, shape.figure, max(top + 20, 150))
    top = _lines(canvas, shape.label, top + 16, 50, bold=True)
    _lines(canvas, shape.note, top + 14, 30)
    canvas.line([(_LEFT, 540), (_LEFT + _ROOM, 540)], "grid", 2)
    _lines(canvas, shape.about, 556, 30, muted=True)
    return canvas.png(_HEIGHT)


def _figure(canvas: Canvas, figure: str, top: float) -> float:
    size = min(_FIGURE, _FIGURE * _ROOM / text_width(figure, _FIGURE, bold=True))
    middle = top + size / 2
    canvas.words(_LEFT, middle, figure, size=size, colour=TONES["pos2"], bold=True)
    return top + size


def _lines(
    canvas: Canvas, text: str, top: float, size: float, *, bold: bool = False, muted: bool = False
) -> float:
    """At most two lines; returns where they end."""
    colour = TONES["mut" if muted else "fg"]
    # Bold letters are wider than those that are measured.
    for line in _two(text, size, _ROOM * (0.88 if bold else 1)):
        canvas.words(_LEFT, top + size * LEADING / 2, line, size=size, colour=colour, bold=bold)
        top += size * LEADING
    return top


def _two(text: str, size: float, room: float) -> list[str]:
    lines = wrap(text, room, size)
    return lines if len(lines) <= 2 else [lines[0], f"{lines[1]}…"]
