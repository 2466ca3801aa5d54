"""Does it add up? What the demo did is counted again where it ended."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from app.ballots.tables import Answer, Envelope
from app.demo.mailbox import Mailbox
from app.invitations.tables import Invitation
from app.lib.db import Database
from app.mail import states
from app.mail.tables import Letter
from app.publications.archive import releases_of
from app.registry import inspectorates
from app.registry.tables import Inspection
from app.wiring import Wiring


@dataclass
class Account:
    """What is there at the end; `faults` are sentences about what does not fit together."""

    counts: dict[str, int] = field(default_factory=dict)
    releases: dict[str, str] = field(default_factory=dict)  # "geti 2026-Q1" -> digest
    faults: list[str] = field(default_factory=list)

    def expect(self, what: str, expected: int, found: int) -> None:
        if expected != found:
            self.faults.append(f"{what}: {expected} expected, {found} found")


async def account(wiring: Wiring, mailbox: Mailbox, happened: Counter[str]) -> Account:
    """`happened` is what the acts themselves reported."""
    found = Account()
    people = wiring.people
    sent = await _count(people, _letters(Letter.state == states.SENT))
    found.counts = {
        "inspections": await _count(people, select(func.count()).select_from(Inspection)),
        "invited": await _count(people, select(func.count()).select_from(Invitation)),
        "letters sent": sent,
        "letters in the mailbox": mailbox.count(),
        "letters refused": await _count(people, _letters(Letter.state == states.FAILED)),
        "letters put off once": await _count(people, _letters(col(Letter.deferrals) > 0)),
        "answered": happened["answered"] + happened["answered openly"],
        "mixed": await _count(wiring.ballots, select(func.count()).select_from(Answer)),
        "waiting": await _count(wiring.ballots, select(func.count()).select_from(Envelope)),
        "pages": sum(1 for _page in wiring.settings.site_folder.glob("[!.]*/**/*.html")),
    }
    counts = found.counts
    found.expect("Inspections on record", happened["inspections"], counts["inspections"])
    found.expect("Rows of the register refused", 0, happened["rows refused"])
    found.expect("Pages that no entrepreneur should see", 0, happened["unexpected replies"])
    found.expect("Invitations on record", happened["invited"], counts["invited"])
    found.expect("Letters in the mailbox", sent, counts["letters in the mailbox"])
    found.expect("Letters reported as sent", sent, happened["sent"])
    found.expect(
        "Answers mixed or waiting", counts["answered"], counts["mixed"] + counts["waiting"]
    )
    await _compare_sites(wiring, found)
    return found


async def _compare_sites(wiring: Wiring, found: Account) -> None:
    """Every release stands on every site of its inspectorate, with the same digest."""
    async with wiring.people.reading() as session:
        for inspectorate in await inspectorates.all_of(session):
            sites = await inspectorates.sites(session, inspectorate)
            for release in await releases_of(session, inspectorate):
                found.releases[f"{inspectorate.slug} {release.quarter}"] = release.digest
                for site in sites:
                    top = wiring.settings.site_folder / site.slug
                    found.expect(
                        f"{inspectorate.slug} {release.quarter} on {site.slug}",
                        1,
                        len(_digests(top, inspectorate.slug, release.quarter) & {release.digest}),
                    )


def _digests(site: Path, slug: str, quarter: str) -> set[str]:
    files: Iterable[Path] = site.glob(f"*/results/{slug}/{quarter.lower()}/data.json")
    return {sha256(file.read_bytes()).hexdigest() for file in files}


def _letters(condition: ColumnElement[bool] | bool) -> SelectOfScalar[int]:
    return select(func.count()).where(condition)


async def _count(database: Database, query: SelectOfScalar[int]) -> int:
    async with database.reading() as session:
        return (await session.exec(query)).one()
