"""What is drawn, to the last word and figure: two equal shapes are the same picture."""

from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import sha256
from typing import ClassVar, Literal

from rfc8785 import dumps

from app.results.intervals import Interval

Width = Literal["wide", "narrow"]  # for a desktop and for a telephone

# Part of every hash: whoever changes how something looks raises it, and all is drawn anew.
DRAWING_VERSION = 4


@dataclass(frozen=True)
class Shape:
    """`title` says the finding, `description` all figures: the chart for those who cannot see."""

    kind: ClassVar[str]
    language: str
    width: Width
    title: str
    description: str

    @cached_property
    def hash(self) -> str:
        plain = {"drawing": DRAWING_VERSION, "kind": self.kind, **asdict(self)}
        return sha256(dumps(plain)).hexdigest()


@dataclass(frozen=True)
class Mark:
    """A share, in words too, with its interval."""

    share: float
    text: str
    interval: Interval | None = None


@dataclass(frozen=True)
class Piece:
    """A stretch of an ordinal bar: one step of the scale, or neighbours that stand together."""

    steps: tuple[int, ...]  # from 0, the most negative
    share: float
    text: str  # empty: the piece is coded, the row says it in words


@dataclass(frozen=True)
class OrdinalRow:
    label: str
    base: str
    pieces: tuple[Piece, ...] = ()
    positive: Mark | None = None
    words: str = ""  # instead of the mark, when there may be none


@dataclass(frozen=True)
class Ordinal(Shape):
    """Questions with one scale of three to five steps. Wide it diverges, narrow it is stacked."""

    kind: ClassVar[str] = "ordinal"
    scale: tuple[str, ...]
    rows: tuple[OrdinalRow, ...]


@dataclass(frozen=True)
class Bar:
    label: str
    share: float  # of a coded bar: its bound
    text: str
    is_positive: bool = False
    interval: Interval | None = None


@dataclass(frozen=True)
class Shares(Shape):
    """The options of one question, and apart from them what is outside the base."""

    kind: ClassVar[str] = "shares"
    bars: tuple[Bar, ...]
    outside_label: str
    outside: tuple[Bar, ...]


@dataclass(frozen=True)
class RowLine:
    label: str
    base: str
    mark: Mark | None = None
    before: float | None = None
    whole: float | None = None  # the share of all, that this one is held against
    words: str = ""  # instead of the mark, if it is coded


@dataclass(frozen=True)
class Rows(Shape):
    """One question by region or kind, or all questions of one region, kind or inspectorate:
    against an earlier quarter and, if it is a part, against the whole.
    """

    kind: ClassVar[str] = "rows"
    now: str
    before: str  # empty, like the two below: there is none to explain
    interval: str
    whole: str
    ticks: tuple[tuple[float, str], ...]
    lines: tuple[RowLine, ...]
    withheld: str  # what has no line, and why


@dataclass(frozen=True)
class Point:
    """Without a mark: a gap, and `words` say why."""

    label: str
    mark: Mark | None = None
    words: str = ""


@dataclass(frozen=True)
class Trend(Shape):
    """One question over quarters."""

    kind: ClassVar[str] = "trend"
    ticks: tuple[tuple[float, str], ...]
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Cover(Shape):
    """What messengers show beside a link to a release. Without a figure `label` says why."""

    kind: ClassVar[str] = "cover"
    publisher: str
    about: str
    figure: str
    label: str
    note: str


Drawable = Ordinal | Shares | Rows | Trend | Cover
