"""docs/register.md says what is so."""

import re
from datetime import date
from pathlib import Path
from typing import get_args

from app.registry.changing import AFTER_LETTER
from app.registry.countries import Country
from app.registry.entering import read
from app.registry.fields import NAMES
from app.registry.importing.csv_rows import CsvRows
from app.registry.importing.reading import reader
from app.registry.importing.rows import Row
from app.registry.kinds import NO_EMAIL_REASONS, OUTCOMES, kinds_of

HANDBOOK = Path("docs/register.md").read_text(encoding="utf-8")


def test_the_handbook_knows_every_column_and_every_word() -> None:
    table = HANDBOOK.partition("## What is refused")[0]
    kinds = [kind for country in get_args(Country) for kind in kinds_of(country)]
    for word in (*NAMES, *kinds, *OUTCOMES, *NO_EMAIL_REASONS):
        assert f"`{word}`" in table


def test_the_handbook_knows_what_may_change_after_the_letter() -> None:
    [said] = re.findall(r"only ((?:`\w+`[,\s and]*)+) may still change", HANDBOOK)
    assert set(re.findall(r"`(\w+)`", said)) == AFTER_LETTER


def test_the_handbooks_example_can_be_imported(tmp_path: Path) -> None:
    [example] = re.findall(r"```csv\n(.*?)```", HANDBOOK, re.DOTALL)
    file = tmp_path / "example.csv"
    file.write_text(example, encoding="utf-8")
    with CsvRows(file) as rows:
        own = reader(rows, None)
        found = [own.read(row) for row in rows if isinstance(row, Row)]
    acts = [read(text, "KG", date(2026, 8, 1)) for text, _unsure in found]
    assert [act.act_number for act in acts] == ["217", "218"]
