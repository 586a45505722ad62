"""The sidecar: a small TOML file beside a document that says what the document does not.

``verksted.txt`` may have ``verksted.txt.meta.toml`` or, where no other document bears that name,
``verksted.meta.toml``. TOML: https://toml.io/en/v1.0.0
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from graph.errors import InnspillError
from graph.messages import Sentence, either, sentence
from graph.model import Metadata
from graph.namespaces import slug

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from graph.gazetteer import Labels

ENDING: Final = ".meta.toml"
KEYS: Final = tuple(field.name for field in fields(Metadata))
LANGUAGES: Final = ("nb", "nn")
#: A year, a month or a day of ISO 8601.
DATE: Final = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?")
#: Larger files are no sidecars.
MOST_BYTES: Final = 64_000


def sidecar_of(path: Path) -> Path | None:
    """The sidecar of a document, the one with the document's whole name first; None without one."""
    for name in (path.name + ENDING, path.stem + ENDING):
        if (beside := path.with_name(name)).is_file():
            return beside
    return None


def read_sidecar(path: Path, events: Mapping[str, Labels]) -> Metadata:
    """What a sidecar says; ``events`` are the kinds of event it may name, by id or by name.

    Raises:
        InnspillError: not TOML, an unknown key, or a value that is not what the key holds; with the line.
    """
    text = _text(path)
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _invalid(path, text, error) from None
    return _Reader(path, text, events).metadata(found)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
        if len(data) > MOST_BYTES:
            raise InnspillError(
                "sidecar-too-large", where=str(path), cure="sidecar-holds", keys=", ".join(KEYS)
            )
        return data.decode("utf-8-sig")
    except OSError as error:
        raise InnspillError(
            "sidecar-unreadable", where=str(path), cure="check-access", reason=error.strerror
        ) from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InnspillError("sidecar-not-utf8", where=str(path), line=line, cure="to-utf8") from None


def _invalid(path: Path, text: str, error: tomllib.TOMLDecodeError) -> InnspillError:
    at = re.search(r"at line (\d+)", str(error))
    line = int(at[1]) if at else text.count("\n") + 1
    return InnspillError(
        "not-toml",
        where=str(path),
        line=line,
        cure="write-toml",
    )


class _Reader:
    """Checks the values of one sidecar, each with the line it stands on."""

    def __init__(self, path: Path, text: str, events: Mapping[str, Labels]) -> None:
        self.path, self.text, self.events = path, text, events

    def metadata(self, found: Mapping[str, Any]) -> Metadata:
        for key in found:
            if key not in KEYS:
                near = difflib.get_close_matches(key, KEYS, 1)
                meant = (
                    sentence("did-you-mean-key", near=near[0])
                    if near
                    else sentence("use-keys", keys=", ".join(KEYS))
                )
                raise self._wrong(key, sentence("unknown-key", key=key), meant)
        values = {key: self._value(key, value) for key, value in found.items()}
        return Metadata(**{key: value for key, value in values.items() if value})

    def _value(self, key: str, value: Any) -> str:
        if key == "date":
            return self._date(value)
        if not isinstance(value, str):
            raise self._wrong(key, sentence("key-is-text", key=key), sentence("quote-value", key=key))
        text = " ".join(value.split())
        if key == "language" and text not in LANGUAGES:
            raise self._wrong(
                key,
                sentence("unknown-language", text=text),
                sentence("use-one-of", choices=either(LANGUAGES)),
            )
        if key == "slug" and (not text or slug(text) != text):
            raise self._wrong(
                key, sentence("no-slug", text=text), sentence("slug-like", slug=slug(text) or "notat")
            )
        return self._event(text) if key == "event" else text

    def _date(self, value: Any) -> str:
        text = str(value.date() if isinstance(value, datetime) else value).strip()
        try:
            if DATE.fullmatch(text) and date.fromisoformat(f"{text}-01-01"[:10]):
                return text
        except ValueError:
            pass  # such as 31 February; told below with the rest
        raise self._wrong("date", sentence("no-date", text=text), sentence("write-date"))

    def _event(self, text: str) -> str:
        for kind, labels in self.events.items():
            if text.casefold() in {kind, labels.nb, labels.nn, labels.en}:
                return kind
        known = ", ".join(sorted(self.events))
        raise self._wrong("event", sentence("unknown-event", text=text), sentence("use-events", known=known))

    def _wrong(self, key: str, problem: Sentence, cure: Sentence) -> InnspillError:
        lines = self.text.split("\n")
        named = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*[=.]|\s*\[+\s*["']?{re.escape(key)}\b""")
        line = next((n for n, line in enumerate(lines, 1) if named.match(line)), 1)
        return InnspillError(problem, where=str(self.path), line=line, cure=cure)
