"""What the columns and words of a register mean, said by hand; then the dry run."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import AlreadyDone, NotFound
from app.lib.i18n import spoken
from app.parts import Parts
from app.registry.importing.column_map import CONSTANTS, TABLES, ColumnMap
from app.registry.importing.date_forms import USUAL
from app.registry.importing.map_file import map_from, to_yaml
from app.registry.importing.showing import shown
from app.registry.tables import Inspectorate
from app.registry.uploads import keeping, stages
from app.registry.uploads.stages import Seen, Told
from app.registry.uploads.tables import Upload
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.pages import download
from app.web.signed_in import SignedIn
from app.web.staff.act_form import labels_of, options_of
from app.web.staff.forms import fields
from app.web.staff.framing import staff_page
from app.web.staff.registers.map_form import faults_in_form, foreign_words, given_by, map_of
from app.web.staff.registers.places import ROLES, upload_of

MAPPABLE = (stages.LOOKED, stages.REHEARSED)


@get("/registers/{upload_id:uuid}/map", guards=[needs(*ROLES)])
async def map_register(
    request: Asked,
    upload_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Response[str] | Redirect:
    upload, inspectorate = await upload_of(people, person, upload_id)
    if upload.stage not in MAPPABLE:
        return Redirect(f"/staff/registers/{upload.id}", status_code=303)
    return map_page(request, parts, person, upload, inspectorate, None, {})


@post(
    "/registers/{upload_id:uuid}/map",
    guards=[needs(*ROLES)],
    request_max_body_size=FORM_LIMIT,
)
async def change_map(
    request: Asked,
    upload_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Response[str] | Redirect:
    given = await fields(request)
    upload, inspectorate = await upload_of(people, person, upload_id)
    if upload.stage not in MAPPABLE:
        raise AlreadyDone
    seen = seen_in(parts, upload)
    chosen = map_of(seen, given, inspectorate.country)
    if faults := faults_in_form(seen, given, chosen, inspectorate.country):
        return map_page(request, parts, person, upload, inspectorate, given, faults)
    upload.column_map = parts.addresses.seal_bytes(to_yaml(chosen).encode())
    upload.stage, upload.percent, upload.told = stages.REHEARSING, 0, None
    upload.language = spoken()
    return Redirect(f"/staff/registers/{upload.id}", status_code=303)


@get("/registers/{upload_id:uuid}/map.yaml", guards=[needs(*ROLES)])
async def map_file(
    upload_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Response[bytes]:
    """To be sent along with the next register of this kind, or used with the command."""
    upload, _inspectorate = await upload_of(people, person, upload_id)
    if upload.column_map is None:
        raise NotFound
    content = parts.addresses.open_bytes(upload.column_map)
    return download(content, "map.yaml", "application/yaml")


def map_page(
    request: Asked,
    parts: Parts,
    person: SignedIn,
    upload: Upload,
    inspectorate: Inspectorate,
    given: Mapping[str, str] | None,
    errors: Mapping[str, str],
) -> Response[str]:
    """`given` None: what the map in force says."""
    seen, labels = seen_in(parts, upload), labels_of(inspectorate.country)
    given = given_by(seen, _stored(parts, upload, inspectorate)) if given is None else given
    words = {
        name: dict(enumerate(foreign_words(seen, given, name)))
        for name in TABLES
        if map_of(seen, given, inspectorate.country).values.get(name)
    }
    return staff_page(
        request,
        person,
        "registers/map.html",
        status=422 if errors else 200,
        upload=upload,
        inspectorate=inspectorate,
        seen=seen,
        sheets={str(place): shown(name) for place, name in enumerate(seen.sheets)},
        sheet=str(seen.sheets.index(seen.sheet)) if seen.sheet in seen.sheets else "",
        given=given,
        errors=errors,
        labels=labels,
        named=_named(labels, words),
        constants=CONSTANTS,
        options=options_of(inspectorate.country),
        words=words,
        usual=USUAL,
        told=keeping.opened(parts.addresses, upload.told, Told),
    )


def _named(labels: Mapping[str, str], words: Mapping[str, Mapping[int, str]]) -> dict[str, str]:
    """Control -> what the list of errors calls it."""
    named = {f"{part}-{name}": it for part in ("column", "constant") for name, it in labels.items()}
    for name, table in words.items():
        named |= {f"word-{name}-{number}": word for number, word in table.items()}
    return named


def seen_in(parts: Parts, upload: Upload) -> Seen:
    seen = keeping.opened(parts.addresses, upload.seen, Seen)
    if seen is None:
        raise NotFound
    return seen


def _stored(parts: Parts, upload: Upload, inspectorate: Inspectorate) -> ColumnMap | None:
    if upload.column_map is None:
        return None
    content = parts.addresses.open_bytes(upload.column_map)
    return map_from(content, inspectorate.country, Path("map.yaml"))
