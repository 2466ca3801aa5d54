"""Shares below each other: a dot with its interval, the earlier quarter's diamond, the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from app.results.charts.canvas import BODY, LEADING, SMALL, TONES, Canvas, text_width, wrap
from app.results.charts.legend import Entry, legend
from app.results.charts.shapes import RowLine, Rows

_LABELS, _BASES = 190.0, 84.0  # columns, wide
_EDGE = 20.0  # keeps marks and tick labels at 0 and 100 % on the sheet
_TRACK, _GAP = 20.0, 9.0


@dataclass(frozen=True)
class _Axis:
    left: float
    right: float

    def at(self, share: float) -> float:
        return self.left + share * (self.right - self.left)


def fill(canvas: Canvas, shape: Rows) -> float:
    top = legend(canvas, _key(shape)) + 12
    top = (_wide if shape.width == "wide" else _narrow)(canvas, shape, top)
    if shape.withheld:
        top = canvas.paragraph(0, top + 8, wrap(shape.withheld, canvas.width, SMALL), muted=True)
    return top


def _wide(canvas: Canvas, shape: Rows, top: float) -> float:
    """Label, base, track and figure in columns."""
    marks = [text_width(line.mark.text, bold=True) for line in shape.lines if line.mark]
    axis = _Axis(_LABELS + _BASES + _EDGE, canvas.width - _EDGE - max(marks, default=0.0))
    labels = [wrap(line.label, _LABELS) for line in shape.lines]
    heights = [max(len(label) * BODY * LEADING, _TRACK) + _GAP for label in labels]
    _grid(canvas, shape, axis, top - 6, top + sum(heights))
    _whole(canvas, shape.lines, axis, top - 6, heights)
    for line, label, height in zip(shape.lines, labels, heights, strict=True):
        middle = top + (height - _GAP) / 2
        canvas.paragraph(0, middle - len(label) * BODY * LEADING / 2, label)
        canvas.words(
            _LABELS + _BASES, middle, line.base, size=SMALL, colour=TONES["mut"], align="right"
        )
        _track(canvas, line, middle, axis)
        _figure(canvas, line, middle, axis.left)
        top += height
    return _ticks(canvas, shape, axis, top)


def _narrow(canvas: Canvas, shape: Rows, top: float) -> float:
    """Label, base and figure above the track."""
    axis = _Axis(_EDGE, canvas.width - _EDGE)
    for line in shape.lines:
        mark = text_width(line.mark.text, bold=True) + 12 if line.mark else 0.0
        label = wrap(line.label, canvas.width - mark)
        _figure(canvas, line, top + BODY * LEADING / 2, None)
        top = canvas.paragraph(0, top, label)
        after, base = text_width(label[-1]) + 8, text_width(line.base, SMALL)
        if after + base <= canvas.width - mark:
            middle = top - BODY * LEADING / 2
            canvas.words(after, middle, line.base, size=SMALL, colour=TONES["mut"])
        else:
            top = canvas.paragraph(0, top, [line.base], muted=True)
        if line.mark:
            _grid(canvas, shape, axis, top + 2, top + _TRACK)
            _whole(canvas, [line], axis, top + 2, [_TRACK - 2])
            _track(canvas, line, top + _TRACK / 2 + 1, axis)
            top += _TRACK
        else:
            top = canvas.paragraph(0, top, [line.words], muted=True)
        top += _GAP
    return _ticks(canvas, shape, axis, top - _GAP)


def _key(shape: Rows) -> list[Entry]:
    entries = [Entry(shape.now, lambda canvas, x, y: canvas.dot(x + 6, y, 5.5, "pos2"))]
    if shape.interval:
        entries.append(
            Entry(shape.interval, lambda canvas, x, y: canvas.bar(x, y - 3, 24, 6, "pos1"), 24)
        )
    if shape.before:
        entries.append(Entry(shape.before, lambda canvas, x, y: canvas.diamond(x + 6, y, 5)))
    if shape.whole:
        entries.append(
            Entry(
                shape.whole,
                lambda canvas, x, y: canvas.line([(x, y), (x + 24, y)], "fg", 1.2, dashed=True),
                24,
            )
        )
    return entries


def _grid(canvas: Canvas, shape: Rows, axis: _Axis, top: float, bottom: float) -> None:
    places = [axis.at(share) for share, _text in shape.ticks]
    canvas.lines([[(x, top), (x, bottom)] for x in places], "grid")


def _whole(
    canvas: Canvas, lines: Sequence[RowLine], axis: _Axis, top: float, heights: Sequence[float]
) -> None:
    """A dashed stroke over each line; lines with the same whole share one, through them all."""
    for whole, run in groupby(zip(lines, heights, strict=True), lambda each: each[0].whole):
        bottom = top + sum(height for _line, height in run)
        if whole is not None:
            x = axis.at(whole)
            canvas.line([(x, top), (x, bottom)], "fg", 1.2, dashed=True)
        top = bottom


def _ticks(canvas: Canvas, shape: Rows, axis: _Axis, top: float) -> float:
    middle = top + SMALL
    for share, text in shape.ticks:
        canvas.words(axis.at(share), middle, text, size=SMALL, colour=TONES["mut"], align="center")
    return middle + SMALL


def _track(canvas: Canvas, line: RowLine, y: float, axis: _Axis) -> None:
    if line.mark is None:
        return
    if line.mark.interval:
        low, high = (axis.at(end) for end in line.mark.interval)
        canvas.bar(low, y - 3, high - low, 6, "pos1")
    canvas.dot(axis.at(line.mark.share), y, 5.5, "pos2")
    if line.before is not None:
        canvas.diamond(axis.at(line.before), y, 5)


def _figure(canvas: Canvas, line: RowLine, middle: float, words_at: float | None) -> None:
    """The share at the right edge, or at `words_at` the words instead."""
    if line.mark:
        canvas.words(canvas.width, middle, line.mark.text, align="right", bold=True)
    elif words_at is not None:
        canvas.bar(words_at, middle - 9, text_width(line.words) + 8, 18, "bg")
        canvas.words(words_at, middle, line.words, colour=TONES["mut"])
