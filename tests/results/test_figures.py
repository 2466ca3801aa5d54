"""Results as values that survive being written down."""

import msgspec
import pytest
import rfc8785

from app.results.figures import QuarterResult
from app.results.rates import Rates
from tests.making.results import make_result


def test_a_result_is_the_same_after_writing_and_reading() -> None:
    result = make_result()
    written = rfc8785.dumps(msgspec.to_builtins(result))
    assert msgspec.json.decode(written, type=QuarterResult) == result
    assert rfc8785.dumps(msgspec.to_builtins(make_result())) == written


def test_shares_have_at_most_four_decimals() -> None:
    result = make_result()
    shares = [share.share for each in result.questions for share in each.shares if share.share]
    shares += [end for each in result.questions for end in each.interval or ()]
    assert shares
    assert all(share == round(share, 4) for share in shares)


def test_a_question_that_is_not_asked_is_not_found() -> None:
    with pytest.raises(KeyError):
        make_result().question("weather")


def test_the_headline_rate_is_of_all_inspections() -> None:
    rates = Rates(inspections=1000, with_email=700, invited=690, delivered=600, answered=150)
    assert (rates.coverage, rates.response) == (0.7, 0.15)


def test_every_inspection_has_one_outcome() -> None:
    """AAPOR: complete 150, refusal 20, non-contact 600 - 150, unknown 1000 - 150 - 20 - 450."""
    rates = Rates(1000, 700, 650, 600, 150, failed=50, suppressed=50, refused=20)
    assert (rates.non_contact, rates.unknown, rates.of_delivered) == (450, 380, 0.25)
    assert rates.answered + rates.refused + rates.non_contact + rates.unknown == 1000


def test_slips_given_by_hand_are_answered_without_a_letter() -> None:
    rates = Rates(inspections=20, with_email=5, invited=5, delivered=4, answered=10)
    assert (rates.non_contact, rates.unknown, rates.of_delivered) == (0, 10, 1.0)


def test_without_inspections_there_is_no_rate() -> None:
    rates = Rates(0, 0, 0, 0, 0)
    assert (rates.coverage, rates.response, rates.of_delivered) == (None, None, None)
    assert (rates.non_contact, rates.unknown) == (0, 0)
