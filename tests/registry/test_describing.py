"""What describes an inspectorate, and every fault of it."""

from pathlib import Path
from typing import Any

import pytest

from app.lib.i18n import speaking
from app.registry.describing import Unreadable, describe, read_description
from tests.making.registry import described


def test_every_fault_of_a_description_is_named_at_once() -> None:
    wrong = described(
        sender="nobody",
        colour="blue",
        open_number="two",
        questionnaires={"control_purchase": "post-inspection", "desk": "no-such"},
        sending={"opens": 6, "closes": 17, "weekdays": [], "worked": ["2026-02-30"]},
    )
    del wrong["names"]["kk"], wrong["signers"]["minister"]["texts"]["ky"]["words"], wrong["phone"]
    del wrong["signers"]["director"]
    wrong["sites"][1]["address"] = "geti.kg"
    with pytest.raises(Unreadable) as refused:
        describe(wrong, "geti.yaml", ["post-inspection"])
    assert set(refused.value.errors) == {
        "sender",
        "colour",
        "open_number",
        "questionnaires.control_purchase",
        "questionnaires.desk",
        "sending.opens",
        "sending.weekdays",
        "sending.worked.0",
        "names.kk",
        "signers.minister.texts.ky.words",
        "signers.director",
        "phone",
        "sites.1.address",
    } - {"sending.opens"}  # a whole of which a part cannot be read is not judged
    assert str(refused.value).startswith("geti.yaml cannot be used:\n")
    assert "  phone: This is needed." in str(refused.value)


def test_what_is_wrong_is_said_in_the_language_of_the_reader() -> None:
    with speaking("ru"), pytest.raises(Unreadable) as refused:
        describe(described(phone="", sender="nobody"))
    assert refused.value.errors["phone"] == "Заполните это поле."
    assert "name@example.com" in refused.value.errors["sender"]


@pytest.mark.parametrize(
    ("sending", "place"),
    [
        ({"opens": 6, "closes": 12}, "sending.opens"),
        ({"opens": 20, "closes": 22}, "sending.opens"),
        ({"opens": 9, "closes": 10}, "sending.closes"),
        ({"opens": 9, "closes": 22}, "sending.closes"),
        (
            {"closed": [{"first": "2026-12-31", "last": "2026-12-01", "reason": "x"}]},
            "closed.0.last",
        ),
        (
            {"closed": [{"first": "2026-01-01", "last": "2028-01-01", "reason": "x"}]},
            "closed.0.last",
        ),
        ({"closed": [{"first": "2026-01-01", "last": "2026-01-01"}]}, "closed.0.reason"),
        ({"worked": ["tomorrow"]}, "sending.worked.0"),
        ({"weekdays": ["saturday"]}, "sending.weekdays.0"),
    ],
)
def test_sending_times_that_leave_letters_no_time_are_refused(
    sending: dict[str, Any], place: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        describe(described(sending=sending))
    assert [one for one in refused.value.errors if one.endswith(place)]


def test_without_sending_times_the_usual_ones_stand() -> None:
    sending = describe(described()).sending
    assert (sending.opens, sending.closes, len(sending.weekdays)) == (9, 17, 5)


@pytest.mark.parametrize("odd", ["\r\nBcc: all@mail.kg", "\n", "\0", "\x1b", "\u2028", "\x85"])
def test_no_control_character_gets_into_what_heads_a_letter(odd: str) -> None:
    wrong = described(phone=f"1{odd}2", sender=f"a{odd}@geti.kg", reply_to=f"a@geti.kg{odd}b")
    wrong["names"]["ky"] = {**wrong["names"]["ky"], "name": f"ГЭТИ{odd}!", "of": f"ГЭТИ{odd}!"}
    wrong["signers"]["minister"]["texts"]["ru"]["position"] = f"министр{odd}!"
    with pytest.raises(Unreadable) as refused:
        describe(wrong)
    for place in ("names.ky.name", "names.ky.of", "phone", "sender", "reply_to", "ru.position"):
        assert place in str(refused.value)


@pytest.mark.parametrize("owners", [(), ("ministry",), ("inspectorate", "inspectorate")])
def test_an_inspectorate_has_exactly_one_site_of_its_own(owners: tuple[str, ...]) -> None:
    one = described()["sites"][0]
    sites = [{**one, "slug": f"site-{owner}", "owner": owner} for owner in owners]
    with pytest.raises(Unreadable, match="sites: Describe exactly one"):
        describe(described(sites=sites))


@pytest.mark.parametrize("content", ["a: [", "slug: a\nslug: b\n", "- 1\n", ""])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "body.yaml"
    file.write_text(content)
    with pytest.raises(Unreadable, match=r"body\.yaml"):
        read_description(file)


def test_places_in_a_list_are_counted_as_people_count() -> None:
    wrong = described(sending={"weekdays": ["monday", "saturday"]})
    with pytest.raises(
        Unreadable, match=r"sending\.weekdays\.2: Use one of these words"
    ) as refused:
        describe(wrong)
    assert "sending.weekdays.1" in refused.value.errors  # as the fields of a form are named
