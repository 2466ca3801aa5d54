"""What search engines for data read of a release: schema.org's Dataset, inside the page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from markupsafe import Markup

from app.lib.i18n import spoken
from app.lib.mediatypes import MEDIA_TYPES
from app.publications.document import Document, Published, Publisher
from app.publications.packaging import LICENCE_PAGE


@dataclass(frozen=True)
class Described:
    """A release as its page shows it. `address` ends in a slash; the files lie under it."""

    release: Published
    name: str
    description: str
    address: str
    cover: str  # its address; empty before it is drawn


def dataset(of: Described, files: Mapping[str, bytes]) -> Markup:
    """JSON-LD for a script element."""
    document = of.release.document
    publisher = _publisher(document.inspectorate)
    described = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": of.name,
        "description": of.description,
        "url": of.address,
        "identifier": f"urn:sha256:{of.release.digest}",
        "version": str(document.revision),
        "inLanguage": spoken(),
        "temporalCoverage": f"{document.period.first_day}/{document.period.last_day}",
        "spatialCoverage": document.inspectorate.country,
        "datePublished": document.published_at.date().isoformat(),
        "dateModified": document.published_at.date().isoformat(),
        "license": LICENCE_PAGE,
        "isAccessibleForFree": True,
        "creator": publisher,
        "publisher": publisher,
        "variableMeasured": _variables(document),
        "distribution": [_distribution(of.address, *file) for file in files.items()],
        **({"image": of.cover} if of.cover else {}),
    }
    # A name that holds "</script>" must not end the element.
    return Markup(json.dumps(described, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704


def _publisher(inspectorate: Publisher) -> dict[str, str]:
    name = inspectorate.names[spoken()]["name"]
    return {"@type": "GovernmentOrganization", "name": name, "email": inspectorate.email}


def _variables(document: Document) -> list[str]:
    """Each question once."""
    asked = [each for questionnaire in document.questionnaires for each in questionnaire.closed]
    return list(dict.fromkeys(question.text[spoken()] for question in asked))


def _distribution(address: str, file: str, content: bytes) -> dict[str, str]:
    return {
        "@type": "DataDownload",
        "name": file,
        "encodingFormat": MEDIA_TYPES[file.rpartition(".")[2]],
        "contentUrl": f"{address}{file}",
        "contentSize": f"{len(content)} B",
        "sha256": sha256(content).hexdigest(),
    }
