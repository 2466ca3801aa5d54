"""The worker: which job runs when. This is the only schedule there is."""

import asyncio
import logging
import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from app.lib import clock
from app.lib.locking import Taken
from app.lib.outages import is_outage
from app.lib.tracing import trace
from app.wiring import Wiring
from app.work import (
    answers,
    bounces,
    directors,
    domains,
    endings,
    letters,
    registers,
    remarks,
    reports,
    results,
    staff,
    webhooks,
)

_log = logging.getLogger("pikir.work")
_TICK = 1.0  # seconds
_AFTER_OUTAGE = 30.0  # seconds, also for what runs once a day

Act = Callable[[Wiring, datetime], Awaitable[object]]


@dataclass(frozen=True)
class Job:
    name: str
    every: float  # seconds
    act: Act
    is_beside: bool = False  # it may take long, or wait for machines that never answer
    is_broken_off: bool = False  # by a stop: the next start goes on with it


JOBS = (
    Job("be alive", 30, letters.be_alive),
    Job("open boxes", 300, answers.open_boxes),
    Job("look up domains", 60, domains.look_up),
    Job("invite", 60, letters.invite),
    Job("readdress", 60, letters.readdress),
    Job("remind", 300, letters.remind),
    Job("write samples", 10, letters.write_samples),
    Job("write to staff", 10, staff.write),
    Job("deliver", 5, letters.deliver),
    Job("read bounces", 300, bounces.read),
    Job("tell of the relay", 60, letters.tell_of_relay),
    Job("note what was sent", 60, letters.note_sent),
    Job("tell of a hold", 600, letters.tell_of_hold),
    Job("take in registers", 2, registers.take_in, is_beside=True, is_broken_off=True),
    Job("make files of reports", 2, reports.make, is_beside=True, is_broken_off=True),
    Job("discard files of reports", 3600, reports.discard_old),
    Job("forget uploads", 3600, registers.forget_old),
    Job("mix", 6 * 3600, answers.mix),  # seldom: the longer answers wait, the more mix together
    Job("mask remarks", 60, remarks.take_words_out),
    Job("forget networks", 3600, answers.forget_networks),
    Job("draw", 300, results.draw),
    Job("tell of changes", 300, directors.tell_of_changes),
    Job("write digests", 300, directors.write_digests),
    Job("release", 60, results.release),
    Job("tell of releases", 5, webhooks.tell, is_beside=True),
    Job("erase letters", 24 * 3600, endings.erase_letters),
    Job("erase addresses", 24 * 3600, endings.erase_addresses),
    Job("close quarters", 24 * 3600, endings.close_quarters),
    Job("reseal addresses", 24 * 3600, endings.reseal_addresses),
    Job("watch", 3600, endings.watch),
)


async def run(wiring: Wiring, stop: asyncio.Event) -> None:
    """Every job at once, then each at its interval, until `stop` is set. None runs twice at a time,
    and what runs beside the others is waited for at the end, or broken off.
    """
    due = dict.fromkeys(JOBS, 0.0)
    running: dict[Job, asyncio.Task[None]] = {}

    async def take_turn(job: Job) -> None:
        began = time.monotonic()
        due[job] = began + await _try(job, wiring)

    async with asyncio.TaskGroup() as beside:
        while not stop.is_set():
            for job in JOBS:
                if stop.is_set() or time.monotonic() < due[job]:
                    continue
                if job.is_beside:
                    running[job] = beside.create_task(take_turn(job))
                    due[job] = math.inf  # before the task has begun
                else:
                    await take_turn(job)
            await _pause(stop)
        for job, task in running.items():
            if job.is_broken_off:
                task.cancel()


async def _try(job: Job, wiring: Wiring) -> float:
    """Seconds from its beginning to its next turn."""
    wait = job.every
    try:
        await job.act(wiring, clock.now())
    except Taken:
        _log.debug("Another process is at the job %r", job.name)
    except Exception as error:  # noqa: BLE001  one job that fails must not keep the others from work
        if is_outage(error):
            wait = min(wait, _AFTER_OUTAGE)
        again = f"The job {job.name!r} failed; it is tried again in {wait} s"
        _log.error("%s\n%s", again, trace(error))
    return wait


async def _pause(stop: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(_TICK):
            await stop.wait()
    except TimeoutError:
        return
