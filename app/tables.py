"""Every table, so that the migrations see them all."""

from app.accounts import tables as accounts
from app.ballots import tables as ballots
from app.invitations import tables as invitations
from app.invitations.calls import tables as calls
from app.mail import tables as mail
from app.publications import tables as publications
from app.publications.reports import tables as reports
from app.registry import tables as registry
from app.registry.archive import tables as archive
from app.registry.doubles import tables as doubles
from app.registry.findings import tables as findings
from app.registry.uploads import tables as uploads
from app.remarks import tables as remarks
from app.results import tables as results

__all__ = [
    "accounts",
    "archive",
    "ballots",
    "calls",
    "doubles",
    "findings",
    "invitations",
    "mail",
    "publications",
    "registry",
    "remarks",
    "reports",
    "results",
    "uploads",
]
