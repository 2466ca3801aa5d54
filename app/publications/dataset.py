"""What search engines for data read of a release: schema.org's Dataset, inside the page."""

import json
from collections.abc import Sequence

from markupsafe import Markup

from app.lib.i18n import spoken
from app.publications.document import Published, Publisher

_MEDIA_TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
_LICENCE_PAGE = "https://creativecommons.org/licenses/by/4.0/"


def dataset(
    release: Published, name: str, description: str, address: str, files: Sequence[str]
) -> Markup:
    """JSON-LD for a script element. `address` ends in a slash; the files lie under it."""
    document = release.document
    publisher = _publisher(document.inspectorate)
    described = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": name,
        "description": description,
        "url": address,
        "identifier": f"urn:sha256:{release.digest}",
        "inLanguage": spoken(),
        "temporalCoverage": f"{document.period.first_day}/{document.period.last_day}",
        "spatialCoverage": document.inspectorate.country,
        "datePublished": document.published_at.date().isoformat(),
        "dateModified": document.published_at.date().isoformat(),
        "license": _LICENCE_PAGE,
        "isAccessibleForFree": True,
        "creator": publisher,
        "publisher": publisher,
        "distribution": [_distribution(address, file) for file in files],
    }
    # A name that holds "</script>" must not end the element.
    return Markup(json.dumps(described, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704


def _publisher(inspectorate: Publisher) -> dict[str, str]:
    name = inspectorate.names[spoken()]["name"]
    return {"@type": "GovernmentOrganization", "name": name, "email": inspectorate.email}


def _distribution(address: str, file: str) -> dict[str, str]:
    return {
        "@type": "DataDownload",
        "encodingFormat": _MEDIA_TYPES[file.rsplit(".", 1)[-1]],
        "contentUrl": f"{address}{file}",
    }
