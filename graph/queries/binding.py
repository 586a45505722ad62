"""Binding: values for a query's variables, in the one way that all stores take.

The terms are written by the rules of N-Triples, so that no text can end the literal it stands in.
https://www.w3.org/TR/sparql11-query/#inline-data
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rdflib import Literal, URIRef

from graph.errors import InnspillError
from graph.namespaces import PREFIXES
from graph.queries.syntax import shape, tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rdflib.term import Identifier

ESCAPES: Final = {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}
#: How the queries ask for one document. A comparison does not narrow an engine's reading, a value does.
ONE_DOCUMENT: Final = "FILTER (!BOUND(?document) || ?doc = ?document)"
PROLOGUE: Final = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


def written(term: Identifier) -> str:
    r"""A term as SPARQL writes it.

    >>> written(Literal('a"b')), written(URIRef("a:b"))
    ('"a\\"b"', '<a:b>')

    Raises:
        InnspillError: the text cannot be written, such as half a surrogate pair.
    """
    if isinstance(term, URIRef):
        if any(c in '<>"{}|^`\\' or c <= " " for c in term):
            raise InnspillError("odd-address", cure="plain-address", address=term)
        return f"<{term}>"
    text = str(term)
    if any("\ud800" <= c <= "\udfff" or c == "\0" for c in text):
        raise InnspillError("unwritable-text", cure="write-again")
    made = f'"{text.translate(ESCAPES)}"'
    if isinstance(term, Literal) and term.language:
        return f"{made}@{term.language}"
    if isinstance(term, Literal) and term.datatype:
        return f"{made}^^<{term.datatype}>"
    return made


def bound(text: str, terms: Mapping[str, Identifier]) -> str:
    """A query whose variables have values from the start.

    ``?language``, which every label's FILTER compares with, is written into its places; what a query
    may leave unbound stands in VALUES blocks, one each, for some engines lose rows over a joint one.
    A document given is also the value of ``?doc`` where the outermost pattern compares the two.

    >>> bound("ASK { ?s ?p ?word }", {"word": Literal("x")})
    'ASK { VALUES ?word { "x" } ?s ?p ?word }'
    """
    place = shape(text).inside
    if place < 0:
        return text
    given = {name: term for name, term in terms.items() if name != "language"}
    if "document" in given and narrowed_by_document(text):
        given.setdefault("doc", given["document"])
    values = "".join(f" VALUES ?{name} {{ {written(term)} }}" for name, term in given.items())
    head, tail = text[:place], text[place:]
    if "language" not in terms:
        return f"{head}{values}{tail}"
    return f"{head}{values}{_replaced(tail, '?language', written(terms['language']))}"


def narrowed_by_document(text: str) -> bool:
    """Whether the outermost pattern of a query itself, no group within it, keeps to one document.

    >>> narrowed_by_document(f"ASK {{ ?i inn:document ?doc . {ONE_DOCUMENT} }}")
    True
    >>> narrowed_by_document(f"ASK {{ OPTIONAL {{ ?i inn:document ?doc . {ONE_DOCUMENT} }} }}")
    False
    """
    pattern = text[shape(text).inside :]
    place = pattern.find(ONE_DOCUMENT)
    before = [token.text for token in tokens(pattern[: max(place, 0)]) if token.sort == "mark"]
    return place >= 0 and before.count("{") == before.count("}")


def _replaced(text: str, variable: str, term: str) -> str:
    pieces, end = list[str](), 0
    for token in tokens(text):
        if token.sort == "variable" and token.text == variable:
            pieces += [text[end : token.start], term]
            end = token.start + len(token.text)
    return "".join([*pieces, text[end:]])
