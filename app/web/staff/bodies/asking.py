"""What is asked of an inspectorate, section by section."""

from collections.abc import Callable

from app.lib.i18n import LANGUAGES, OWN_NAMES, spoken
from app.lib.i18n import gettext as _
from app.registry.describing import ROLES
from app.registry.inspectorates import USUAL_QUESTIONNAIRE
from app.registry.kinds import kinds_of, label
from app.web.staff.bodies.opening import sending
from app.web.staff.bodies.sections import About, Field, Group, Section, countries


def identity(_about: About) -> Section:
    folder = _(
        "Short word in addresses, such as %(example)s: small letters, digits, hyphens.",
        example="geti",
    )
    number = _(
        "A number that no other inspectorate has: %(example)s leads to number 2.",
        example="/gko/anketa/2",
    )
    fields = [
        Field("slug", _("Word in addresses"), folder),
        Field("country", _("Country"), type="select", options=countries()),
        Field("open_number", _("Number of the open questionnaire"), number, "number"),
    ]
    hint = _("These three never change once the inspectorate has been added.")
    keys = frozenset({"slug", "country", "open_number"})
    return Section("identity", _("What it is known by"), hint, keys, [Group("", fields)])


def names(_about: About) -> Section:
    hint = _("As letters and results call it. The whole name is also the sender's name.")
    groups = [
        Group(OWN_NAMES[language], _name(f"names.{language}", language), language=language)
        for language in LANGUAGES
    ]
    return Section("names", _("Names"), hint, frozenset({"names"}), groups)


def _name(at: str, language: str) -> list[Field]:
    genitive = _("As after “director of …”.")
    return [
        Field(f"{at}.name", _("Whole name"), language=language),
        Field(f"{at}.of", _("Whole name in the genitive"), genitive, language=language),
        Field(f"{at}.short", _("Short name"), language=language),
    ]


def contact(_about: About) -> Section:
    sender = _("Letters come from here. Your mail server must be allowed to sign for this domain.")
    reply = _("Somebody reads what comes here: entrepreneurs do reply.")
    fields = [
        Field("sender", _("Sender's address"), sender, "email"),
        Field("reply_to", _("Address for replies"), reply, "email"),
        Field("phone", _("Telephone"), _("With the country's code; it stands in every letter.")),
    ]
    keys = frozenset({"sender", "reply_to", "phone"})
    return Section("contact", _("Addresses and telephone"), "", keys, [Group("", fields)])


def appeals(_about: About) -> Section:
    hint = _("Shown after the questionnaire: where to write for somebody who wants a reply.")
    fields = [
        Field(f"appeals_to.{language}", OWN_NAMES[language], type="area", language=language)
        for language in LANGUAGES
    ]
    keys = frozenset({"appeals_to"})
    return Section("appeals", _("How to appeal"), hint, keys, [Group("", fields)])


def questionnaires(about: About) -> Section:
    """As long as no country is chosen: of every kind that any of them knows. Then those of the
    other country for which one was chosen stay, so that it is refused there and not lost.
    """
    country = str(about.given.get("country", ""))
    chosen = about.given.get("questionnaires") or {}
    every = dict.fromkeys(str(kind) for one in countries() for kind in kinds_of(one))
    known = kinds_of(country) if country in countries() else every
    kinds = [*known, *(kind for kind in every if kind in chosen and kind not in known)]
    shelf = about.shelf
    titles = {name: shelf.latest(name).title[spoken()] for name in shelf.names()}
    usual = titles.pop(USUAL_QUESTIONNAIRE)
    fields = [
        Field(f"questionnaires.{kind}", label(kind), type="select", options={"": usual} | titles)
        for kind in kinds
    ]
    hint = _("What the entrepreneur is asked after an inspection of each kind.")
    keys = frozenset({"questionnaires"})
    return Section("questionnaires", _("Questionnaires"), hint, keys, [Group("", fields)])


def sites(about: About) -> Section:
    """Its own site, those of the ministry, and room for one more."""
    there = about.rows("sites")
    owners = [site.get("owner") for site in there] or ["inspectorate"]
    groups = []
    for number, owner in enumerate([*owners, "ministry"]):
        slug = there[number].get("slug") if number < len(there) else None
        groups.append(_site(f"sites.{number}", owner == "inspectorate", slug in about.on_record))
    hint = _("Every release is written into a folder for each site; its web server shows it.")
    return Section("sites", _("Sites"), hint, frozenset({"sites"}), groups)


def _site(at: str, is_own: bool, is_on_record: bool) -> Group:
    legend = _("The inspectorate's own site") if is_own else _("A site of the ministry")
    folder = _("Small letters, digits, hyphens. It never changes.")
    fields = [
        Field(f"{at}.slug", _("Folder"), folder, type="fixed" if is_on_record else "text"),
        Field(
            f"{at}.address",
            _("Address of the site"),
            _("Whole, with %(start)s", start="https://"),
            "url",
        ),
        *(
            Field(
                f"{at}.names.{language}",
                _("Name of the site, %(language)s", language=OWN_NAMES[language]),
                language=language,
            )
            for language in LANGUAGES
        ),
    ]
    may_be_empty = not is_own and not is_on_record
    return Group(legend, fields, _("Leave all of it empty if there is none.") * may_be_empty)


def signers(_about: About) -> Section:
    hint = _("Both sign the invitation and the reminder; their words stand in the invitation.")
    groups = [group for role in ROLES for group in signer(role)]
    keys = frozenset({"signers"})
    return Section("signers", _("Who signs the letters"), hint, keys, groups)


def signer(role: str) -> list[Group]:
    """The groups of one of them."""
    at, who = f"signers.{role}", role_name(role)
    direct = _("Entrepreneurs may write there directly: it stands in the letter.")
    address = Field(f"{at}.email", _("Direct e-mail address"), direct, "email")
    return [
        Group(who, [address]),
        *(_signature(f"{at}.texts.{language}", who, language) for language in LANGUAGES),
    ]


def role_name(role: str) -> str:
    return _("Minister") if role == "minister" else _("Director of the inspectorate")


def _signature(at: str, who: str, language: str) -> Group:
    fields = [
        Field(f"{at}.name", _("Name of the person"), language=language),
        Field(f"{at}.position", _("Position"), language=language),
        Field(f"{at}.words", _("Words to the entrepreneur"), type="area", language=language),
    ]
    return Group(f"{who}, {OWN_NAMES[language]}", fields)


Maker = Callable[[About], Section]
# The signers' words are kept in versions, and changed on a page of their own.
PARTS: dict[str, Maker] = {
    "names": names,
    "contact": contact,
    "appeals": appeals,
    "questionnaires": questionnaires,
    "sites": sites,
    "sending": sending,
}
ALL: tuple[Maker, ...] = (identity, *PARTS.values(), signers)
