"""Options of one question as horizontal bars; what is outside the base stands apart, in grey."""

from app.results.charts.canvas import BODY, LEADING, Canvas, Tone, text_width, wrap
from app.results.charts.shapes import Bar, Shares

_LABELS = 250.0  # the column of labels, wide
_BAR, _WHISKER, _GAP = 20.0, 12.0, 10.0


def fill(canvas: Canvas, shape: Shares) -> float:
    left = _LABELS + 14 if shape.width == "wide" else 0.0
    texts = max(text_width(bar.text, bold=True) for bar in (*shape.bars, *shape.outside))
    length = canvas.width - left - texts - 8
    has_positive = any(bar.is_positive for bar in shape.bars)
    top = 4.0
    for bar in shape.bars:
        tone: Tone = "pos2" if bar.is_positive or not has_positive else "pos1"
        top = _bar(canvas, bar, tone, (left, top, length))
    if shape.outside:
        heading = wrap(shape.outside_label, canvas.width)
        top = canvas.paragraph(0, top + 8, heading, muted=True) + 6
        for bar in shape.outside:
            top = _bar(canvas, bar, "neu", (left, top, length))
    return top - _GAP + 4


def _bar(canvas: Canvas, bar: Bar, tone: Tone, place: tuple[float, float, float]) -> float:
    """From (left, top), `length` being all answers; returns where the next may begin."""
    left, top, length = place
    above = _WHISKER if bar.interval else 0.0
    lines = wrap(bar.label, _LABELS if left else canvas.width)
    label = len(lines) * BODY * LEADING
    if left:
        height = max(label, _BAR + above)
        canvas.paragraph(0, top + above + (height - above - label) / 2, lines)
        y = top + above + (height - above - _BAR) / 2
    else:
        y = canvas.paragraph(0, top, lines) + above + 2
        height = y + _BAR - top
    canvas.bar(left, y, max(bar.share * length, 1.5), _BAR, tone)
    canvas.words(left + bar.share * length + 8, y + _BAR / 2, bar.text, bold=bar.is_positive)
    if bar.interval:
        low, high = (left + end * length for end in bar.interval)
        canvas.whisker(low, high, y - _WHISKER / 2)
    return top + height + _GAP
