"""Sentences for people, in bokmål, nynorsk and English, kept as data in ``ontology/messages``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

#: What people can be spoken to in.
LANGUAGES: Final = ("nb", "nn", "en")


@cache
def messages(name: str, language: str) -> dict[str, str]:
    """The templates of ``ontology/messages/{name}.{language}.toml``.

    >>> messages("cli", "en")["no-items"][:8]
    'No items'
    """
    text = files("ontology").joinpath("messages", f"{name}.{language}.toml").read_text(encoding="utf-8")
    return {key: str(value) for key, value in tomllib.loads(text).items()}
