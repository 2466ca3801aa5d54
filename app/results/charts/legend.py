"""The key above a chart: swatches or marks with their words, on as many lines as they need."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.results.charts.canvas import LEADING, SMALL, Canvas, Tone, text_width, wrap

_GAP, _SWATCH = 18.0, 12.0
LINE = SMALL * LEADING + 4


@dataclass(frozen=True)
class Entry:
    text: str
    mark: Callable[[Canvas, float, float], None]  # at its left end and middle height
    mark_width: float = _SWATCH


def swatch(tone: Tone) -> Callable[[Canvas, float, float], None]:
    return lambda canvas, x, y: canvas.bar(x, y - _SWATCH / 2, _SWATCH, _SWATCH, tone)


def legend(canvas: Canvas, entries: Sequence[Entry]) -> float:
    """Below the top edge; returns where it ends."""
    x, y = 0.0, 0.0
    for entry in entries:
        room = canvas.width - entry.mark_width - 6
        lines = wrap(entry.text, room, SMALL)
        wide = entry.mark_width + 6 + max(text_width(line, SMALL) for line in lines)
        if x and x + wide > canvas.width:
            x, y = 0.0, y + LINE
        entry.mark(canvas, x, y + LINE / 2)
        for place, line in enumerate(lines):
            middle = y + LINE / 2 + place * LINE
            canvas.words(x + entry.mark_width + 6, middle, line, size=SMALL)
        y += LINE * (len(lines) - 1)
        x += wide + _GAP
    return y + LINE
