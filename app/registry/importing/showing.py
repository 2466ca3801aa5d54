"""Foreign words as a report may show them: on one line, short, and seen as they stand."""

import re

# Controls, and signs that turn the direction of writing.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+")
_LONGEST = 40


def shown(written: str) -> str:
    line = " ".join(_UNSEEN.sub(" ", written[:2000]).split())
    return f"{line[:_LONGEST]}…" if len(line) > _LONGEST else line
