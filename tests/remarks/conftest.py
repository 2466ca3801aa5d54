"""A quarter in which four people wrote something."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.lib.clock import step_to
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.remarks.place import Place
from app.remarks.reading import Remark
from tests.making.ballots import NOON
from tests.making.remarks import make_place, make_remarks, read_all


@dataclass
class Quarter:
    """Its remarks by their first word."""

    people: Database
    ballots: Database
    keys: KeyFolder
    batch_folder: Path
    place: Place

    async def remarks(self) -> Mapping[str, Remark]:
        every = await read_all(self.people, self.ballots, self.place)
        return {one.text.split()[0]: one for one in every}

    async def ids(self) -> Mapping[str, bytes]:
        return {word: one.id for word, one in (await self.remarks()).items()}


@pytest.fixture
async def quarter(
    people: Database, ballots: Database, keys: KeyFolder, tmp_path: Path, clock: None
) -> Quarter:
    step_to(NOON)
    place, batch_folder = await make_place(people), tmp_path / "batches"
    await make_remarks(
        *(ballots, keys, batch_folder),
        "Слива, Ёлка и Өрүк",
        "абрикос у Ивановой\r\nв Оше",
        "Вишня",
        "яблоко",
    )
    return Quarter(people, ballots, keys, batch_folder, place)
