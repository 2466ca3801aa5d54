"""What the demo says while it runs: bars on a terminal, plain lines elsewhere."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Reporter:
    """Counts what happened and the seconds of each act, and shows both."""

    def __init__(self, console: Console) -> None:
        self.counts: Counter[str] = Counter()
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._console = console
        self._month = 0
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[happened]}"),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )

    @contextmanager
    def days(self, how_many: int) -> Iterator[None]:
        with self._bar:
            self._task = self._bar.add_task("", total=how_many, happened="")
            yield
        if self._month:
            self._line()

    @contextmanager
    def timed(self, act: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[act] += time.perf_counter() - started

    def on(self, day: date) -> None:
        """A day of the replay begins."""
        if self._month not in (0, day.month) and not self._console.is_terminal:
            self._line()
        self._month = day.month
        self._bar.update(self._task, advance=1, description=str(day), happened=self._happened())

    def say(self, words: str) -> None:
        self._console.print(words, highlight=False, soft_wrap=True)

    def _line(self) -> None:
        self.say(f"  up to month {self._month:2}: {self._happened()}")

    def _happened(self) -> str:
        answered = self.counts["answered"] + self.counts["answered openly"]
        return (
            f"{self.counts['inspections']} inspections, {self.counts['invited']} invited, "
            f"{answered} answered, {self.counts['mixed']} mixed"
        )
