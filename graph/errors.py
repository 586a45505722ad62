"""The one exception a user can meet, and what it must tell."""

from __future__ import annotations


class InnspillError(Exception):
    """Something the user can mend: what is wrong, where, and the cure.

    The command prints it on standard error and exits with code 2, without a traceback.

    >>> str(InnspillError("filen er tom", where="a.txt", line=3, cure="Lagre den på nytt."))
    'a.txt, linje 3: filen er tom. Lagre den på nytt.'
    """

    def __init__(self, problem: str, *, where: str = "", line: int | None = None, cure: str = "") -> None:
        self.problem = problem
        self.where = where
        self.line = line
        self.cure = cure
        super().__init__(str(self))

    def __str__(self) -> str:
        place = self.where if self.line is None else f"{self.where}, linje {self.line}"
        sentence = f"{place}: {self.problem}" if place else self.problem
        return f"{sentence}. {self.cure}".strip() if self.cure else sentence


class RefusedError(InnspillError):
    """A query that is not run: it breaks a bound, or (``forbidden``) would change data or leave the store."""

    def __init__(self, problem: str, *, where: str = "", cure: str = "", forbidden: bool = False) -> None:
        self.forbidden = forbidden
        super().__init__(problem, where=where, cure=cure)
