"""What a mixed answer counts as."""

from app.ballots.tallying import ANSWERED, ANSWERS, UNANSWERED, count
from tests.making.ballots import SHORT


def test_an_answer_counts_under_its_options_and_a_number_under_its_band() -> None:
    counts = count(SHORT, [{"fair": "no", "why": ["tone", "rules"], "days": 2}, {"fair": "yes"}])
    assert counts == {
        (ANSWERS, ANSWERED): 2,
        ("fair", ANSWERED): 2,
        ("fair", "yes"): 1,
        ("fair", "no"): 1,
        ("why", ANSWERED): 1,
        ("why", "tone"): 1,
        ("why", "rules"): 1,
        ("days", ANSWERED): 1,
        ("days", "1-3"): 1,
        ("days", UNANSWERED): 1,
    }


def test_who_was_asked_and_skipped_is_not_who_was_not_asked() -> None:
    assert count(SHORT, [{"fair": "yes"}])["why", UNANSWERED] == 0
    assert count(SHORT, [{"fair": "no"}])["why", UNANSWERED] == 1
