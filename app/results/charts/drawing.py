"""The only door to matplotlib: from a shape to its picture. For the worker and the command line."""

from base64 import b64encode
from io import BytesIO

from PIL import Image

from app.results.charts import cover, ordinal, rows, shares, trend
from app.results.charts.canvas import Canvas
from app.results.charts.inlining import inline
from app.results.charts.shapes import Cover, Drawable, Ordinal, Rows, Shares, Trend, Width

# What pages leave between their margins on a desktop, and on the narrowest telephone, of 320 px:
# nothing is ever scaled down, and on the usual 360 px no word is smaller than 13 px.
_COLOURS = 48  # the nine tones, and steps between them at the edges of letters
WIDTHS: dict[Width, float] = {"wide": 680.0, "narrow": 288.0}


def draw(shape: Drawable) -> str:
    """An SVG; of a cover a PNG in base64. The same shape gives the same bytes."""
    if isinstance(shape, Cover):
        return b64encode(cover.paint(shape)).decode()
    canvas = Canvas(WIDTHS[shape.width])
    height = _fill(canvas, shape)
    prefix = f"c{shape.hash[:12]}"
    return inline(canvas.svg(height), prefix, shape.title, shape.description)


def picture(shape: Ordinal | Shares | Rows | Trend) -> bytes:
    """A PNG for letters, whose readers show no SVG: two dots per pixel, for sharp telephones, and
    few colours, which takes a quarter of the bytes.
    """
    canvas = Canvas(WIDTHS[shape.width])
    painted = Image.open(BytesIO(canvas.png(_fill(canvas, shape), dots=2)))
    written = BytesIO()
    painted.convert("RGB").quantize(_COLOURS).save(written, format="png", optimize=True)
    return written.getvalue()


def _fill(canvas: Canvas, shape: Ordinal | Shares | Rows | Trend) -> float:
    """Draws and returns the height that this took."""
    if isinstance(shape, Ordinal):
        return ordinal.fill(canvas, shape)
    if isinstance(shape, Shares):
        return shares.fill(canvas, shape)
    if isinstance(shape, Rows):
        return rows.fill(canvas, shape)
    return trend.fill(canvas, shape)
