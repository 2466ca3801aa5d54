"""The one Jinja environment: pages, letters and published bundles."""

import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from app.lib import dates, i18n, numbers
from app.lib.files import shipped
from app.lib.i18n import LANGUAGES, OWN_NAMES, spoken

_HYPHENATED = re.compile(r"\d+-[^\W\d]+")
_FOLDER = Path(__file__).resolve().parents[1] / "templates"


@lru_cache
def environment() -> Environment:
    jinja = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=select_autoescape(["html", "xml"]),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # they change with the program; else each page looks at a dozen files
    )
    jinja.policies["ext.i18n.trimmed"] = True  # line ends in a template are not in its messages
    jinja.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.plain_gettext, i18n.plain_ngettext, newstyle=True, pgettext=i18n.plain_pgettext
    )
    jinja.globals |= {"spoken": spoken, "languages": LANGUAGES, "own_names": OWN_NAMES, "css": css}
    jinja.filters |= {
        "count": numbers.count,
        "percent": numbers.percent,
        "percent_exact": numbers.percent_exact,
        "points": numbers.points,
        "official": dates.official,
        "quarter_name": dates.quarter_name,
        "unbroken": unbroken,
    }
    return jinja


def render(template: str, **context: object) -> str:
    """In the language being spoken."""
    return environment().get_template(template).render(context)


def unbroken(text: str) -> Markup:
    """For a page: no line of it ends inside "17-декабры", as browsers would after the hyphen."""
    html = _HYPHENATED.sub(r'<span class="unbroken">\g<0></span>', str(escape(text)))
    return Markup(html)  # noqa: S704 (escaped above)


@lru_cache
def css(name: str) -> str:
    """A style sheet of static/css on one line, for pages that must come in one request."""
    lines = (shipped("static") / "css" / f"{name}.css").read_text().splitlines()
    return "".join(line.strip() for line in lines)
