"""What is typed to bring in inspectorates, registers and people."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from app.accounts import links
from app.accounts.roles import ADMINISTRATOR, DIRECTOR
from app.accounts.signing_in import sign_in, who
from app.accounts.tables import Event, Person
from app.lib import clock
from app.lib.db import Database
from app.registry.tables import Inspection
from tests.browsing import ORIGIN
from tests.cli.conftest import Typed
from tests.making.accounts import PASSWORD, PEPPER, attempted, make_cookie, make_person

GETI = "app/demo/inspectorates/geti.yaml"
HEADER = (
    "act_number;act_date;started_on;finished_on;kind;region;outcome;tax_number;business_name;email"
)
ROW = "17;20.07.2026;15.07.2026;17.07.2026;desk;KG-GB;no_violation;01234567890123;Ала-Тоо;a@b.kg"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    clock.step_to(datetime(2026, 8, 3, 6, tzinfo=UTC))
    file = tmp_path / "register.csv"
    write(file, ROW)
    return file


def write(file: Path, *rows: str) -> None:
    file.write_text("\n".join([HEADER, *rows, ""]))


async def test_an_inspectorate_is_added_and_adding_it_again_says_so(typed: Typed) -> None:
    first = await typed("inspectorate", "add", GETI)
    assert first.exit_code == 0, first.output
    assert "written: inspectorate geti" in first.output
    assert "Nothing to change" in (await typed("inspectorate", "add", GETI)).output


async def test_words_of_a_signer_that_change_in_one_language_have_to_be_confirmed(
    typed: Typed, tmp_path: Path
) -> None:
    await typed("inspectorate", "add", GETI)
    changed = tmp_path / "geti.yaml"
    changed.write_text(Path(GETI).read_text().replace("I ask you to answer honestly", "Be frank"))
    refused = await typed("inspectorate", "add", str(changed))
    assert refused.exit_code == 1
    flags = "--still-fits ky --still-fits kk --still-fits ru"
    assert flags in refused.output
    taken = await typed("inspectorate", "add", str(changed), *flags.split())
    assert "written: minister, version 2" in taken.output


async def test_a_wrong_description_says_what_is_wrong(typed: Typed, tmp_path: Path) -> None:
    file = tmp_path / "body.yaml"
    file.write_text("slug: geti\n")
    said = await typed("inspectorate", "add", str(file))
    assert said.exit_code == 1
    assert "country: This is needed." in said.output


async def test_a_register_is_imported_and_twice_adds_nothing(
    typed: Typed, register: Path, people: Database
) -> None:
    await typed("inspectorate", "add", GETI)
    words = ("inspections", "import", str(register), "--inspectorate", "geti")
    first = await typed(*words)
    assert first.exit_code == 0, first.output
    assert "1 added, 0 changed, 0 stood already, 0 refused." in first.output
    assert "0 added, 0 changed, 1 stood already" in (await typed(*words)).output
    async with people.reading() as session:
        assert (await session.exec(select(func.count(col(Inspection.id))))).one() == 1


async def test_refused_rows_are_named_and_the_exit_status_tells(
    typed: Typed, register: Path
) -> None:
    await typed("inspectorate", "add", GETI)
    write(register, ROW, ROW.replace("KG-GB", "Bishkek"))
    said = await typed("inspections", "import", str(register), "--inspectorate", "geti")
    assert said.exit_code == 1
    assert "register.csv, line 3, region “Bishkek”: Use one of these codes: KG-B" in said.output
    assert "1 added, 0 changed, 0 stood already, 1 refused." in said.output


async def test_an_unknown_inspectorate_is_refused(typed: Typed, register: Path) -> None:
    said = await typed("inspections", "import", str(register), "--inspectorate", "gsei")
    assert said.exit_code == 1
    assert "There is no inspectorate gsei" in said.output


async def test_the_first_administrator_gets_a_link_that_lets_them_in(
    typed: Typed, people: Database
) -> None:
    said = await typed("person", "add", "aida@geti.kg.example", "Aida Asanova")
    assert said.exit_code == 0, said.output
    link = said.output.split()[-1]
    prefix = f"{ORIGIN}{links.PATH}"
    assert link.startswith(prefix)
    now = clock.now()
    await links.set_password(people, link.removeprefix(prefix), PASSWORD, now)
    begun = await sign_in(people, PEPPER, attempted(), now)
    assert begun
    signed_in = await who(people, begun.cookie, now)
    assert signed_in
    assert signed_in.has(ADMINISTRATOR)


async def test_a_director_belongs_to_an_inspectorate(typed: Typed) -> None:
    await typed("inspectorate", "add", GETI)
    words = ("person", "add", "d@geti.kg.example", "Director", "--role", DIRECTOR.value)
    assert "Choose the inspectorate" in (await typed(*words)).output
    assert "no inspectorate gsei" in (await typed(*words, "--inspectorate", "gsei")).output
    assert (await typed(*words, "--inspectorate", "geti")).exit_code == 0


async def test_a_known_address_gets_a_new_link_by_asking_for_one(typed: Typed) -> None:
    words = ("person", "add", "aida@geti.kg.example", "Aida Asanova")
    first = await typed(*words)
    assert "pikir person link" in (await typed(*words)).output
    second = await typed("person", "link", "aida@geti.kg.example")
    assert second.output.split()[-1] != first.output.split()[-1]
    assert "Nobody here" in (await typed("person", "link", "b@geti.kg.example")).output


async def test_a_lost_second_factor_is_forgotten(typed: Typed, people: Database) -> None:
    person = await make_person(people, role=ADMINISTRATOR)
    cookie = await make_cookie(people, person, clock.now())
    said = await typed("person", "forget-second-factor", "AIDA@geti.kg.example")
    assert said.exit_code == 0, said.output
    assert await who(people, cookie, clock.now()) is None
    async with people.reading() as session:
        assert (await session.get_one(Person, person.id)).second_factor is None
    unknown = await typed("person", "forget-second-factor", "b@geti.kg.example")
    assert "Nobody here" in unknown.output


async def test_what_the_operator_does_stands_in_the_audit_trail(
    typed: Typed, register: Path, people: Database
) -> None:
    await typed("inspectorate", "add", GETI)
    await typed("inspections", "import", str(register), "--inspectorate", "geti")
    await typed("person", "add", "aida@geti.kg.example", "Aida Asanova")
    async with people.reading() as session:
        acts = set(await session.exec(select(Event.act)))
    assert acts == {
        "described an inspectorate",
        "imported a register",
        "added administrator",
    }
