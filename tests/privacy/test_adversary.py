"""Whoever holds everything guesses no better than by chance, and almost all of the naive model.

A small dose: `make privacy` gives the large one.
"""

from pathlib import Path

import pytest

from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from tests.privacy.adversary import attack, judge, judge_alone
from tests.privacy.elections import PEOPLE, ballots_election, naive_election
from tests.privacy.remainders import remainders

pytestmark = pytest.mark.usefixtures("clock")

# By luck an attempt passes its bound once in some hundred runs; a trace does so every time. So what
# did is judged by an election of its own.


async def test_no_trace_leads_from_an_answer_to_its_ticket_or_its_remark(
    ballots: Database, keys: KeyFolder, tmp_path: Path
) -> None:
    first = await ballots_election(ballots, keys, tmp_path)
    assert sum(batch.people for batch in first.batches) > PEOPLE - 10
    answers, order = judge_alone(first.batches), judge_alone(first.turnouts)
    if answers.is_leak or order.is_leak:
        second = await ballots_election(ballots, keys, tmp_path, "second")
        answers = judge(first.batches, second.batches)
        order = judge(first.turnouts, second.turnouts)
    assert not answers.is_leak, answers
    assert not order.is_leak, order


async def test_an_envelope_that_waits_for_the_year_is_not_known_again(
    ballots: Database, keys: KeyFolder, tmp_path: Path
) -> None:
    first = await remainders(ballots, keys, tmp_path)
    verdict = judge_alone(first)
    if verdict.is_leak:
        verdict = judge(first, await remainders(ballots, keys, tmp_path, "second"))
    assert not verdict.is_leak, verdict


async def test_the_same_adversary_sees_through_the_naive_model(ballots: Database) -> None:
    hits = attack(await naive_election(ballots))
    assert max(hits.values()) > 0.99 * PEOPLE
    assert hits["place in the table of the answer ~ time of the ticket"] > 0.99 * PEOPLE
    if not ballots.is_sqlite:
        assert hits["xmin of the answer ~ xmin of the ticket"] > 0.99 * PEOPLE
