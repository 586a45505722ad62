"""Layout: a vocabulary's Turtle file changed as text, so that its order and comments stay as they are.

The files hold one block a concept, from its name at the start of a line to the full stop that ends a
line, and one property a line. What cannot be changed so is refused; the result is parsed and held
against what was to be added before it is used.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from graph.errors import InnspillError

if TYPE_CHECKING:
    from rdflib import Graph

#: The longest line, in characters.
WIDTH: Final = 110
INDENT: Final = " " * 4


def quoted(text: str) -> str:
    r"""A text as Turtle writes it (https://www.w3.org/TR/turtle/#sec-escapes).

    >>> print(quoted('Rådet "Nord"\\'))
    "Rådet \"Nord\"\\"
    """
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\n\r\t]", " ", escaped) + '"'


def with_value(text: str, concept: str, prefixed: str, value: str, where: str) -> str:
    """A file's text with one more value of a concept's property (``skos:altLabel``).

    Raises:
        InnspillError: the file has no block of that concept in the usual layout.
    """
    lines = text.split("\n")
    start = next((n for n, line in enumerate(lines) if line.startswith(f"{concept} a ")), None)
    end = next((n for n in range(start or 0, len(lines)) if lines[n].endswith(" .")), None)
    if start is None or end is None:
        raise InnspillError("concept-not-found", where=where, cure="add-word", concept=concept)
    at = next((n for n in range(start, end + 1) if lines[n].startswith(f"{INDENT}{prefixed} ")), None)
    if at is None:
        after = _statement_end(lines, start, end, "skos:prefLabel")
        lines[after] = lines[after][:-1] + ";"
        mark = "." if after == end else ";"
        lines.insert(after + 1, f"{INDENT}{prefixed} {value} {mark}")
        return "\n".join(lines)
    last = next(n for n in range(at, end + 1) if lines[n].endswith((" ;", " .")))
    mark = lines[last][-1]
    longer = f"{lines[last][:-1]}, {value} {mark}"
    if len(longer) <= WIDTH:
        lines[last] = longer
    else:
        lines[last] = lines[last][:-1] + ","
        lines.insert(last + 1, f"{INDENT * 2}{value} {mark}")
    return "\n".join(lines)


def _statement_end(lines: list[str], start: int, end: int, prefixed: str) -> int:
    """The line on which a property's values end; the block's first line where it has none."""
    at = next((n for n in range(start, end + 1) if lines[n].startswith(f"{INDENT}{prefixed} ")), start)
    return next(n for n in range(at, end + 1) if lines[n].endswith((" ;", " .")))


def with_block(text: str, heading: str, block: str) -> str:
    """A file's text with one more concept at the end, under a heading that is made where it is missing."""
    mark = f"#--- {heading}"
    head = "" if mark in text.split("\n") else f"\n{mark}\n"
    return f"{text.rstrip()}\n{head}\n{block.strip()}\n"


def block(concept: str, lines: list[str]) -> str:
    """A concept's block: its kinds on the first line, then one property a line."""
    body = " ;\n".join(f"{INDENT}{line}" for line in lines[1:])
    return f"{concept} a {lines[0]} ;\n{body} .\n"


def parsed(text: str, where: str) -> Graph:
    """The triples of a file's text.

    Raises:
        InnspillError: it is not well-formed Turtle; names file and line.
    """
    from rdflib import Graph
    from rdflib.plugins.parsers.notation3 import BadSyntax

    try:
        return Graph().parse(data=text, format="turtle")
    except BadSyntax as error:
        raise InnspillError(
            "odd-turtle",
            where=where,
            line=error.lines + 1,
            cure="mend-line",
            reason=error.message,
        ) from None
