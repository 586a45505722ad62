"""What is kept in files beside the code and compared by the tests; ``make expected`` writes it anew.

The rows every named query gives for its example on the workshop (``tests/expected/NAME.csv``), and the
page made of them (``docs/queries.md``). Read the difference before it is committed.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from rdflib import Graph

from graph.gazetteer import load
from graph.pipeline import extract
from graph.queries import library, prepared, resolve, run
from graph.store import Home, Store
from graph.tables import to_csv
from tests.conftest import MADE, ROOT, WORKSHOP

if TYPE_CHECKING:
    from graph.queries import NamedQuery
    from graph.tables import Table

EXPECTED = ROOT / "tests" / "expected"
#: The answers to what is asked over time, on the three workshops.
OVER_TIME = EXPECTED / "over-time"
PAGE = ROOT / "docs" / "queries.md"
#: Rows of each answer that the page shows, and characters of its longest cell.
SHOWN, WIDEST = 4, 90

HEAD = """# Spørringene

Laget av `make expected` fra filene i [`ontology/queries`](../ontology/queries) og svarene på verkstedet
i [`data/verksted-2021`](../data/verksted-2021/README.md); ikke rediger den for hånd. Hver spørring virker
på kommandolinjen, på siden og i endepunktet. Det som spørres over tid, er svart på av det samme verkstedet og
de to [oppdiktede](../data/made/README.md) som følger det. Made by `make expected`; every query works on the
command line, in the page and at the endpoint.

| parameter | takes |
|---|---|
| `actor` | an actor by any name, abbreviation or id; an earlier or later name finds the same |
| `theme` | a theme by any name; themes below it count |
| `force` | `must`, `should`, `may`, `wish` or `question` |
| `basis` | `explicit`, `heading`, `inherited` or `review` |
| `document` | a document's slug |
| `words` | any text, whatever the case |
| `since` | a date: `2021`, `2021-12` or `2021-12-01` |
"""


def example(query: NamedQuery) -> dict[str, str]:
    """The arguments of a query's example, by parameter."""
    options = shlex.split(query.example)
    return {key.removeprefix("--"): value for key, value in zip(options[::2], options[1::2], strict=True)}


def answer(store: Home, name: str, language: str = "nb", given: dict[str, str] | None = None) -> Table:
    """The answer to a named query, by default to its example."""
    query = library()[name]
    arguments = example(query) if given is None else given
    terms = resolve(query, arguments, load().including(store.candidates()), store.slugs())
    return run(store, prepared(query.text), terms, language=language)


def workshop() -> Store:
    """A store of the workshop alone."""
    store = Store()
    store.add(extract(WORKSHOP))
    return store


def workshops() -> Store:
    """A store of the workshop, the two made ones that follow it, what recurs in them and what came of it."""
    from graph.alignment import ANSWERS, RECURRENCE, answers_from, answers_to, recurrences_to
    from graph.followup import recurring_in

    store = Store()
    for path in (WORKSHOP, MADE / "oppdiktet-verksted-2022.txt", MADE / "oppdiktet-verksted-2023.txt"):
        store.add(extract(path))
    store.annotate(RECURRENCE, recurrences_to(recurring_in(store, load()), load()), "Det samme")
    said = Graph().parse(MADE / "svar.ttl", format="turtle")
    store.annotate(ANSWERS, answers_to(answers_from(said)), "Svar")
    return store


def over_time() -> tuple[str, ...]:
    """The names of the queries about what recurs and what came of it."""
    return tuple(
        name
        for name, q in library().items()
        if any(p in q.text for p in ("inn:ask ", "inn:earlier", "inn:Answer"))
    )


def page(store: Home, later: Home) -> str:
    """The documentation of the library, with the first rows of each answer.

    Args:
        store: the workshop alone.
        later: the three workshops, asked what is asked over time.
    """
    parts = [HEAD]
    for name, query in library().items():
        command = f"innspill query {name} {query.example}".rstrip()
        options = ", ".join(
            f"`{p.name}`" + ("" if p.required else " (kan utelates)") for p in query.parameters
        )
        parts.append(
            f"\n## {query.title.nb}\n\n{query.description.nb}\n\n*{query.title.en}* {query.description.en}\n\n"
            f"[`{name}.rq`](../ontology/queries/{name}.rq)"
            + (f" · {options}" if options else "")
            + f"\n\n```sh\n{command}\n```\n\n{_rows(answer(later if name in over_time() else store, name))}"
        )
    return "".join(parts)


def _rows(table: Table) -> str:
    if not table.rows:
        return "Ingen rader på verkstedet.\n"
    head = table.headings("nb")
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(map(_cell, row)) + " |" for row in table.rows[:SHOWN]]
    count = len(table.rows)
    more = f"\n{count} rader i alt.\n" if count > SHOWN else ""
    return "\n".join(lines) + "\n" + more


def _cell(value: object) -> str:
    text = "" if value is None else str(value).replace("|", "\\|").replace("<", "&lt;")
    return text if len(text) <= WIDEST else text[: WIDEST - 1].rsplit(" ", 1)[0] + " …"


def main() -> None:
    """Write every expected answer, the page and the examples of the vocabulary."""
    from tests import vocabulary

    store = workshop()
    EXPECTED.mkdir(exist_ok=True)
    for old in EXPECTED.glob("*.csv"):
        old.unlink()
    for name in library():
        (EXPECTED / f"{name}.csv").write_text(to_csv(answer(store, name)), encoding="utf-8", newline="")
    later = workshops()
    OVER_TIME.mkdir(exist_ok=True)
    for old in OVER_TIME.glob("*.csv"):
        old.unlink()
    for name in over_time():
        (OVER_TIME / f"{name}.csv").write_text(to_csv(answer(later, name)), encoding="utf-8", newline="")
    PAGE.write_text(page(store, later), encoding="utf-8")
    vocabulary.EXAMPLES.write_text(vocabulary.written(), encoding="utf-8")


if __name__ == "__main__":
    main()
