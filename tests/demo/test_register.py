"""The simulated register: always the same, plausible, and shaped as the demo promises."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.demo.folder import Folder
from app.demo.register.acts import Period, chief_inspector, make_acts
from app.demo.register.bodies import BODIES, CONSUMER, GETI, Body
from app.demo.register.files import Export, write_exports
from app.demo.register.firms import MISSPELT_DOMAIN
from app.demo.register.visitors import VISITS, address
from app.registry.countries import tax_number_error, tax_number_warning
from app.registry.fields import InspectionFields
from app.registry.rules import faults_in

LAST_DAY = date(2026, 10, 1)


@pytest.fixture(scope="module", params=BODIES, ids=lambda body: body.slug)
def body(request: pytest.FixtureRequest) -> Body:
    asked: Body = request.param
    return asked


@pytest.fixture(scope="module")
def acts(body: Body) -> list[InspectionFields]:
    return make_acts(body, Period())


def test_the_register_is_the_same_in_every_run(body: Body, acts: list[InspectionFields]) -> None:
    assert make_acts(body, Period()) == acts


def test_every_quarter_has_about_as_many_inspections_as_usual(
    body: Body, acts: list[InspectionFields]
) -> None:
    quarters = Counter((act.act_date.month - 1) // 3 + 1 for act in acts)
    assert set(quarters) == {1, 2, 3}
    assert all(abs(count / body.per_quarter - 1) < 0.1 for count in quarters.values())


def test_every_act_keeps_the_rules_of_a_record(body: Body, acts: list[InspectionFields]) -> None:
    for act in acts:
        assert faults_in(body.country, act.model_dump(), LAST_DAY) == {}
        assert tax_number_error(body.country, act.tax_number or "") is None
        assert tax_number_warning(body.country, act.tax_number or "") is None
    assert len({act.act_number for act in acts}) == len(acts)


@pytest.mark.parametrize(("body", "coverage"), [(GETI, 0.62), (CONSUMER, 0.72)])
def test_addresses_are_known_as_often_as_in_the_country(body: Body, coverage: float) -> None:
    acts = make_acts(body, Period())
    known = sum(1 for act in acts if act.email) / len(acts)
    assert abs(known - coverage) < 0.03
    assert all(act.no_email_reason for act in acts if not act.email)


def test_no_letter_can_reach_anybody(acts: list[InspectionFields]) -> None:
    assert all(act.email.endswith(".example") for act in acts if act.email)


def test_some_addresses_are_misspelt_and_some_are_shared(
    body: Body, acts: list[InspectionFields]
) -> None:
    firms = {(act.tax_number, act.email) for act in acts if act.email}
    sharing = Counter(email for _tax_number, email in firms)
    assert any(count > 1 for count in sharing.values())
    assert any(email.endswith(MISSPELT_DOMAIN) for email in sharing if email)
    assert any(email.endswith(f"@{body.domain}") for email in sharing if email)


def test_both_languages_of_the_country_are_spoken(body: Body, acts: list[InspectionFields]) -> None:
    languages = Counter(act.language for act in acts)
    assert set(languages) == {body.language, "ru"}
    assert min(languages.values()) > len(acts) * 0.25


def test_talas_is_tiny_and_ulytau_is_empty() -> None:
    talas = [act for act in make_acts(GETI, Period()) if act.region == "KG-T"]
    assert 20 < len(talas) < 80
    assert all(act.region != "KZ-62" for act in make_acts(CONSUMER, Period()))


def test_every_act_is_in_the_file_that_is_due_after_it(tmp_path: Path) -> None:
    exports = _exports(GETI, tmp_path)
    assert exports[-1].due == LAST_DAY
    assert len(exports) == 39
    for export in exports:
        assert all(
            timedelta(0) < export.due - act.act_date <= timedelta(days=7) for act in export.acts
        )
    assert sum(len(export.acts) for export in exports) == len(make_acts(GETI, Period())) + 9


def test_visitors_have_letters_of_their_own_in_every_language(tmp_path: Path) -> None:
    last = [act for body in BODIES for act in _exports(body, tmp_path)[-1].acts]
    for language in VISITS:
        assert [act.language for act in last if act.email == address(language, 1)] == [language]


def _exports(body: Body, path: Path) -> list[Export]:
    folder = Folder(path)
    folder.register.mkdir(exist_ok=True)
    return write_exports(body, Period(), folder)


def test_who_signs_in_as_inspector_has_acts_to_see(
    body: Body, acts: list[InspectionFields]
) -> None:
    assert chief_inspector(body) in {act.inspector for act in acts}
