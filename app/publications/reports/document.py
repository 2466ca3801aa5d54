"""A quarter as it stood on one day, in one language: all files of a report are made from this."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
import rfc8785

from app.ballots.tallying import UNANSWERED
from app.lib.i18n import spoken
from app.lib.quarters import Quarter
from app.publications.standing import Standing
from app.questionnaires.definition import Question, Questionnaire
from app.questionnaires.validating import options_of
from app.registry.tables import Inspectorate
from app.remarks.counting import Counts
from app.results.describing import option_label
from app.results.figures import QuarterResult
from app.results.flat import Editions
from app.results.parts import By, name_of, rows_by

SCHEMA = "pikir-report/1"


@dataclass(frozen=True)
class Wording:
    """`options`: code -> label; "" is no answer."""

    text: str
    options: dict[str, str]


@dataclass(frozen=True)
class Asked:
    """A questionnaire that results name, in the report's language."""

    questionnaire: str
    edition: int
    title: str
    questions: dict[str, Wording]


@dataclass(frozen=True)
class Report:
    """`day`: the inspectorate's, on which the figures stood like this. `address`: of the page.
    `released`: the day since when they stay like this.
    """

    language: str
    inspectorate: str
    name: str
    quarter: str
    day: date
    address: str
    remarks: Counts | None  # None for those who may not read any
    results: tuple[QuarterResult, ...]
    asked: tuple[Asked, ...]
    regions: dict[str, str]  # code -> name
    kinds: dict[str, str]  # code -> name; "" is all other kinds
    released: date | None = None
    schema: str = SCHEMA


def report_of(
    inspectorate: Inspectorate,
    day: date,
    address: str,
    standing: Standing,
    editions: Editions,
    remarks: Counts | None,
) -> Report:
    """In the language being spoken. A quarter has at least one result, if only of zeros."""
    results = standing.results
    named = dict.fromkeys((one.questionnaire, one.edition) for one in results)
    return Report(
        spoken(),
        inspectorate.slug,
        inspectorate.names[spoken()]["name"],
        results[0].quarter,
        day,
        address,
        remarks,
        tuple(results),
        tuple(_asked(editions.edition(*edition)) for edition in named),
        _names(results, "regions"),
        _names(results, "kinds"),
        standing.day if standing.state == "released" else None,
    )


def written(report: Report) -> str:
    """The same report is always the same characters (RFC 8785)."""
    plain: dict[str, Any] = msgspec.to_builtins(report)
    return rfc8785.dumps(plain).decode()


def read(text: str) -> Report:
    return msgspec.json.decode(text, type=Report)


def file_name(report: Report, ending: str) -> str:
    quarter = quarter_of(report)
    return f"pikir-{report.inspectorate}-{quarter.slug}-{report.language}.{ending}"


def quarter_of(report: Report) -> Quarter:
    return Quarter.parse(report.quarter)


def _asked(questionnaire: Questionnaire) -> Asked:
    wordings = {each.id: _wording(each) for each in questionnaire.closed}
    title = questionnaire.title[spoken()]
    return Asked(questionnaire.name, questionnaire.edition, title, wordings)


def _wording(question: Question) -> Wording:
    codes = (*options_of(question), UNANSWERED)
    return Wording(
        question.text[spoken()], {code: option_label(question, [code]) for code in codes}
    )


def _names(results: Iterable[QuarterResult], by: By) -> dict[str, str]:
    rows = [row for one in results for of in rows_by(one, by).values() for row in of]
    return {row.name: name_of(by, row.name) for row in rows}
