"""make translate: brings the catalogues in line with the source, for translators to fill in."""

from babel.messages import Catalog
from babel.messages.pofile import write_po

from app.lib.catalogues import catalogue, in_source, path_of, translated_languages


def collect(language: str) -> int:
    """Adds new messages, drops stale ones, keeps every translation. How many are still to do."""
    path = path_of(language)
    header = path.read_text().split("\n\n")[0]  # Babel would add dates and names to it
    old = catalogue(language)
    new = Catalog(locale=language)
    for message, places in sorted(in_source().items(), key=lambda item: item[1]):
        known = old.get(message.id, context=message.context)
        new.add(
            message.id,
            known.string if known else None,
            locations=[(place.rpartition(":")[0], 0) for place in dict.fromkeys(places)],
            context=message.context,
            flags=known.flags if known else (),
        )
    with path.open("wb") as file:
        file.write(f"{header}\n\n".encode())
        write_po(file, new, width=100, omit_header=True, include_lineno=False)
    return sum(not message.string for message in new if message.id)


if __name__ == "__main__":
    for language in translated_languages():
        print(f"{language}: {collect(language)} messages to translate")  # noqa: T201
