"""One question over quarters: points with their intervals. Where nothing may be shown is a gap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.results.charts.canvas import BODY, LEADING, SMALL, TONES, Canvas, text_width, wrap
from app.results.charts.shapes import Mark, Point, Trend

_HEIGHT = 190.0


def fill(canvas: Canvas, shape: Trend) -> float:
    top = BODY * LEADING  # room for the figure of a point at 100 %
    plot = _Plot(
        left=max(text_width(text, SMALL) for _share, text in shape.ticks) + 8,
        right=canvas.width,
        top=top,
        bottom=top + _HEIGHT,
        low=shape.ticks[0][0],
        high=shape.ticks[-1][0],
        count=len(shape.points),
    )
    for share, text in shape.ticks:
        y = plot.y(share)
        canvas.line([(plot.left, y), (plot.right, y)], "grid")
        canvas.words(plot.left - 8, y, text, size=SMALL, colour=TONES["mut"], align="right")
    for run in _runs(shape.points):
        if len(run) > 1:
            canvas.line([(plot.x(place), plot.y(mark.share)) for place, mark in run], "pos1", 2)
        for place, mark in run:
            _point(canvas, mark, plot, plot.x(place))
    return _labels(canvas, shape.points, plot)


@dataclass(frozen=True)
class _Plot:
    left: float
    right: float
    top: float
    bottom: float
    low: float
    high: float
    count: int

    @property
    def step(self) -> float:
        return (self.right - self.left) / self.count

    def x(self, place: int) -> float:
        return self.left + self.step * (place + 0.5)

    def y(self, share: float) -> float:
        return self.bottom - (share - self.low) / (self.high - self.low) * _HEIGHT


def _point(canvas: Canvas, mark: Mark, plot: _Plot, x: float) -> None:
    y = highest = plot.y(mark.share)
    if mark.interval:
        low, high = (plot.y(end) for end in mark.interval)
        canvas.line([(x, low), (x, high)], "pos2", 1.6)
        highest = high
    canvas.dot(x, y, 5, "pos2")
    middle, half = min(highest, y - 5) - 9, text_width(mark.text, bold=True) / 2
    canvas.bar(x - half - 2, middle - 7, 2 * half + 4, 14, "bg")  # no gridline through it
    canvas.words(x, middle, mark.text, align="center", bold=True)


def _runs(points: Sequence[Point]) -> Iterator[list[tuple[int, Mark]]]:
    """Points in neighbouring quarters: only these are joined by a line."""
    run: list[tuple[int, Mark]] = []
    for place, point in enumerate(points):
        if point.mark:
            run.append((place, point.mark))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _labels(canvas: Canvas, points: Sequence[Point], plot: _Plot) -> float:
    """Quarters below the points, and what a gap means; returns where the lowest ends."""
    end, room = plot.bottom, plot.step - 4
    # All on one line or all on two: else the one fourth quarter would stand out.
    is_tight = any(text_width(point.label, SMALL) > room for point in points)
    for place, point in enumerate(points):
        label = point.label.split() if is_tight else [point.label]
        lines = label + wrap(point.words, room, SMALL)
        middle = plot.bottom + 8 + SMALL * LEADING / 2
        for line in lines:
            canvas.words(
                plot.x(place), middle, line, size=SMALL, colour=TONES["mut"], align="center"
            )
            middle += SMALL * LEADING
        end = max(end, middle)
    return end
