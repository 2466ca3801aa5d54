"""The one table from what is so to a status and the words for it."""

from collections.abc import Callable

from app.accounts.administering import LastAdministrator, Oneself
from app.accounts.kept import InProgress, KeyReused
from app.ballots.casting import Closed, Used
from app.lib.errors import (
    AlreadyDone,
    Expired,
    Invalid,
    NotAllowed,
    NotFound,
    RuleBroken,
    TooMany,
)
from app.lib.i18n import gettext as _
from app.lib.signing import Forged
from app.remarks.masking import AlreadyProposed, OwnProposal
from app.web.api.asking import NotJson, WrongHeader, WrongMediaType, WrongParameter
from app.web.bearers import NoToken, WrongScope
from app.web.public.open_desk import NotTakenNow
from app.web.public.survey import ThankedBefore
from app.web.staff.report.choosing import Crossed, NoSuchFilter

Words = Callable[[], tuple[str, str]]  # said late, in the reader's language: a title and advice


def _not_found() -> tuple[str, str]:
    advice = _("Check the address: it must be complete, to the last sign.")
    return _("Page not found"), advice


# The first row that fits counts: particular errors stand before their kinds.
REFUSALS: tuple[tuple[type[RuleBroken], int, Words], ...] = (
    (Forged, 404, lambda: (_("This link is not valid"), _(
        "Open it exactly as it is written in the letter, to the last sign."))),
    (Used, 409, lambda: (_("This link has already been used"), _(
        "An answer has been received through it. If it was you who sent it just now,"
        " everything is in order. Nobody can look up or change that answer any more."))),
    (Closed, 410, lambda: (_("The time for answering is over"), _(
        "No more answers are taken about that quarter. Its results are published about seven weeks"
        " after its end."))),
    (ThankedBefore, 410, lambda: (_("This page is shown for two minutes only"), _(
        "If you have just sent your answers and were thanked, they have been received."))),
    (NotTakenNow, 503, lambda: (_("This questionnaire takes no answers yet"), _(
        "It opens anew for every quarter. Come back later."))),
    (NoToken, 401, lambda: (_("A token is needed"), _(
        "Send the header “Authorization: Bearer …” with a token that is valid. An administrator"
        " makes one."))),
    (WrongScope, 403, lambda: (_("The token is not for this"), _(
        "Ask the administrator for a token with the scope that this call needs."))),
    (KeyReused, 422, lambda: (_("This key belongs to another request"), _(
        "Each new request needs an Idempotency-Key of its own. Repeat a request with the same key"
        " and the same body."))),
    (InProgress, 409, lambda: (_("This request is still being worked on"), _(
        "Wait for a few seconds, then send it again with the same key."))),
    (NotJson, 400, lambda: (_("This is not JSON"), _(
        "Send one JSON value (RFC 8259) in UTF-8, of the form that the description of this call"
        " gives."))),
    (WrongMediaType, 415, lambda: (_("Only JSON is taken here"), _(
        "Send the header “Content-Type: application/json”."))),
    (WrongParameter, 400, lambda: (_("A parameter cannot be read"), _(
        "Correct what is named under “errors”."))),
    (WrongHeader, 400, lambda: (_("A header cannot be read"), _(
        "Correct what is named under “errors”."))),
    (NoSuchFilter, 404, lambda: (_("There is no such choice in the report"), _(
        "Open the report of the quarter without what stands after “?”, and choose there."))),
    (Crossed, 400, lambda: (_("The report takes one choice at a time"), _(
        "A region, a kind of inspection, or the same quarter last year. Where two of them cross,"
        " answers of single people could be worked out."))),
    (NotFound, 404, _not_found),
    (NotAllowed, 403, lambda: (_("This page is not open to you"), _(
        "Ask your administrator if you need it."))),
    (Oneself, 409, lambda: (_("Nobody does this to themself"), _(
        "Ask another administrator."))),
    (LastAdministrator, 409, lambda: (_("This is the last administrator"), _(
        "Make somebody else administrator first."))),
    (OwnProposal, 409, lambda: (_("Another person has to confirm this"), _(
        "Nobody masks words alone: ask another director or an administrator."))),
    (AlreadyProposed, 409, lambda: (_("Words of this remark wait already"), _(
        "A second person has to decide on them first."))),
    (AlreadyDone, 409, lambda: (_("This has been done already"), _("Nothing was changed now."))),
    (Expired, 410, lambda: (_("The time for this is over"), _("Nothing was changed now."))),
    (TooMany, 429, lambda: (_("Too many attempts"), _("Wait for some time, then try again."))),
    (Invalid, 422, lambda: (_("Something entered cannot be taken"), _(
        "Go back, correct it and send it again."))),
    (RuleBroken, 422, lambda: (_("This cannot be done"), _("Go back and try again."))),
)  # fmt: skip

# What the framework or the machine says no to.
STATUSES: dict[int, Words] = {
    404: _not_found,
    405: lambda: (_("This cannot be done at that address"), _(
        "The header “Allow” names what can.")),
    413: lambda: (_("That was too much at once"), _("Send less text or a smaller file.")),
    500: lambda: (_("Something went wrong on our side"), _(
        "What you sent may not have been kept. Try again in a few minutes.")),
    503: lambda: (_("We cannot answer just now"), _(
        "Wait for a minute, then load this page again. If you were sending something, your browser"
        " asks whether to send it once more: say yes.")),
}  # fmt: skip


def refusal(error: RuleBroken) -> tuple[int, Words]:
    return refusal_of(type(error))


def refusal_of(rule: type[RuleBroken]) -> tuple[int, Words]:
    return next((status, words) for kind, status, words in REFUSALS if issubclass(rule, kind))


def for_status(status: int) -> Words:
    return STATUSES.get(status, lambda: (_("The request could not be understood"), _(
        "Go back and try again.")))  # fmt: skip
