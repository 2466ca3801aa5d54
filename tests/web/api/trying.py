"""A real server over data that exist, tried by schemathesis against its own description."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from app.accounts.tokens import Scope
from app.lib import clock
from app.lib.db import Database
from app.main import create_app
from app.publications.document import digest, written
from app.publications.tables import Release
from app.registry.addresses import Addresses
from app.settings import Settings
from tests.browser.chromium import served
from tests.databases import Pair
from tests.installation import make_settings
from tests.making.accounts import make_token
from tests.making.publications import PUBLISHED_AT, QUARTER, make_document
from tests.making.registry import make_inspection, make_inspectorate

CONFIG = Path(__file__).with_name("schemathesis.toml")


@dataclass(frozen=True)
class Place:
    """Its inspectorate, inspection and release are those of the description's examples."""

    address: str
    token: str
    folder: Path


@asynccontextmanager
async def standing(folder: Path) -> AsyncIterator[Place]:
    settings = make_settings(*Pair(folder).copy(folder), folder, "smtp://127.0.0.1:25")
    token = await _fill(settings)
    with served(create_app(settings)) as address:
        yield Place(address, token, folder)


async def _fill(settings: Settings) -> str:
    people = Database(settings.database_url)
    addresses = Addresses(settings.email_keys, settings.pepper)
    try:
        async with people.transaction() as session:
            geti = await make_inspectorate(session, "geti", "KG")
            await make_inspection(session, geti, addresses, act_number="77/2026-015")
            text = written(make_document())
            session.add(
                Release(
                    inspectorate_id=geti.id,
                    quarter=str(QUARTER),
                    published_at=PUBLISHED_AT,
                    document=text,
                    digest=digest(text),
                )
            )
        return await make_token(people, geti.id, *Scope, now=clock.now())
    finally:
        await people.close()


async def tried(place: Place, *options: str) -> tuple[int, str]:
    """Exit status and report of schemathesis: 0 if it finds nothing."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "run"),
        f"{place.address}/api/v1/openapi.json",
        *("--header", f"Authorization: Bearer {place.token}", "--no-color", *options),
        cwd=place.folder,  # it leaves notes for its next run
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _nothing = await process.communicate()
    return process.returncode or 0, said.decode()
