"""What a mail says about a letter: complaint, delivery report, report in prose, or none of them."""

import re
from collections.abc import Iterator, Mapping

from app.mail.bounces import parsing, prose
from app.mail.bounces.kinds import Finding, Kind
from app.mail.bounces.parsing import Report
from app.mail.bounces.sorting import line_that_tells, sort

_DEEPEST = 3  # mail filters wrap a report in a mail of their own
_FIELD = re.compile(r"^([A-Za-z][A-Za-z-]{1,39})[ \t]*:[ \t]*(.*(?:\n[ \t]+\S.*)*)", re.MULTILINE)
_OF_A_RECIPIENT = {"original-recipient", "final-recipient", "action", "status", "diagnostic-code"}
_ARRIVED = ("deliver", "relay", "expand")
_FAILED = ("fail", "error")  # OpenSMTPD has said "error"
_COMPLAINTS = {"abuse", "fraud", "opt-out", "opt-out-list"}
_NO_COMPLAINTS = {"not-spam", "auth-failure"}
_HOTMAIL = b"x-hmxmroriginalrecipient"  # its complaints have no report, only this header
_MILDEST_FIRST = (Kind.POLICY, Kind.SOFT, Kind.HARD)
_NOTHING = Finding(Kind.UNCLEAR)


def understand(report: Report, depth: int = 0) -> Finding:
    """UNCLEAR if it is none of what we know."""
    return (
        _complaint(report)
        or _delivery_report(report)
        or _wrapped(report, depth)
        or _receipt(report)
        or prose.understand(report)
        or _NOTHING
    )


def _complaint(report: Report) -> Finding | None:
    if not report.feedback:
        is_hotmail = any(_HOTMAIL in inside[:5000].lower() for inside in report.returned)
        return Finding(Kind.COMPLAINT) if is_hotmail else None
    types = {value.lower() for name, value in _fields(report.feedback) if name == "feedback-type"}
    if types & _COMPLAINTS:
        return Finding(Kind.COMPLAINT)
    return Finding(Kind.AUTOMATIC) if types and types <= _NO_COMPLAINTS else _NOTHING


def _delivery_report(report: Report) -> Finding | None:
    """Our letters have one recipient; a report about several comes from a list or an alias."""
    findings = [
        finding for one in _recipients(report.status) if (finding := _fate(one, report.text))
    ]
    failures = [finding for finding in findings if finding.kind in _MILDEST_FIRST]
    if not findings:
        return None
    arrived = any(finding.words in _ARRIVED for finding in findings if finding.kind is Kind.TAKEN)
    if arrived or not failures:
        return Finding(Kind.TAKEN)
    return min(failures, key=lambda finding: _MILDEST_FIRST.index(finding.kind))


def _fate(recipient: Mapping[str, str], text: str) -> Finding | None:
    action, status = recipient.get("action", "").lower(), recipient.get("status", "")
    said = recipient.get("diagnostic-code", "")
    for arrived in _ARRIVED:
        if action.startswith(arrived):
            return Finding(Kind.TAKEN, arrived)
    if action.startswith("delay"):
        return Finding(Kind.TAKEN)
    if not action.startswith(_FAILED) and (action or not status.startswith(("4", "5"))):
        return None
    words = said.partition(";")[2].strip() or said or line_that_tells(text)
    kind = sort(status, said) or sort(status, text) or Kind.SOFT
    return Finding(kind, words or status)


def _recipients(status: str) -> Iterator[dict[str, str]]:
    """A field that is there already begins the next one: blank lines are not to be relied on."""
    current: dict[str, str] = {}
    for name, value in _fields(status):
        if name not in _OF_A_RECIPIENT:
            continue
        if name in current:
            yield current
            current = {}
        current[name] = value
    if current:
        yield current


def _fields(text: str) -> Iterator[tuple[str, str]]:
    for field in _FIELD.finditer(text):
        yield field[1].lower(), " ".join(field[2].split())


def _wrapped(report: Report, depth: int) -> Finding | None:
    """Only a proper report inside: a returned letter of ours must not be understood as one."""
    if depth == _DEEPEST:
        return None
    for inside in report.returned:
        inner = parsing.read(inside)
        found = _complaint(inner) or _delivery_report(inner) or _wrapped(inner, depth + 1)
        if found:
            return found
    return None


def _receipt(report: Report) -> Finding | None:
    """Dovecot says in a receipt that a mailbox is full; the others say that a letter was read."""
    if not report.is_receipt:
        return None
    if "rejected" in report.text.lower() and (kind := sort("", report.text)):
        return Finding(kind, line_that_tells(report.text))
    return Finding(Kind.AUTOMATIC)
