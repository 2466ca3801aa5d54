"""What is inside an envelope."""

import json
from dataclasses import dataclass
from typing import Any

from app.lib.errors import Invalid
from app.lib.i18n import gettext as _
from app.lib.sealing import BLOCK, Broken, seal, unseal
from app.questionnaires.answers import Closed


@dataclass(frozen=True)
class Content:
    closed: dict[str, Closed]  # question -> option, options or number
    texts: dict[str, str]  # question -> free text
    code: str  # the counting code that only its respondent has seen

    def seal(self, public_key: bytes) -> bytes:
        """All envelopes have one size. What does not fit is Invalid, under its longest text."""
        written = json.dumps(vars(self), ensure_ascii=False, separators=(",", ":")).encode()
        if len(written) >= BLOCK:
            longest = max(self.texts, key=lambda question: len(self.texts[question].encode()))
            raise Invalid({longest: _("This text is too long. Shorten it.")})
        return seal(public_key, written)


def open_content(private_key: bytes, sealed: bytes) -> Content:
    """The content, or Broken."""
    try:
        read: dict[str, Any] = json.loads(unseal(private_key, sealed))
        return Content(**read)
    except (ValueError, TypeError) as error:
        raise Broken from error
