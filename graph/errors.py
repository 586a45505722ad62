"""The one exception a user can meet, and what it must tell, in the language of the one who reads it."""

from __future__ import annotations

from typing import Any

from graph.messages import Sentence, messages, sentence


def learn_sentences() -> None:
    """Read the keys now, for a process that may open no file later and leaves the telling to another."""
    messages("errors", "nb")


class InnspillError(Exception):
    """Something the user can mend: what is wrong, where, and the cure.

    ``problem`` and ``cure`` are keys of ``ontology/messages/errors.*.toml``, filled with the fields, or
    sentences that bring their own. ``str`` is bokmål.
    The command prints it on standard error and exits with code 2, without a traceback.

    Raises:
        KeyError: there is no sentence of that key.

    >>> str(InnspillError("file-empty", where="a.txt", line=3, cure="right-file"))
    'a.txt, linje 3: ingen tekst: filen er tom. Kontroller at riktig fil er valgt'
    >>> InnspillError("no-decider", cure="no-decider-cure").told("en")
    'it is not said who decides. Give --who, or set INNSPILL_WHO'
    """

    def __init__(
        self,
        problem: str | Sentence,
        *,
        where: str | Sentence = "",
        line: int | None = None,
        cure: str | Sentence = "",
        **fields: object,
    ) -> None:
        super().__init__(problem)
        self.problem = _sentence(problem, fields)
        self.cure = _sentence(cure, fields) if cure else None
        self.where = where
        self.line = line

    def sentence(self, *own: str) -> Sentence:
        """All of it as one sentence, without the place where that is one of ``own`` and no line is named."""
        place: str | Sentence = "" if self.line is None and self.where in own else self.where
        if self.line is not None:
            place = sentence("at-line", where=self.where, line=self.line)
        if place and self.cure:
            return sentence("placed-with-cure", place=place, problem=self.problem, cure=self.cure)
        if place:
            return sentence("placed", place=place, problem=self.problem)
        return sentence("with-cure", problem=self.problem, cure=self.cure) if self.cure else self.problem

    def told(self, language: str) -> str:
        """The whole sentence in ``nb``, ``nn`` or ``en``."""
        return self.sentence().told(language)

    def record(self) -> dict[str, Any]:
        """What :meth:`of` makes the error of again in another process, as values that JSON can carry."""
        where = self.where.record() if isinstance(self.where, Sentence) else self.where
        cure = self.cure.record() if self.cure else None
        return {"problem": self.problem.record(), "where": where, "line": self.line, "cure": cure}

    @staticmethod
    def of(record: dict[str, Any]) -> InnspillError:
        """The error of a record."""
        where, cure = record["where"], record["cure"]
        return InnspillError(
            Sentence.of(record["problem"]),
            where=Sentence.of(where) if isinstance(where, dict) else where,
            line=record["line"],
            cure=Sentence.of(cure) if cure else "",
        )

    def __str__(self) -> str:
        return self.told("nb")


def _sentence(given: str | Sentence, fields: dict[str, Any]) -> Sentence:
    """A sentence of a key, which must be one; what another error or a library said is a field of it."""
    made = sentence(given, **fields) if isinstance(given, str) else given
    messages(made.file, "nb")[made.key]
    return made


class RefusedError(InnspillError):
    """A query that is not run: it breaks a bound, or (``forbidden``) would change data or leave the store."""

    def __init__(
        self,
        problem: str,
        *,
        where: str | Sentence = "",
        cure: str | Sentence = "",
        forbidden: bool = False,
        **fields: object,
    ) -> None:
        self.forbidden = forbidden
        super().__init__(problem, where=where, line=None, cure=cure, **fields)
