"""What a form brings: read here, and kept nowhere."""

from urllib.parse import parse_qsl

from litestar.exceptions import ClientException

from app.web.asked import Asked

_MOST_FIELDS = 1000


async def entries(request: Asked) -> dict[str, list[str]]:
    """Everything entered, by name.

    Not by the framework, which keeps the last thousand forms that it has read: answers stand
    nowhere once they are sealed, and passwords nowhere at all.
    """
    written = (await request.body()).decode(errors="replace")
    try:
        pairs = parse_qsl(written, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise ClientException from error
    form: dict[str, list[str]] = {}
    for name, value in pairs:
        form.setdefault(name, []).append(value)
    return form
