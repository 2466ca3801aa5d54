"""Questionnaire files: what is read from them, and what is said about a faulty one."""

from hashlib import sha256
from pathlib import Path

import pytest

from app.lib.errors import NotFound
from app.lib.files import shipped
from app.lib.i18n import LANGUAGES
from app.questionnaires.definition import Condition
from app.questionnaires.loading import Shelf, Unreadable, load
from tests.making.questionnaires import (
    SMALL,
    make_questionnaire,
    option,
    question,
    shelve,
    words,
    write_questionnaire,
)

SHIPPED = sorted(shipped("surveys").glob("*/*.yaml"))


def test_a_file_becomes_a_questionnaire(tmp_path: Path) -> None:
    small = make_questionnaire(tmp_path)
    assert (small.name, small.edition, small.minutes) == ("small", 1, 2)
    assert small.title == dict.fromkeys(LANGUAGES, "A small questionnaire")
    assert small.languages == ("ky", "kk", "ru", "en")
    assert [q.id for q in small.questions] == [
        *("visit", "rooms", "kitchen", "days", "manner", "advice")
    ]
    assert [q.id for q in small.closed] == ["visit", "rooms", "days", "manner"]
    assert [q.id for q in small.texts] == ["kitchen", "advice"]
    assert [q.id for q in small.required] == ["manner"]


def test_a_question_has_what_its_block_says(tmp_path: Path) -> None:
    small = make_questionnaire(tmp_path)
    manner = small.question("manner")
    assert [option.value for option in manner.options] == ["bad", "fair", "good", "na"]
    assert [option.outside for option in manner.options] == [False, False, False, True]
    assert (manner.positive, manner.publish_min_base) == (("good",), 10)
    days = small.question("days")
    assert (days.minimum, days.maximum, days.bands) == (0, 5000, (0, 1, 2, 10))
    assert small.question("rooms").ask_if == Condition("visit", ("yes",))
    assert small.question("rooms").options[2].alone
    with pytest.raises(KeyError):
        small.question("weather")


def test_themes_keep_the_order_of_their_titles(tmp_path: Path) -> None:
    themes = f"themes:\n  zeal:\n{words('Zeal', 4)}  conduct:\n{words('Conduct', 4)}"
    content = SMALL.replace("scales:", f"{themes}scales:").replace(
        "type: number\n    theme: conduct", "type: number\n    theme: zeal"
    )
    divided = load(write_questionnaire(tmp_path, content))
    assert [(theme.id, theme.title["kk"]) for theme in divided.themes] == [
        ("zeal", "Zeal"), ("conduct", "Conduct"),
    ]  # fmt: skip
    assert make_questionnaire(tmp_path).themes == ()


def test_the_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    assert make_questionnaire(tmp_path).hash == sha256(SMALL.encode()).hexdigest()
    changed = load(write_questionnaire(tmp_path, SMALL + "# a comma\n"))
    assert changed.hash == sha256(f"{SMALL}# a comma\n".encode()).hexdigest()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_shipped_questionnaires_are_complete(path: Path) -> None:
    edition = load(path)
    for asked in edition.questions:
        for text in (asked.text, asked.short, *(choice.label for choice in asked.options)):
            assert set(text) == set(LANGUAGES)
            assert all(text.values())


def test_the_main_questionnaire_asks_twelve_questions() -> None:
    asked = Shelf().latest("post-inspection")
    assert len(asked.questions) == 12
    assert [q.id for q in asked.required] == ["overall"]
    assert asked.question("integrity").publish_min_base == 30
    assert [q.id for q in asked.texts] == ["improve"]


def test_the_desk_questionnaire_uses_every_type() -> None:
    asked = Shelf().latest("desk-inspection").questions
    assert {q.type for q in asked} == {"single", "multiple", "scale", "number", "text"}
    assert any(q.ask_if for q in asked)


def test_editions_stand_side_by_side(tmp_path: Path) -> None:
    shelve(tmp_path)
    second = SMALL.replace("edition: 1", "edition: 2").replace("en: Advice?", "en: What else?")
    shelve(tmp_path, second, "small/2.yaml")
    shelf = Shelf(tmp_path)
    assert shelf.names() == ["small"]
    assert shelf.edition("small", 1).question("advice").text["en"] == "Advice?"
    assert shelf.edition("small", 2).question("advice").text["en"] == "What else?"
    assert shelf.latest("small") == shelf.edition("small", 2)
    assert shelf.edition("small", 1).hash != shelf.edition("small", 2).hash


def test_a_second_edition_of_the_main_questionnaire_can_drop_and_add(tmp_path: Path) -> None:
    first = (shipped("surveys") / "post-inspection/1.yaml").read_text()
    remarks = first.index("\n  # Read by the director")
    second = first[:remarks].replace("edition: 1", "edition: 2") + question(
        "again", "single", "    options:\n" + option("yes") + option("no")
    )
    shelve(tmp_path, first, "post-inspection/1.yaml")
    shelve(tmp_path, second, "post-inspection/2.yaml")
    shelf = Shelf(tmp_path)
    old, new = (shelf.edition("post-inspection", number) for number in (1, 2))
    assert [q.id for q in old.questions][-1:] == ["improve"]
    assert [q.id for q in new.questions][-1:] == ["again"]
    assert old.questions[:-1] == new.questions[:-1]


