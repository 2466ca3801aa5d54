"""The weekly files of the register, as an inspectorate's own system would export them."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from app.demo.folder import Folder
from app.demo.register.acts import WEEK, Period, make_acts
from app.demo.register.bodies import Body
from app.demo.register.visitors import visitors_acts
from app.registry.fields import NAMES, InspectionFields


@dataclass(frozen=True)
class Export:
    """A file that is imported on the day after its last act."""

    body: Body
    due: date
    path: Path
    acts: tuple[InspectionFields, ...]


def write_exports(body: Body, period: Period, folder: Folder) -> list[Export]:
    """One file for every seven days, an empty week too; the visitors' acts are in the last."""
    acts = make_acts(body, period)
    acts += visitors_acts(body, max(act.act_date for act in acts))
    exports = []
    due = period.first
    while due <= period.last:
        due += WEEK
        of_week = tuple(act for act in acts if due - WEEK <= act.act_date < due)
        path = folder.register / f"{body.slug}-{due - timedelta(days=1)}.csv"
        _write(path, of_week)
        exports.append(Export(body, due, path, of_week))
    return exports


def _write(path: Path, acts: Iterable[InspectionFields]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, NAMES)
        writer.writeheader()
        writer.writerows(act.model_dump() for act in acts)
