"""The words of a query: enough of SPARQL's lexical grammar to see what a query would do before it runs.

A tokeniser after https://www.w3.org/TR/sparql11-query/#sparqlGrammar. Engines differ in how they read
what stands without white space (``trueSERVICE<..>``), so a word that merely contains a forbidden
keyword is refused too: no keyword, function or truth value of SPARQL does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.errors import RefusedError
from graph.messages import Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Longest query in bytes of UTF-8, and deepest nesting of brackets.
LONGEST: Final = 16_384
#: How an error names a query that stands in no file.
QUERY: Final = sentence("the-query")
DEEPEST: Final = 100

TOKEN: Final = re.compile(
    r'''(?P<space>[\s]+|\#[^\n\r]*)
    |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<string>"""(?:"{0,2}(?:[^"\\]|\\.))*"""|\'\'\'(?:'{0,2}(?:[^'\\]|\\.))*\'\'\'
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<variable>[?$]\w+)
    |(?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<name>(?:[^\W\d_][\w.\-]*+|_)?:(?:[\w.:%\-]|\\.)*)
    |(?P<word>[^\W\d]\w*)
    |(?P<number>\d+(?:\.\d+)?)
    |(?P<mark>.)''',
    re.VERBOSE | re.DOTALL,
)
FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES: Final = frozenset("INSERT DELETE LOAD CLEAR DROP CREATE ADD MOVE COPY WITH".split())
ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: what sort it is, its text and where it begins."""

    sort: str
    text: str
    start: int

    @property
    def keyword(self) -> str:
        """The upper-cased word; empty for what is none."""
        return self.text.upper() if self.sort == "word" else ""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a query is: its form, the graphs its FROM clauses name, and where its pattern begins.

    ``inside`` is the offset just behind the opening brace of the outermost WHERE.
    """

    form: str
    graphs: tuple[str, ...]
    inside: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query without white space and comments.

    >>> [t.text for t in tokens("ASK { ?s a <x:y#z> } # SERVICE")]
    ['ASK', '{', '?s', 'a', '<x:y#z>', '}']
    """
    for match in TOKEN.finditer(text):
        sort = match.lastgroup or "mark"
        if sort != "space":
            yield Token(sort, match[0], match.start())


def shape(text: str, where: str | Sentence = QUERY, *, longest: int = LONGEST) -> Shape:
    """What a query is, once it is seen to stay inside the store and within bounds.

    >>> shape("PREFIX a: <b:> SELECT * { ?s ?p ?o }").form
    'SELECT'

    Raises:
        RefusedError: it changes data, calls another server, is too long, or too deeply nested.
    """
    if len(text.encode("utf-8", "surrogatepass")) > longest:
        raise RefusedError("query-too-long", where=where, cure="most-characters", longest=longest)
    found = list(tokens(text))
    plain = ESCAPE.sub(_character, text)
    _refuse_reaching_out(found if plain == text else [*found, *tokens(plain)], where)
    _refuse_depth(found, where)
    form = next((t.keyword for t in found if t.keyword in FORMS | UPDATES), "")
    if form in UPDATES:
        raise RefusedError(
            "read-only",
            where=where,
            cure="use-select",
            forbidden=True,
        )
    return Shape(form, tuple(_graphs(found)), _inside(found, form))


def _character(match: re.Match[str]) -> str:
    """SPARQL reads such escapes anywhere, even inside a keyword (section 19.2)."""
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else ""  # noqa: PLR2004 - the last code point of Unicode


def _refuse_reaching_out(found: list[Token], where: str | Sentence) -> None:
    for token in found:
        upper = token.text.upper()
        prefix = upper.partition(":")[0] if token.sort == "name" else upper
        if token.sort in {"word", "name"} and "SERVICE" in prefix:
            raise RefusedError(
                "no-service",
                where=where,
                cure="only-in-graph",
                forbidden=True,
            )
        if token.sort == "name" and "FROM" in prefix:
            raise RefusedError("prefix-with-from", where=where, cure="rename-prefix")
        if token.sort == "iri" and ")" in upper and ("SERVICE" in upper or "FROM" in upper):
            raise RefusedError("ambiguous-sign", where=where, cure="space-around-sign")


def _refuse_depth(found: list[Token], where: str | Sentence) -> None:
    depth = 0
    for token in found:
        if token.sort == "mark":
            depth += (token.text in "{([") - (token.text in "})]")
        if depth > DEEPEST:
            raise RefusedError("query-too-nested", where=where, cure="most-braces", most=DEEPEST)


def _graphs(found: list[Token]) -> Iterator[str]:
    """The graphs of FROM and FROM NAMED; a prefixed name is given as written."""
    for token, following, last in zip(found, found[1:], [*found[2:], None], strict=False):
        if "FROM" in token.keyword:
            named = last if following.keyword == "NAMED" else following
            yield named.text.removeprefix("<").removesuffix(">") if named else ""


def _inside(found: list[Token], form: str) -> int:
    """Behind the brace that opens the pattern; a CONSTRUCT has its template before WHERE."""
    opening = iter(found)
    if form == "CONSTRUCT":
        any(token.keyword == "WHERE" for token in opening)
    return next((token.start + 1 for token in opening if token.text == "{" and token.sort == "mark"), -1)
