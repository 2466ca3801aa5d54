"""A report as PDF, by typst. For the worker alone: typst is eighty megabytes.

Everything that is said goes in as JSON and comes out as text, whatever signs it holds: nothing is
ever put together to markup. The same contents give the same bytes.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib
import typst

from app.lib.i18n import gettext as _
from app.publications.reports.contents import Block, Contents, Figure
from app.publications.reports.document import Report

MOST_PAGES = 10

_LAYOUT = Path(__file__).with_name("report.typ")
# A dot is a stroke without length, which typst leaves out: this one is as short as can be.
_DOT = re.compile(r'd="M ([\d.]+) ([\d.]+) L \1 \2"')


def to_pdf(report: Report, contents: Contents, drawings: Mapping[str, str]) -> bytes:
    """Tagged (PDF/UA-1), at most MOST_PAGES long: figures for which there is no room are left out.

    In the language being spoken. `drawings`: hash -> SVG, of every figure in the contents.
    """
    plain = _plain(report, contents)
    blocks = [_block(block, drawings) for block in contents.blocks]
    compiler = _compiler({**plain, "blocks": _fitting(plain, blocks)})
    pdf = compiler.compile(format="pdf", pdf_standards="ua-1")
    if not isinstance(pdf, bytes):
        raise TypeError("One file was asked for.")
    return pdf


def _fitting(plain: dict[str, Any], blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As many as there is room for, in their order, and no heading without a figure below it."""

    def pages(most: int) -> int:
        found = _compiler({**plain, "blocks": blocks[:most]}).query("<pages>", field="value")
        return int(json.loads(found)[0])

    if pages(len(blocks)) <= MOST_PAGES:
        return blocks
    kept = blocks[: bisect_right(range(len(blocks)), MOST_PAGES, key=pages) - 1]
    while kept and kept[-1]["kind"] != "figure":
        kept.pop()
    return kept


def _plain(report: Report, contents: Contents) -> dict[str, Any]:
    said = {name: value for name, value in asdict(contents).items() if name != "blocks"}
    return {
        **said,
        "language": report.language,
        "author": report.name,
        "address": report.address,
        "day": [report.day.year, report.day.month, report.day.day],
        "words": _words(),
    }


def _words() -> dict[str, str]:
    """Those of the form itself."""
    return {
        "funnel": _("From inspections to answers"),
        "step": _("Step"),
        "count": _("Number"),
        "share": _("Of all inspections"),
        "remarks": _("Remarks"),
        "decided": _("What was decided"),
        "method": _("Method and limits"),
        "more": _(
            "The tables of all charts, the other questions by region and by quarter, and whatever"
            " has no room here stand on the page of this report:"
        ),
        "name": _("Name and position"),
        "signature": _("Signature"),
        "date": _("Date"),
    }


def _block(block: Block, drawings: Mapping[str, str]) -> dict[str, Any]:
    if not isinstance(block, Figure):
        return asdict(block)
    return {
        "kind": block.kind,
        "level": block.level,
        "heading": block.heading,
        "alt": block.alt,
        "notes": block.notes,
        "svg": _printable(drawings[block.shape.hash]),
    }


def _printable(svg: str) -> str:
    """On paper there is no style sheet to name a font, nor one that makes dots of strokes."""
    named = svg.replace("<svg ", '<svg font-family="DejaVu Sans" ', 1)
    return _DOT.sub(r'd="M \1 \2 h 0.01"', named)


def _compiler(plain: Mapping[str, Any]) -> typst.Compiler:
    return typst.Compiler(_LAYOUT, font_paths=_fonts(), sys_inputs={"report": json.dumps(plain)})


@cache
def _fonts() -> typst.Fonts:
    """Matplotlib's, which know every letter of the four languages; never the machine's own."""
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder)])
