"""How figures came about and what they cannot say: under a release, and on paper."""

from dataclasses import dataclass

from app.lib.i18n import gettext as _


@dataclass(frozen=True)
class Method:
    """Paragraphs: of who was asked, of what figures can say, and of what is not shown."""

    asked: tuple[str, ...]
    meaning: tuple[str, ...]
    withheld: tuple[str, ...]


def method() -> Method:
    """In the language being spoken."""
    return Method(_asked(), _meaning(), _withheld())


def _asked() -> tuple[str, ...]:
    return (
        _(
            "The response rate is counted over all inspections, also those without an e-mail"
            " address: a business that could not be asked has not answered either."
        ),
    )


def _meaning() -> tuple[str, ...]:
    return (
        _(
            "Answering is voluntary. Those who answer may see things differently from those who do"
            " not, and no figure here can tell by how much."
        ),
        _(
            "The interval beside a share says only how far chance could have moved it: in 95 of 100"
            " cases the share among all inspections lies inside (Wilson’s interval for a finite"
            " number of inspections)."
        ),
        _(
            "A change is called larger than chance explains only if it stays so when all questions"
            " of a questionnaire are compared together (Holm’s method): among a dozen questions one"
            " often moves beyond its own interval by chance."
        ),
        _(
            "Regions are not ranked. One is named as different only if its share lies beyond the"
            " limits that chance keeps in 998 of 1,000 cases (funnel limits, wider where regions"
            " lie far apart from each other), and only where at least five regions have twenty"
            " answers each."
        ),
        _(
            "“Does not apply”, “don’t know” and no answer are shown, but are not part of the"
            " shares: the base of a share is those who gave an opinion. Results are compared only"
            " with those of the same questionnaire in the same wording."
        ),
    )


def _withheld() -> tuple[str, ...]:
    return (
        _(
            "Nobody should be able to work out what a single business answered. So a row with fewer"
            " than ten answers is not shown, or fewer than thirty where the question is a sensitive"
            " one; sometimes a further row is left out with it, because the first could be worked"
            " out from the total. A share that is almost nobody or almost everybody is said in"
            " words, without an exact number. Ten to nineteen answers are marked as few. Results"
            " are never shown by inspector."
        ),
        _(
            "Results are shown by region and by kind of inspection. New answers appear in both at"
            " once, ten or more together, and only if nothing that is hidden can be worked out from"
            " all that was ever shown; else the figures stand as they were."
        ),
    )
