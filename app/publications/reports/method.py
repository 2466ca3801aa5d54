"""How the figures of a report came about and what they cannot say, for who has only the paper."""

from app.lib.i18n import gettext as _


def method() -> tuple[str, ...]:
    """What the page of a release says as well, in the same words."""
    return (
        _(
            "The response rate is counted over all inspections, also those without an e-mail"
            " address: a business that could not be asked has not answered either."
        ),
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
            "“Does not apply”, “don’t know” and no answer are shown, but are not part of the"
            " shares: the base of a share is those who gave an opinion. Results are compared only"
            " with those of the same questionnaire in the same wording."
        ),
        _(
            "Nobody should be able to work out what a single business answered. So a row with fewer"
            " than ten answers is not shown, or fewer than thirty where the question is a sensitive"
            " one; sometimes a further row is left out with it, because the first could be worked"
            " out from the total. A share that is almost nobody or almost everybody is said in"
            " words, without an exact number. Ten to nineteen answers are marked as few. Results"
            " are never shown by inspector."
        ),
    )
