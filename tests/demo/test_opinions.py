"""Simulated entrepreneurs fill in the form that they see, and their opinions drift."""

from datetime import date
from random import Random

from app.demo.people.forms import Form, read_form
from app.demo.people.opinions import View, fill
from app.lib.i18n import LANGUAGES
from app.questionnaires.definition import Questionnaire
from app.questionnaires.loading import Shelf
from app.questionnaires.validating import check
from app.registry.fields import InspectionFields
from app.web.public.survey_page import Occasion, draw

PEOPLE = 300


def test_a_form_is_read_with_all_its_fields() -> None:
    form = _form("desk-inspection")
    assert form.hidden == {"shown": "ky"}
    assert [choice.is_apart for choice in form.radios["request"]] == [False] * 5 + [True]
    assert "none" in [choice.value for choice in form.boxes["repeated"]]
    assert form.entries == ["times"]
    assert form.remarks == ["improve"]


def test_what_they_fill_in_is_accepted_and_whole() -> None:
    for name in ("post-inspection", "desk-inspection"):
        questionnaire = Shelf().latest(name)
        form = _form(name)
        for number in range(PEOPLE):
            entries = fill(form, _view(number), LANGUAGES[number % 4])
            filled = check(questionnaire, _as_sent(entries))
            assert filled.errors == {}
            assert "overall" in filled.closed


def test_about_one_in_seven_writes_a_remark() -> None:
    form = _form("post-inspection")
    remarks = sum("improve" in fill(form, _view(number), "ru") for number in range(PEOPLE))
    assert PEOPLE * 0.09 < remarks < PEOPLE * 0.22


def test_notice_is_judged_better_from_the_second_quarter_on() -> None:
    assert _view(1, month=5).quality("notice") > _view(1, month=2).quality("notice") + 0.1


def test_osh_is_judged_worse_than_bishkek() -> None:
    form = _form("post-inspection")

    def satisfied(region: str) -> int:
        views = (_view(number, region=region) for number in range(PEOPLE))
        return sum(fill(form, view, "ky")["overall"] in ("4", "5") for view in views)

    assert satisfied("KG-O") < satisfied("KG-GB") - PEOPLE * 0.15


def _form(name: str) -> Form:
    questionnaire: Questionnaire = Shelf().latest(name)
    names = dict.fromkeys(LANGUAGES, "ГЭТИ")
    occasion = Occasion(names, "ky", questionnaire)
    return read_form(draw(occasion, "ky").plain.body.decode())


def _view(number: int, month: int = 5, region: str = "KG-C") -> View:
    act = InspectionFields.model_construct(
        act_number="GT-00001", act_date=date(2026, month, 12), region=region, outcome="other"
    )
    return View(act, Random(number))


def _as_sent(entries: dict[str, str | list[str]]) -> dict[str, list[str]]:
    return {name: [given] if isinstance(given, str) else given for name, given in entries.items()}
