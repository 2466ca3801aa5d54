"""Names of businesses in letters: they can be read, and no mail program makes a link of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.registry.unlinking import is_linked, unlinked

PIECES = st.lists(
    st.sampled_from(
        [*"a.@:/。．-_ 7", "www", "WWW.", "://", "https://", "kg", "com", "рф", "бета", "xn--p1ai"]
    ),
    max_size=12,
).map("".join)


@pytest.mark.parametrize(
    ("name", "in_the_letter"),
    [
        ("CARIBOU COFFEE CO.INC.", "CARIBOU COFFEE CO. INC."),
        ("CHICAGO BP@IRVING (GEI-152)", "CHICAGO BP @ IRVING (GEI-152)"),
        ("AFC Sushi @ Jewel Osco #2508", "AFC Sushi @ Jewel Osco #2508"),
        ("ОсОО «Kivano.kg»", "ОсОО «Kivano. kg»"),
        ("Your prize: https://x.example/claim", "Your prize: https: x. example/claim"),
        ("www.prize.kg", "www prize. kg"),
        ("aida@mail.kg", "aida @ mail. kg"),
        ("Приз: бета.рф/x", "Приз: бета. рф/x"),
        ("t.me/prize", "t. me/prize"),
        ("prize。kg", "prize。 kg"),
        ("ИП Асанов А.Б., ОсОО «Ала-Тоо» №2.5", "ИП Асанов А.Б., ОсОО «Ала-Тоо» №2.5"),
    ],
)
def test_a_name_is_written_so_that_it_is_no_link(name: str, in_the_letter: str) -> None:
    assert unlinked(name) == in_the_letter
    assert not is_linked(in_the_letter)


@given(PIECES | st.text(max_size=40))
def test_whatever_a_name_is_it_is_no_link_in_the_letter(name: str) -> None:
    assert not is_linked(unlinked(name))


@given(PIECES | st.text(max_size=40))
def test_nothing_but_blanks_and_signs_of_addresses_is_changed(name: str) -> None:
    def letters_and_digits(text: str) -> str:
        return "".join(filter(str.isalnum, text))

    assert letters_and_digits(unlinked(name)) == letters_and_digits(name)
