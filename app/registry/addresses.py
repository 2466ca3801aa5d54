"""E-mail addresses of entrepreneurs: encrypted at rest, found again by keyed fingerprint."""

import hmac
import re
import unicodedata
from collections.abc import Collection, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from email_validator import EmailNotValidError, validate_email
from email_validator.rfc_constants import CASE_INSENSITIVE_MAILBOX_NAMES

from app.lib.i18n import gettext as _
from app.registry.kinds import Flag
from app.registry.mistyping import domain_meant

# Short on purpose: what is met in practice. An unknown one is still caught by its many firms.
DISPOSABLE = {
    *("10minutemail.com", "dropmail.me", "emailondeck.com", "getnada.com", "guerrillamail.com"),
    *("mail.tm", "mailinator.com", "maildrop.cc", "mohmal.com", "sharklasers.com"),
    *("temp-mail.org", "tempmail.com", "throwawaymail.com", "trashmail.com", "yopmail.com"),
}
# Nearly every address has this form, and needs no full reading of RFC 5321 to be let through.
_PLAIN = re.compile(
    r"[a-z0-9]+(?:[._+-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+"
    # These endings are of no mail server: RFC 6761.
    r"(?!(?:arpa|invalid|local|localhost|onion|test)\Z)[a-z]{2,}",
    re.ASCII | re.IGNORECASE,
)


def clean(address: str) -> str:
    """As it will be written to: NFC, no blanks around it, domain in lower case. Or ValueError."""
    address = address.strip()
    if len(address) <= 64 and _PLAIN.fullmatch(address):
        local, domain = address.split("@")
        is_of_an_office = local.lower() in CASE_INSENSITIVE_MAILBOX_NAMES  # RFC 2142
        return f"{local.lower() if is_of_an_office else local}@{domain.lower()}"
    try:
        # Whether the domain answers is the mail server's business, and not at this moment.
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise ValueError(
            _("This is not a complete e-mail address. It has the form name@example.com.")
        ) from error


def canonical(address: str) -> str:
    """What two spellings of one mailbox share: lower case, NFC, the domain in its IDNA form.

    Not merged: dots and +words before the @ (only some providers ignore them, and joining two
    mailboxes would silence one of them), and domains that are aliases of each other.
    """
    written = address.strip().lower()
    if written.isascii():
        return written
    local, _at, domain = unicodedata.normalize("NFC", written).rpartition("@")
    return f"{local}@{_ascii(domain)}"


def domain_of(address: str) -> str:
    """In its IDNA form."""
    return canonical(address).rpartition("@")[2]


def likely_meant(address: str) -> str | None:
    """The address with its domain's usual typing error corrected, if it has one."""
    local, _at, domain = canonical(address).rpartition("@")
    meant = domain_meant(domain)
    return f"{local}@{meant}" if meant else None


class Addresses:
    """`email_keys` are Fernet keys, oldest first: the newest seals, all open. `pepper` keys the
    fingerprints."""

    def __init__(self, email_keys: Sequence[str], pepper: bytes) -> None:
        # MultiFernet seals with the first of its keys.
        self._cipher = MultiFernet([Fernet(key) for key in reversed(email_keys)])
        self._newest = Fernet(email_keys[-1])
        self.has_older_keys = len(email_keys) > 1
        self._pepper = pepper

    def seal(self, email: str) -> bytes:
        return self._cipher.encrypt(email.encode())

    def open(self, sealed: bytes) -> str:
        return self._cipher.decrypt(sealed).decode()

    def seal_bytes(self, content: bytes) -> bytes:
        """What else would give addresses away, such as a register that is being brought in."""
        return self._cipher.encrypt(content)

    def open_bytes(self, sealed: bytes) -> bytes:
        return self._cipher.decrypt(sealed)

    def is_newest(self, sealed: bytes) -> bool:
        """Whether the newest key sealed it."""
        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            return False
        return True

    def reseal(self, sealed: bytes) -> bytes:
        """The same under the newest key."""
        return self._cipher.rotate(sealed)

    def print(self, email: str) -> bytes:
        """32 bytes of HMAC-SHA256 over the canonical address."""
        return hmac.digest(self._pepper, b"address:" + canonical(email).encode(), "sha256")

    def flags(self, email: str, own_domains: Collection[str] = ()) -> list[str]:
        """Why the address looks odd; `own_domains` are those of the inspectorate's staff."""
        domain = domain_of(email)
        judged = {
            Flag.OWN_DOMAIN: domain in own_domains,
            Flag.DISPOSABLE: domain in DISPOSABLE,
            Flag.MISTYPED: domain_meant(domain) is not None,
        }
        return [flag.value for flag, is_so in judged.items() if is_so]


def _ascii(domain: str) -> str:
    if domain.isascii():
        return domain
    return validate_email(f"x@{domain}", check_deliverability=False).ascii_domain or domain
