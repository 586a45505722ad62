"""Errors in the language of the one who reads them."""

from __future__ import annotations

import ast
import pickle
import string
import tomllib
from importlib.resources import files
from pathlib import Path

from graph.errors import InnspillError


def _fields(language: str) -> dict[str, set[str]]:
    text = files("ontology").joinpath("messages", f"errors.{language}.toml").read_text(encoding="utf-8")
    return {
        key: {name for _, name, _, _ in string.Formatter().parse(value) if name}
        for key, value in tomllib.loads(text).items()
    }


def test_three_languages_hold_the_same_keys_and_fields() -> None:
    assert _fields("nb") == _fields("nn") == _fields("en")


def test_an_error_keeps_its_languages_across_processes() -> None:
    error = InnspillError("too-many-to-cover", where="a", line=2, count=9, most=5)
    back = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert [back.told(one) for one in ("nb", "nn", "en")] == [
        "a, linje 2: 9 innspill er for mange å skjule personopplysninger i på én gang (høyst 5)",
        "a, linje 2: 9 innspel er for mange å skjule personopplysningar i på éin gong (høgst 5)",
        "a, line 2: 9 items are too many to hide personal data in at once (at most 5)",
    ]


def _calls() -> list[ast.Call]:
    """Every place in the code that makes an error."""
    root = Path(__file__).parents[1]
    trees = [
        ast.parse(p.read_text(encoding="utf-8"))
        for top in ("graph", "viz")
        for p in root.glob(f"{top}/**/*.py")
    ]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if getattr(call.func, "id", "") in {"InnspillError", "RefusedError"}]


def test_every_sentence_is_used_and_every_place_fills_its_fields() -> None:
    known, used = _fields("nb"), {"line"}
    for call in _calls():
        given = {word.arg for word in call.keywords} - {"where", "line", "cure", "forbidden"}
        texts = [*call.args, *(word.value for word in call.keywords if word.arg == "cure")]
        keys = {text.value for text in texts if isinstance(text, ast.Constant)} & set(known)
        used |= keys
        if keys and None not in given:
            assert given == set().union(*(known[key] for key in keys)), f"line {call.lineno}: {keys}"
    assert used == set(known)
