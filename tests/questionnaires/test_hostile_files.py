"""Whatever stands in a file, loading it ends soon, in a questionnaire or in Unreadable."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.questionnaires.loading import Unreadable, load
from tests.making.questionnaires import SMALL, write_questionnaire

REAL = (Path(__file__).parents[1] / "making/surveys/short/1.yaml").read_bytes()
NASTY = [
    *(b"\x00", b"\xff", b"\t", b"\r", b"\x85", b"---\n", b"...\n", b"%YAML 9.9\n", b"!!python/x "),
    *(b"&a ", b"*a", b"<<: ", b"? ", b"- ", b": ", b"{", b"}", b"[", b"]", b"|", b">", b"#", b"'"),
    *(b'"', b'"\\ud800"', b'"\\U99999999"', b'"\\0"', b"@", b"`", b"\n", b"\n  ", "ё".encode()[:1]),
]


def load_bytes(folder: Path, content: bytes, name: str = "short/1.yaml") -> str:
    """What is said about it; nothing if it can be read."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    try:
        load(path)
    except Unreadable as unreadable:
        return str(unreadable)
    return ""


HOPELESS = {
    "an empty file": (b"", "the file is empty"),
    "only comments": (b"# nothing\n\n", "the file is empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "this is not UTF-8. Save the file as UTF-8"),
    "another encoding": ("name: тест".encode("cp1251"), "line 1: this is not UTF-8"),
    "a control character": (b"name: x\nedition: \x00", "line 2: a control character U+0000"),
    "an escaped control character": (b'name: "\\0"', "\\u0000 is not a character for words"),
    "an escaped half of a surrogate": (b'name: "\\ud800"', "invalid Unicode character escape"),
    "an escape beyond Unicode": (b'name: "\\UFFFFFFFF"', "line 1: this is not YAML"),
    "prose": (b"How are you: fine: thanks", "line 1: this is not YAML"),
    "an open bracket": (b"name: x\nquestions: [", "line 2: this is not YAML"),
    "a list": (b"- name: x", 'the questionnaire must be a block of "key: value" lines'),
    "a word": (b"questionnaire", 'the questionnaire must be a block of "key: value" lines'),
    "two documents": (b"name: x\n---\nname: y", "line 2: a second document begins here"),
    "a foreign version": (b"%YAML 9.9\n---\nname: x", "line 1: this is not YAML"),
    "a list as a key": (b"? [a, b]\n: c", "a list or a block stands where a key belongs"),
    "an alias": (b"name: &x small\ntitle: *x", "line 1: anchors (&) and aliases (*) are not used"),
    "an unknown alias": (b"name: *x", "anchors (&) and aliases (*) are not used"),
    "a tag": (b"name: !!python/name:os.system x", "line 1: the tag"),
    "deep nesting": (b"name: " + b"[" * 200_000, "line 1: this is nested more than 8 deep"),
    "deep blocks": (b"- " * 100_000, "this is nested more than 8 deep"),
    "a huge file": (b"#" * 256 * 1024 + b"\n", "line 1: the file is larger than 256 KB"),
}


@pytest.mark.parametrize(("content", "told"), HOPELESS.values(), ids=HOPELESS.keys())
def test_hopeless_files_are_told_why(tmp_path: Path, content: bytes, told: str) -> None:
    assert told in load_bytes(tmp_path, content)


def test_a_bomb_of_aliases_is_refused_before_it_grows(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert "aliases (*) are not used" in load_bytes(tmp_path, "\n".join(lines).encode())


def test_a_tag_runs_nothing(tmp_path: Path) -> None:
    mark = tmp_path / "owned"
    tag = f"!!python/object/apply:os.system ['touch {mark}']"
    told = load_bytes(tmp_path, f"name: {tag}".encode())
    assert 'tag "tag:yaml.org,2002:python/object/apply:os…" is not used here. Remove it.' in told
    assert not mark.exists()


@pytest.mark.parametrize("unit", ["a: b\n", "x{n}: y\n", "- a\n", "? a\n", "'' ", "{a: b}\n"])
def test_files_of_the_largest_size_are_refused(tmp_path: Path, unit: str) -> None:
    content = "".join(unit.replace("{n}", str(n)) for n in range(20_000))[: 255 * 1024]
    assert load_bytes(tmp_path, content.encode())


def test_words_that_other_readers_guess_at_stay_words(tmp_path: Path) -> None:
    content = SMALL.replace("kk: Days?", "kk: no").replace("ru: Days?", "ru: 012")
    text = load(write_questionnaire(tmp_path, content)).question("days").text
    assert (text["kk"], text["ru"]) == ("no", "012")


def places(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield path
    items: Any = node.items() if isinstance(node, dict) else ()
    for key, below in enumerate(node) if isinstance(node, list) else items:
        yield from places(below, (*path, key))


def planted(node: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    copy = node.copy()
    copy[path[0]] = planted(node[path[0]], path[1:], value)
    return copy


SHORT = yaml.load(REAL, yaml.CSafeLoader)
SHORT["questions"][0]["options"] = SHORT["questions"][0]["options"][-2:]
SHORT["questions"][0] |= {"ask_if": {"question": "x", "any_of": ["y"]}, "positive": ["51"]}
SHORT["scales"] = {"s": SHORT["questions"][0]["options"][:1]}


OTHERS: list[Any] = ["", 10**30, [], [[]], {}]


@pytest.mark.parametrize(
    "value",
    [None, "x", ["x", {}], {"x": {}}]
    + [pytest.param(each, marks=pytest.mark.slow) for each in OTHERS],
    ids=str,
)
def test_a_wrong_type_at_any_place_is_a_fault(tmp_path: Path, value: Any) -> None:
    for path in places(SHORT):
        assert load_bytes(tmp_path, json.dumps(planted(SHORT, path, value)).encode())


MUTATING = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@settings(MUTATING, max_examples=80)
@given(data=st.data())
def test_no_mutation_of_a_real_file_raises_anything_else(
    tmp_path: Path, data: st.DataObject
) -> None:
    told = load_bytes(tmp_path, mutated(data))
    assert all(", line " in line for line in told.splitlines())


@pytest.mark.slow
@settings(MUTATING, max_examples=1000)
@given(data=st.data())
def test_none_of_a_thousand_mutations_does(tmp_path: Path, data: st.DataObject) -> None:
    told = load_bytes(tmp_path, mutated(data))
    assert all(", line " in line for line in told.splitlines())


def mutated(data: st.DataObject) -> bytes:
    content = REAL
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        length = data.draw(st.sampled_from([0, 0, 1, 5, 40, 400]))
        planted = data.draw(st.sampled_from(NASTY) | st.binary(max_size=6))
        content = content[:start] + planted + content[start + length :]
    return content
