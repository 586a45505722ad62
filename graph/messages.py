"""Sentences for people, in bokmål, nynorsk and English, kept as data in ``ontology/messages``."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from collections.abc import Sequence

#: What people can be spoken to in.
LANGUAGES: Final = ("nb", "nn", "en")
#: The environment variable that says which, where nothing else does.
VARIABLE: Final = "INNSPILL_LANG"


def chosen() -> str:
    """The language of the one who started this process; bokmål where that is not said."""
    named = os.environ.get(VARIABLE, "")
    return named if named in LANGUAGES else "nb"


@cache
def messages(name: str, language: str) -> dict[str, str]:
    """The templates of ``ontology/messages/{name}.{language}.toml``.

    >>> messages("cli", "en")["no-items"][:8]
    'No items'
    """
    text = files("ontology").joinpath("messages", f"{name}.{language}.toml").read_text(encoding="utf-8")
    return {key: str(value) for key, value in tomllib.loads(text).items()}


@dataclass(frozen=True, slots=True)
class Sentence:
    """Something to tell, not yet in any language: a key of a file of messages, and what fills it.

    A field may be a sentence itself.

    >>> too_many = Sentence("too-many-to-cover", (("count", 9), ("most", 5)))
    >>> too_many.told("en")
    '9 items are too many to hide personal data in at once (at most 5)'
    >>> Sentence.of(too_many.record()) == too_many
    True
    """

    key: str
    fields: tuple[tuple[str, object], ...] = ()
    file: str = "errors"

    def told(self, language: str) -> str:
        """The sentence in ``nb``, ``nn`` or ``en``.

        Raises:
            KeyError: there is no such key, or a field is missing.
        """
        filled = {
            name: value.told(language) if isinstance(value, Sentence) else value
            for name, value in self.fields
        }
        return messages(self.file, language)[self.key].format(**filled)

    def record(self) -> dict[str, Any]:
        """The sentence as values that JSON can carry to another process."""
        fields = {
            name: value.record() if isinstance(value, Sentence) else value for name, value in self.fields
        }
        return {"key": self.key, "fields": fields, "file": self.file}

    @classmethod
    def of(cls, record: dict[str, Any]) -> Self:
        """The sentence of a record."""
        fields = tuple(
            (name, cls.of(value) if isinstance(value, dict) else value)
            for name, value in record["fields"].items()
        )
        return cls(record["key"], fields, record["file"])


def sentence(key: str, /, *, file: str = "errors", **fields: object) -> Sentence:
    """A sentence of ``errors.*.toml``, or of another file; what fills it is text, a number or a sentence."""
    kept = (int, float, Sentence)
    values = ((name, value if type(value) in kept else str(value)) for name, value in fields.items())
    return Sentence(key, tuple(values), file)


def either(names: Sequence[str]) -> Sentence | str:
    """One or more names to choose from.

    >>> sentence("did-you-mean", near=either(["KD", "KDD", "KMD"])).told("en")
    'Did you mean KD or KDD or KMD?'
    """
    first, *others = names
    return sentence("or", one=either(names[:-1]), other=names[-1]) if others else first
