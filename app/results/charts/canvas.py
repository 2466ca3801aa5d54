"""A sheet measured in CSS pixels, y down, on which matplotlib draws: bars, lines, marks, words.

Nothing is laid out by matplotlib: its axes neither wrap labels nor grow with them. Text is measured
in DejaVu Sans, which knows every Kyrgyz and Kazakh letter and is wider than the fonts that
browsers take instead, so what fits here fits there.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from io import BytesIO, StringIO
from math import nan
from typing import Any, Literal

from matplotlib import rc_context
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.textpath import TextToPath
from matplotlib.transforms import Affine2D

Tone = Literal["fg", "mut", "grid", "bg", "neg2", "neg1", "neu", "pos1", "pos2"]
Align = Literal["left", "center", "right"]

# The light theme; each colour is unique, for inlining turns it into a class for both themes.
# Steps differ in lightness and stay apart for the colour-blind (ColorBrewer's PuOr).
TONES: dict[Tone, str] = {
    "fg": "#0b0c0c",
    "mut": "#505a5f",
    "grid": "#d3d6d8",
    "bg": "#fefefe",
    "neg2": "#b35806",
    "neg1": "#f1a340",
    "neu": "#d9d9d9",
    "pos1": "#67a9cf",
    "pos2": "#2166ac",
}
# On bars ink is black or white in both themes, as the bars are the same in both.
INK_DARK, INK_LIGHT = "#000000", "#ffffff"
DARK_TONES = ("neg2", "pos2")

BODY, SMALL = 13.0, 12.0
LEADING = 1.3  # of lines, in text sizes

_LIFTED = (nan, nan)  # the pen, between two strokes

_SETTINGS: Any = {
    "svg.fonttype": "none",  # words stay words: searchable, and a third of the size
    "svg.hashsalt": "pikir",  # the same drawing gives the same bytes
    "font.family": ["DejaVu Sans"],
    "path.simplify": False,
}
_NO_METADATA = dict.fromkeys(("Date", "Creator", "Format", "Type"))


class Canvas:
    def __init__(self, width: float) -> None:
        self.width = width
        self._figure = Figure(dpi=72, frameon=False)  # one unit of the SVG per pixel
        self._flip = Affine2D()  # set when the height is known
        self._drawn = 0
        self._points: list[tuple[Line2D, float]] = []

    def bar(self, x: float, y: float, width: float, height: float, tone: Tone) -> None:
        self._add(Rectangle((x, y), width, height, facecolor=TONES[tone], linewidth=0))

    def line(
        self,
        points: Sequence[tuple[float, float]],
        tone: Tone,
        weight: float = 1.0,
        *,
        dashed: bool = False,
    ) -> None:
        xs, ys = zip(*points, strict=True)
        line = Line2D(xs, ys, color=TONES[tone], linewidth=weight, solid_capstyle="butt")
        if dashed:
            line.set_linestyle((0, (4, 3)))
        self._add(line)

    def lines(
        self, strokes: Iterable[Sequence[tuple[float, float]]], tone: Tone, weight: float = 1.0
    ) -> None:
        """All in one shape, which takes a fraction of the bytes of as many shapes."""
        self.line([point for stroke in strokes for point in (*stroke, _LIFTED)], tone, weight)

    def dot(self, x: float, y: float, radius: float, tone: Tone) -> None:
        """A stroke without length and with round ends: a tenth of the bytes of a circle."""
        dot = Line2D([x, x], [y, y], color=TONES[tone], linewidth=2 * radius)
        dot.set_solid_capstyle("round")
        self._points.append((dot, x))
        self._add(dot)

    def diamond(self, x: float, y: float, radius: float) -> None:
        """Hollow. Two shapes, as inlining knows one colour for each."""
        corners = [(x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius)]
        self._add(Polygon(corners, facecolor=TONES["bg"], linewidth=0))
        self.line([*corners, corners[0], corners[1]], "fg", 1.4)

    def whisker(self, low: float, high: float, y: float) -> None:
        """An interval: a horizontal line with ends."""
        ends = [[(x, y - 3), (x, y + 3)] for x in (low, high)]
        self.lines([[(low, y), (high, y)], *ends], "fg", 1.2)

    def words(
        self,
        x: float,
        middle: float,
        text: str,
        *,
        colour: str = TONES["fg"],
        size: float = BODY,
        align: Align = "left",
        bold: bool = False,
    ) -> None:
        """One line, around the height `middle`; of no words nothing."""
        if not text:
            return
        weight = "bold" if bold else "normal"
        line = _Line(
            x, middle + size * 0.36, text, color=colour, fontsize=size, fontweight=weight,
            ha=align, va="baseline", parse_math=False,
        )  # fmt: skip
        self._add(line)

    def paragraph(
        self, x: float, top: float, lines: Sequence[str], *, muted: bool = False
    ) -> float:
        """Lines below `top`, muted ones in the smaller size; returns where they end."""
        size, colour = (SMALL, TONES["mut"]) if muted else (BODY, TONES["fg"])
        for line in lines:
            self.words(x, top + size * LEADING / 2, line, size=size, colour=colour)
            top += size * LEADING
        return top

    def svg(self, height: float) -> str:
        self._size(height)
        written = StringIO()
        with rc_context(_SETTINGS):
            self._figure.savefig(written, format="svg", metadata=_NO_METADATA)
        return written.getvalue()

    def png(self, height: float, dots: int = 1) -> bytes:
        """With so many dots per pixel, on the background."""
        self._size(height)
        self._flip.scale(dots)
        self._figure.set_frameon(True)
        for dot, x in self._points:  # the painter of PNGs leaves strokes without length out
            dot.set_xdata([x, x + 0.01])
            dot.set_snap(False)
        written = BytesIO()
        with rc_context(_SETTINGS):
            self._figure.savefig(
                written, format="png", dpi=72 * dots, facecolor=TONES["bg"],
                metadata={"Software": None},
            )  # fmt: skip
        return written.getvalue()

    def _size(self, height: float) -> None:
        self._flip.scale(1, -1).translate(0, height)
        self._figure.set_size_inches(self.width / 72, height / 72)

    def _add(self, artist: Rectangle | Line2D | Polygon | Text) -> None:
        self._drawn += 1
        artist.set_zorder(self._drawn)  # else all lines would lie above all bars
        artist.set_transform(self._flip)
        self._figure.add_artist(artist)


class _Line(Text):
    """Text for which nothing has to be laid out. matplotlib lays out every text each time that it
    is drawn, which was a third of a chart's time.
    """

    def draw(self, renderer: RendererBase) -> None:
        gc = renderer.new_gc()
        gc.set_foreground(self.get_color())
        x, y = self.get_transform().transform(self.get_position())
        y = renderer.get_canvas_width_height()[1] - y
        # The SVG has the alignment itself, by mtext; the PNG goes by x.
        renderer.draw_text(
            gc,
            x - self._before() * self._scale(),
            y,
            self.get_text(),
            self.get_fontproperties(),
            0,
            mtext=self,
        )
        gc.restore()

    def _scale(self) -> float:
        """Dots per pixel."""
        figure = self.get_figure()
        return figure.dpi / 72 if figure else 1.0

    def _before(self) -> float:
        """How much of it stands left of its place."""
        share = {"left": 0.0, "center": 0.5, "right": 1.0}[self.get_horizontalalignment()]
        bold = self.get_fontweight() == "bold"
        return share and share * text_width(self.get_text(), self.get_fontsize(), bold=bold)


@lru_cache(maxsize=4096)
def text_width(text: str, size: float = BODY, *, bold: bool = False) -> float:
    """In pixels."""
    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal", size=size)
    width, _height, _descent = TextToPath().get_text_width_height_descent(text, font, ismath=False)
    return float(width)


def wrap(text: str, width: float, size: float = BODY) -> list[str]:
    """Lines that fit; a word that is too long for a line is broken."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, size) <= width:
            lines[-1] = longer
            continue
        *whole, rest = _broken(word, width, size)
        lines += [*whole, rest]
    return [line for line in lines if line]


def ink(tone: Tone) -> str:
    """What can be read on a bar of this tone: the higher contrast."""
    return INK_LIGHT if tone in DARK_TONES else INK_DARK


def _broken(word: str, width: float, size: float) -> list[str]:
    parts = [""]
    for letter in word:
        if text_width(parts[-1] + letter, size) > width:
            parts.append("")
        parts[-1] += letter
    return parts
