"""The one exception a user can meet, and what it must tell, in the language of the one who reads it."""

from __future__ import annotations

from graph.messages import LANGUAGES, messages


def learn_sentences() -> None:
    """Read the sentences now, for a process that may open no file later."""
    for language in LANGUAGES:
        _sentences(language)


def _sentences(language: str) -> dict[str, str]:
    return messages("errors", language)


class InnspillError(Exception):
    """Something the user can mend: what is wrong, where, and the cure.

    ``problem`` and ``cure`` are keys of ``ontology/messages/errors.*.toml``, filled with the fields;
    a text that is no key is told as it stands. ``str`` is bokmål.
    The command prints it on standard error and exits with code 2, without a traceback.

    >>> str(InnspillError("filen er tom", where="a.txt", line=3, cure="Lagre den på nytt."))
    'a.txt, linje 3: filen er tom. Lagre den på nytt.'
    >>> InnspillError("no-decider", cure="no-decider-cure").told("en")
    'it is not said who decides. Give --who, or set INNSPILL_WHO'
    """

    def __init__(
        self, problem: str, *, where: str = "", line: int | None = None, cure: str = "", **fields: object
    ) -> None:
        self.key, self.cure_key = problem, cure
        self.fields = {name: str(value) for name, value in fields.items()}
        self.where = where
        self.line = line
        self.problem = self._filled(problem, "nb")
        self.cure = self._filled(cure, "nb")
        super().__init__(str(self))

    def _filled(self, key: str, language: str) -> str:
        template = _sentences(language).get(key)
        return key if template is None else template.format(**self.fields)

    def told(self, language: str) -> str:
        """The whole sentence in ``nb``, ``nn`` or ``en``."""
        problem, cure = self._filled(self.key, language), self._filled(self.cure_key, language)
        line = _sentences(language)["line"]
        place = self.where if self.line is None else f"{self.where}, {line} {self.line}"
        sentence = f"{place}: {problem}" if place else problem
        return f"{sentence}. {cure}".strip() if cure else sentence

    def __str__(self) -> str:
        return self.told("nb")


class RefusedError(InnspillError):
    """A query that is not run: it breaks a bound, or (``forbidden``) would change data or leave the store."""

    def __init__(
        self, problem: str, *, where: str = "", cure: str = "", forbidden: bool = False, **fields: object
    ) -> None:
        self.forbidden = forbidden
        super().__init__(problem, where=where, line=None, cure=cure, **fields)
