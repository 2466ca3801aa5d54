"""What every test may ask for. `people` and `ballots` exist on both engines; tests run on each."""

import gc
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from xdist.remote import Producer

import app.tables  # noqa: F401  (fills the metadata)
from app.lib.db import BallotsTable, Database, PeopleTable
from app.lib.keyfolder import KeyFolder
from tests.databases import Template, Templates, postgres_server
from tests.sharing_out import ByFile

# What these look at depends little on the engine: on PostgreSQL they are among the slow tests.
_ON_EITHER = (
    "tests/accounts/",
    "tests/backups/test_commands.py",
    "tests/backups/test_doors.py",
    "tests/backups/test_drills.py",
    "tests/backups/test_making.py",
    "tests/backups/test_restoring.py",
    "tests/ballots/test_showing.py",
    "tests/ballots/test_yearly.py",
    "tests/browser/",
    "tests/cli/",
    "tests/demo/",
    "tests/faults/test_small_dose.py",
    "tests/hostile/test_forms.py",
    "tests/invitations/test_readdressing.py",
    "tests/invitations/test_reminding.py",
    "tests/invitations/test_writing.py",
    "tests/mail/bounces/",
    "tests/mail/test_breaking_off.py",
    "tests/mail/test_doubting.py",
    "tests/mail/test_reconciling.py",
    "tests/privacy/test_adversary.py",
    "tests/privacy/test_process_logs.py",
    "tests/privacy/test_saboteurs.py",
    "tests/publications/",
    "tests/registry/archive/",
    "tests/registry/doubles/",
    "tests/registry/findings/",
    "tests/registry/importing/",
    "tests/registry/test_entering.py",
    "tests/registry/test_handing_over.py",
    "tests/registry/test_inspectorates.py",
    "tests/registry/test_keeping_step.py",
    "tests/registry/test_signers.py",
    "tests/results/",
    "tests/web/",
    "tests/work/test_directors.py",
    "tests/work/test_domains.py",
    "tests/work/test_results.py",
    "tests/work/test_staff.py",
)
# Among them, what many may do at once.
_ON_BOTH = (
    "tests/publications/webhooks/test_delivering.py::test_a_try_whose_worker_died_is_made_again",
    "tests/publications/webhooks/test_delivering.py::test_two_workers_send_a_message_once",
    "tests/accounts/test_audit.py",
    "tests/work/test_directors.py::test_two_workers_at_once_send_one_letter",
    "tests/web/api/test_once.py::test_two_beginnings_of_one_call_are_one",
    "tests/web/public/test_open_survey.py::test_a_form_is_taken_once",
    "tests/web/public/test_open_survey.py::test_one_network_answers_only_so_often_a_day",
    "tests/web/public/test_survey.py::test_a_hundred_posts_at_once_leave_one_answer",
    "tests/web/public/test_survey.py::test_a_link_takes_one_answer",
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    return ByFile(config, log)


def pytest_collection_finish() -> None:
    """Three thousand tests and every library stay until the end: looking again and again whether
    they are garbage took an eighth of the processor's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        call = getattr(item, "callspec", None)
        is_postgres = call is not None and call.params.get("engine") == "postgresql"
        is_quick = item.nodeid.startswith(_ON_BOTH) or not item.nodeid.startswith(_ON_EITHER)
        if is_postgres and not is_quick:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with postgres_server() as address:
        yield address


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> str | None:
    """Runs every test that touches a database on SQLite and on PostgreSQL: a server, or None."""
    address: str | None = request.getfixturevalue("postgres") if request.param != "sqlite" else None
    return address


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Of the whole run: a fixture with parameters is made anew whenever the engine changes."""
    return Templates(tmp_path_factory.mktemp("templates"))


@pytest.fixture
def people_template(templates: Templates, engine: str | None) -> Template:
    return templates.of(PeopleTable.metadata, engine)


@pytest.fixture
def ballots_template(templates: Templates, engine: str | None) -> Template:
    return templates.of(BallotsTable.metadata, engine)


@pytest.fixture
async def people(people_template: Template, tmp_path: Path) -> AsyncIterator[Database]:
    """A fresh database that knows people."""
    database = Database(people_template.copy(tmp_path))
    yield database
    await database.close()
    people_template.take_back(database.url)


@pytest.fixture
async def ballots(ballots_template: Template, tmp_path: Path) -> AsyncIterator[Database]:
    """A fresh database that knows answers and nobody."""
    database = Database(ballots_template.copy(tmp_path))
    yield database
    await database.close()
    ballots_template.take_back(database.url)


@pytest.fixture
def keys(tmp_path: Path) -> KeyFolder:
    return KeyFolder(tmp_path / "keys")


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the test step the clock with `app.lib.clock.step_to`."""
    file = tmp_path / "clock"
    file.write_text("0")
    monkeypatch.setenv("PIKIR_CLOCK_FILE", str(file))
