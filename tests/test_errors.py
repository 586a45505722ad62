"""Errors, and all else the command tells, in the language of the one who reads it."""

from __future__ import annotations

import ast
import json
import pickle
import string
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from graph.endpoint.problems import ProblemError
from graph.errors import InnspillError, RefusedError
from graph.messages import LANGUAGES, Sentence, either, sentence

FOLDER = files("ontology").joinpath("messages")
NAMES = sorted({entry.name.split(".")[0] for entry in FOLDER.iterdir()})
#: The files of sentences, and what makes one: a class or function, and where its key stands.
MAKERS = {
    "errors": {"InnspillError": 0, "RefusedError": 0, "UnknownError": 0, "UnstoredError": 0, "MisuseError": 0, "sentence": 0},
    "problems": {"ProblemError": 1, "_problem": 1, "PassedBoundError": 0, "sentence": 0},
    "notes": {"sentence": 0},
}  # fmt: skip
#: What a maker takes besides the fields of its sentences.
APART = {"where", "line", "cure", "forbidden", "headers"}


@cache
def fields(name: str, language: str) -> dict[str, set[str]]:
    text = FOLDER.joinpath(f"{name}.{language}.toml").read_text(encoding="utf-8")
    return {
        key: {field for _, field, _, _ in string.Formatter().parse(value) if field}
        for key, value in tomllib.loads(text).items()
    }


@cache
def code() -> list[ast.AST]:
    root = Path(__file__).parents[1]
    paths = [path for top in ("graph", "viz") for path in root.glob(f"{top}/**/*.py")]
    return [node for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]


def file_of(call: ast.Call) -> str:
    """The file a sentence made in the code stands in."""
    named = {word.arg: word.value for word in call.keywords}.get("file")
    if isinstance(named, ast.Constant):
        return str(named.value)
    return next(name for name, makers in MAKERS.items() if getattr(call.func, "id", "") in makers)


def made(name: str) -> list[tuple[ast.Call, list[ast.expr]]]:
    """Every place in the code that makes a sentence of a file, with its key and that of its cure."""
    makers, found = MAKERS[name], []
    for node in code():
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in makers and file_of(node) == name:
            keys = node.args[makers[node.func.id] :][:1]  # type: ignore[attr-defined]
            cures = [word.value for word in node.keywords if word.arg == "cure"]
            found.append((node, keys if node.func.id == "sentence" else keys + cures))  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("name", NAMES)
def test_three_languages_hold_the_same_keys_and_fields(name: str) -> None:
    nb, nn, en = (fields(name, language) for language in LANGUAGES)
    assert nb.keys() == nn.keys() == en.keys()
    # What the SPARQL editor says is replaced as a whole, and may lose what varies in it.
    assert name == "editor" or nb == nn == en


def test_every_class_of_errors_is_looked_at() -> None:
    classes = [node for node in code() if isinstance(node, ast.ClassDef)]
    ours = {
        c.name
        for c in classes
        if any(getattr(b, "id", "") in {"InnspillError", "RefusedError"} for b in c.bases)
    }
    assert ours - {"OvertakenError"} == set(MAKERS["errors"]) - {"InnspillError", "sentence"}


@pytest.mark.parametrize("name", MAKERS)
def test_every_key_in_the_code_is_a_sentence_and_gets_its_fields(name: str) -> None:
    known = fields(name, "nb")
    for call, keys in made(name):
        apart = {"file"} if getattr(call.func, "id", "") == "sentence" else APART
        given = {word.arg for word in call.keywords} - apart
        constants = [key.value for key in keys if isinstance(key, ast.Constant)]
        place = f"line {call.lineno}: {constants}"
        assert not any(isinstance(key, ast.JoinedStr) for key in keys), (
            f"{place}: a text that is made, not kept"
        )
        assert set(constants) <= set(known), place
        if None not in given and constants:
            wanted = set().union(*(known[key] for key in constants))
            assert given == wanted if len(constants) == len(keys) else given >= wanted, place


@pytest.mark.parametrize("name", MAKERS)
def test_no_sentence_is_dead(name: str) -> None:
    written = {
        node.value for node in code() if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert not set(fields(name, "nb")) - written


def test_what_is_no_key_fails_at_once() -> None:
    for broken in (
        lambda: InnspillError("filen er tom"),
        lambda: InnspillError("no-file", cure="Kontroller stien"),
        lambda: RefusedError("tull"),
        lambda: ProblemError(400, "tull"),
    ):
        with pytest.raises(KeyError):
            broken()
    with pytest.raises(KeyError, match="count"):
        InnspillError("too-many-to-cover", most=5).told("nb")


def test_an_error_keeps_its_languages_across_processes() -> None:
    error = InnspillError("too-many-to-cover", where="a", line=2, count=9, most=5)
    copied = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    for back in (copied, InnspillError.of(json.loads(json.dumps(error.record())))):
        assert [back.told(one) for one in LANGUAGES] == [
            "a, linje 2: 9 innspill er for mange å skjule personopplysninger i på én gang (høyst 5)",
            "a, linje 2: 9 innspel er for mange å skjule personopplysningar i på éin gong (høgst 5)",
            "a, line 2: 9 items are too many to hide personal data in at once (at most 5)",
        ]


def test_a_sentence_within_a_sentence_follows_its_language() -> None:
    error = InnspillError(
        "unknown-query", where=sentence("the-query"), cure=sentence("near-queries", near=either(["a", "b", "c"])), name="d"
    )  # fmt: skip
    back = InnspillError.of(json.loads(json.dumps(error.record())))
    assert back.told("en") == error.told("en")
    assert [back.told(one) for one in LANGUAGES] == [
        "spørringen: ukjent spørring «d». Mente du a eller b eller c? «innspill query» uten navn viser alle; en fil må ende på .rq",
        "spørjinga: ukjend spørjing «d». Meinte du a eller b eller c? «innspill query» utan namn viser alle; ei fil må slutte på .rq",
        "the query: unknown query “d”. Did you mean a or b or c? “innspill query” without a name shows all; a file must end in .rq",
    ]


def test_an_error_may_leave_out_a_place_its_reader_knows() -> None:
    error = InnspillError("no-file", where="inn/a.txt", cure="check-path")
    assert error.sentence("inn/a.txt").told("nb") == "filen finnes ikke. Kontroller stien"
    assert error.sentence("b.txt").told("nb") == "inn/a.txt: filen finnes ikke. Kontroller stien"
    lined = InnspillError("not-toml", where="a", line=3)
    assert lined.sentence("a").told("en") == "a, line 3: the line is not valid TOML"


def test_a_sentence_of_another_file() -> None:
    assert Sentence("reason-gone", file="review").told("en") == "the item is gone"
