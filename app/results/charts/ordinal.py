"""Scales: wide, bars diverge at zero with the neutral answers apart; narrow, they are stacked."""

from dataclasses import dataclass

from app.results.charts.canvas import (
    BODY,
    LEADING,
    SMALL,
    Canvas,
    Tone,
    ink,
    text_width,
    wrap,
)
from app.results.charts.legend import Entry, legend, swatch
from app.results.charts.shapes import Ordinal, OrdinalRow, Piece

_TONES: dict[int, tuple[Tone, ...]] = {
    3: ("neg1", "neu", "pos1"),
    4: ("neg2", "neg1", "pos1", "pos2"),
    5: ("neg2", "neg1", "neu", "pos1", "pos2"),
}
_LABELS = 205.0  # the column of labels, wide
_BAR, _WHISKER, _GAP = 26.0, 12.0, 16.0
_STRIP = 6.0


def fill(canvas: Canvas, shape: Ordinal) -> float:
    tones = _TONES[len(shape.scale)]
    key = [Entry(words, swatch(tone)) for words, tone in zip(shape.scale, tones, strict=True)]
    if shape.width == "wide":
        return _diverging(canvas, shape, tones, legend(canvas, key) + 14)
    key.reverse()  # as the bars: positive answers begin at the left edge, where they compare
    return _stacked(canvas, shape, tones, legend(canvas, key) + 14)


def _stacked(canvas: Canvas, shape: Ordinal, tones: tuple[Tone, ...], top: float) -> float:
    for row in shape.rows:
        mark = row.positive.text if row.positive else ""
        room = canvas.width - text_width(mark, bold=True) - 12 if mark else canvas.width
        canvas.words(canvas.width, top + BODY * LEADING / 2, mark, align="right", bold=True)
        top = canvas.paragraph(0, top, wrap(row.label, room)) + 4
        top = canvas.paragraph(0, top, wrap(row.words, canvas.width, SMALL), muted=True)
        if row.pieces:
            left = 0.0
            for piece in reversed(row.pieces):
                width = piece.share * canvas.width
                _piece(canvas, piece, tones, (left, top, width))
                left += width
            top += _BAR + _WHISKER
        if row.positive and row.positive.interval:
            low, high = (end * canvas.width for end in row.positive.interval)
            canvas.whisker(low, high, top - _WHISKER / 2)
        top = canvas.paragraph(0, top, wrap(row.base, canvas.width, SMALL), muted=True) + _GAP
    return top - _GAP + 2


@dataclass(frozen=True)
class _Scale:
    """Where zero lies for the diverging bars and for the neutral ones, and a share's length."""

    zero: float
    neutral: float
    length: float


def _diverging(canvas: Canvas, shape: Ordinal, tones: tuple[Tone, ...], top: float) -> float:
    scale = _scale(canvas, shape)
    begin = top
    for row in shape.rows:
        label, base = wrap(row.label, _LABELS), wrap(row.base, _LABELS, SMALL)
        left_height = len(label) * BODY * LEADING + len(base) * SMALL * LEADING
        height = max(left_height, _WHISKER + _BAR + 2)
        end = canvas.paragraph(0, top + (height - left_height) / 2, label)
        canvas.paragraph(0, end, base, muted=True)
        words = wrap(row.words, canvas.width - scale.zero - 10, SMALL)
        canvas.paragraph(
            scale.zero + 10, top + (height - len(words) * SMALL * LEADING) / 2, words, muted=True
        )
        # The whisker stands above the bar: the bar alone is centred against the label.
        _bars(canvas, row, tones, scale, top + (height - _BAR) / 2 + 2)
        top += height + _GAP
    canvas.line([(scale.zero, begin - 4), (scale.zero, top - _GAP + 6)], "fg")
    return top - _GAP + 8


def _bars(
    canvas: Canvas, row: OrdinalRow, tones: tuple[Tone, ...], scale: _Scale, top: float
) -> None:
    sides: dict[str, list[Piece]] = {"negative": [], "neutral": [], "positive": []}
    for piece in row.pieces:
        sides[_side(piece, len(tones))].append(piece)
    x = scale.zero - sum(piece.share for piece in sides["negative"]) * scale.length
    for piece in sides["negative"] + sides["positive"]:
        _piece(canvas, piece, tones, (x, top, piece.share * scale.length))
        x += piece.share * scale.length
    middle = top + _BAR / 2
    if row.positive:
        canvas.words(x + 6, middle, row.positive.text, bold=True)
        if row.positive.interval:
            low, high = (scale.zero + end * scale.length for end in row.positive.interval)
            canvas.whisker(low, high, top - _WHISKER / 2)
    for piece in sides["neutral"]:
        canvas.bar(scale.neutral, top, piece.share * scale.length, _BAR, "neu")
        canvas.words(scale.neutral + piece.share * scale.length + 5, middle, piece.text)


def _scale(canvas: Canvas, shape: Ordinal) -> _Scale:
    steps = len(shape.scale)
    longest = {
        side: max(
            sum(piece.share for piece in row.pieces if _side(piece, steps) == side)
            for row in shape.rows
        )
        for side in ("negative", "neutral", "positive")
    }
    left = _LABELS + 16
    marks = 6 + max(
        text_width(row.positive.text, bold=True) if row.positive else 0.0 for row in shape.rows
    )
    room = canvas.width - left - marks - 24 - 5 - text_width("00")
    length = room / (sum(longest.values()) or 1)
    zero = left + longest["negative"] * length
    return _Scale(zero, zero + longest["positive"] * length + marks + 24, length)


def _side(piece: Piece, steps: int) -> str:
    """A neutral answer that is too rare to stand alone counts here as not positive."""
    middle = (steps - 1) / 2
    if piece.steps == (middle,):
        return "neutral"
    return "positive" if min(piece.steps) > middle else "negative"


def _piece(
    canvas: Canvas, piece: Piece, tones: tuple[Tone, ...], place: tuple[float, float, float]
) -> None:
    """A stretch of a bar at (x, y, width). Of joined steps the others show as strips below."""
    x, y, width = place
    middle = (len(tones) - 1) / 2
    first, *others = sorted(piece.steps, key=lambda step: abs(step - middle))
    canvas.bar(x, y, width - 1, _BAR, tones[first])
    for height, step in enumerate(others, start=1):
        canvas.bar(x, y + _BAR - height * _STRIP, width - 1, _STRIP, tones[step])
    if text_width(piece.text) + 6 <= width:
        middle_height = y + (_BAR - len(others) * _STRIP) / 2
        colour = ink(tones[first])
        canvas.words(x + width / 2, middle_height, piece.text, colour=colour, align="center")