def test_what_is_not_on_the_shelf_is_not_found(tmp_path: Path) -> None:
    shelf = Shelf(shelve(tmp_path).parent.parent)
    with pytest.raises(NotFound):
        shelf.edition("small", 2)
    with pytest.raises(NotFound):
        shelf.latest("large")


def test_a_shelf_names_the_faults_of_all_its_files(tmp_path: Path) -> None:
    write_questionnaire(tmp_path, SMALL.replace("minutes: 2", "minutes: soon"))
    write_questionnaire(tmp_path, "", "large/1.yaml")
    write_questionnaire(tmp_path, SMALL, "small/notes.txt")
    with pytest.raises(Unreadable) as refused:
        Shelf(tmp_path)
    assert {line.split(",")[0].split("/", 1)[1] for line in str(refused.value).splitlines()} == {
        *("large/1.yaml", "small/1.yaml", "small/notes.txt")
    }


def test_the_example_in_the_guide_can_be_read(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs/questionnaires.md").read_text()
    example = guide.split("```yaml\n")[1].split("```")[0]
    edition = load(write_questionnaire(tmp_path, example, "example/1.yaml"))
    assert [q.type for q in edition.questions] == ["single", "scale"]


def test_a_shelf_takes_no_edition_whose_translations_nobody_has_compared(tmp_path: Path) -> None:
    path = write_questionnaire(tmp_path)
    [draft] = Shelf(tmp_path).drafts
    assert "line 1: nothing says which texts its translations" in str(draft)
    shelve(tmp_path)
    assert Shelf(tmp_path).latest("small").questions
    path.with_name("translations.lock").unlink()
    shelf = Shelf(tmp_path)
    assert f"Run pikir i18n accept {tmp_path.name}/small/1.yaml" in str(shelf.drafts[0])
    with pytest.raises(NotFound):
        shelf.latest("small")


def test_a_draft_keeps_nothing_but_itself_from_going_live(tmp_path: Path) -> None:
    shelve(tmp_path)
    second = SMALL.replace("edition: 1", "edition: 2").replace("  kk: A small", "  #: A small")
    write_questionnaire(tmp_path, second, "small/2.yaml")
    shelf = Shelf(tmp_path)
    assert shelf.latest("small").edition == 1
    assert [draft.key for draft in shelf.drafts] == [("small", 2)]
    shelve(tmp_path, SMALL.replace("edition: 1", "edition: 3"), "small/3.yaml")
    with pytest.raises(Unreadable, match=r"small/2\.yaml, line"):  # no newest one: no draft
        Shelf(tmp_path)


def test_a_changed_source_makes_its_translations_stale_and_a_shelf_sets_them_aside(
    tmp_path: Path,
) -> None:
    shelve(tmp_path)
    second = SMALL.replace("edition: 1", "edition: 2").replace("en: Days?", "en: How many days?")
    second = second.replace("ru: Days?", "ru: Сколько дней?")
    path = write_questionnaire(tmp_path, second, "small/2.yaml")
    shelf = Shelf(tmp_path)
    assert shelf.latest("small").edition == 1
    told = str(shelf.drafts[0]).splitlines()
    line = second[: second.index("ky: Days?")].count("\n") + 1
    assert [it.split(": ", 1)[0].split(", line ")[1] for it in told] == [
        str(line + after) for after in (0, 1, 2)
    ]
    problem = "the Kyrgyz was not made from the English that stands there now"
    assert f'question "days": text: {problem}' in told[0]
    assert [name in it for name, it in zip(("Kyrgyz", "Kazakh", "Russian"), told, strict=True)]
    assert load(path).question("days").text["en"] == "How many days?"


def test_the_source_may_be_another_language_than_english(tmp_path: Path) -> None:
    content = SMALL.replace("minutes: 2", "minutes: 2\nsource: ru")
    shelve(tmp_path, content)
    assert Shelf(tmp_path).latest("small").source == "ru"
    assert make_questionnaire(tmp_path).source == "en"
    write_questionnaire(tmp_path, content.replace("ru: Days?", "ru: Сколько дней?"))
    assert "the English was not made from the Russian" in str(Shelf(tmp_path).drafts[0])


def test_a_garbled_memory_is_refused_by_line(tmp_path: Path) -> None:
    lock = shelve(tmp_path).with_name("translations.lock")
    lock.write_text(f"{lock.read_text()}<<<<<<< HEAD\n")
    with pytest.raises(Unreadable, match=r"translations\.lock, line \d+: remove"):
        Shelf(tmp_path)
