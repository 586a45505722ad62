"""An example of every term of the vocabulary, found in graphs that are made here; ``make expected`` writes them.

The workshop is searched first, then the three workshops over time, decisions made on the workshop's items, the
other documents beside the code, and last the vocabularies themselves: the first statement of the first graph
that uses a term is its example.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from rdflib import OWL, RDF, RDFS, Dataset, Graph, URIRef

from graph.gazetteer import VOCABULARY_FILES, load, vocabulary_graph
from graph.model import Metadata, Role
from graph.namespaces import INN
from graph.pipeline import extract, extract_source, read_source
from graph.review import Act, Anchor, Decision, replay
from graph.review_triples import review_graph
from graph.store import Store
from tests import artefacts
from tests.conftest import ROOT, WORKSHOP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rdflib.term import Node

    from graph.model import Extraction, Item

    Triple = tuple[Node, Node, Node]

EXAMPLES: Final = ROOT / "ontology" / "examples.ttl"
HEAD: Final = "# A statement for each term of the vocabulary, shown on its page. Made by `make expected`.\n"
#: What only some documents have: who speaks in a section, pages, organisations nobody has listed.
OTHERS: Final = (
    ROOT / "data" / "sporreundersokelse-2023" / "source.csv",
    ROOT / "tests" / "files" / "samling.pdf",
    ROOT / "tests" / "documents" / "dialogmote.txt",
)


def terms() -> list[URIRef]:
    """Every term of ours that the vocabulary defines."""
    graph = vocabulary_graph(["vocabulary.ttl"])
    return sorted(s for s in set(graph.subjects(RDFS.isDefinedBy, None)) if str(s).startswith(INN))  # type: ignore[type-var]


def sources() -> Iterator[Graph]:
    """The graphs that are searched, best first."""
    yield _union(artefacts.workshop())
    yield _union(artefacts.workshops())
    yield from _reviewed()
    yield _union(_described())
    yield vocabulary_graph(list(VOCABULARY_FILES))
    yield vocabulary_graph(["vocabulary.ttl"])


def examples() -> Graph:
    """One statement for each term that any of the graphs uses."""
    found, missing = vocabulary_graph([]), terms()
    for graph in sources():
        for term in missing:
            for triple in _uses(graph, term)[:1]:
                found.add(triple)
        missing = [term for term in missing if not _uses(found, term)]
    return found


def written() -> str:
    """The examples, in Turtle."""
    return HEAD + examples().serialize(format="turtle")


def _uses(graph: Graph, term: Node) -> list[Triple]:
    """The statements that use a term as data do: its domain and the like are no use of it.

    A property of which only those under it are stated is used by being above them.
    """
    own = sorted(graph.triples((None, term, None)), key=_place)
    as_value = (
        t
        for t in graph.triples((None, None, term))
        if t[1] in {RDF.type, RDFS.subPropertyOf} or not _of_schema(t[1])
    )
    return own or sorted(as_value, key=_place)


def _of_schema(predicate: Node) -> bool:
    return str(predicate).startswith((str(RDFS), str(OWL)))


def _place(triple: Triple) -> tuple[str, ...]:
    """Statements about types come before others; the rest is by the alphabet."""
    return ("" if triple[1] == RDF.type else "1", *(node.n3() for node in triple))  # type: ignore[attr-defined]


def _union(store: Store) -> Graph:
    return Dataset(default_union=True).parse(data=store.to_trig(), format="trig")


def _described() -> Store:
    """Documents with what people say beside them: one of each kind of event."""
    known, store = load(), Store()
    said = Metadata(organiser="KMD", speaker="KS")
    for event in sorted(known.events):
        about = replace(said, event=event, slug=f"oppdiktet-{event}")
        store.add(extract_source(read_source(OTHERS[2], known), known, about))
    for path in OTHERS:
        store.add(extract(path))
    return store


def _reviewed() -> Iterator[Graph]:
    """The workshop as people decided it, and what they decided: every act, standing and conflict."""
    store = Store()
    review = replay(_later(), decisions(), load())
    store.add(review.extraction)
    yield _union(store)
    yield review_graph(review)


def _later() -> Extraction:
    """The workshop in a later version, where its last item is written twice."""
    read = extract(WORKSHOP)
    last = read.items[-1]
    return replace(read, items=(*read.items, replace(last, order=last.order + 1, id=f"{last.id}-igjen")))


def decisions() -> list[Decision]:
    """Decisions on items of the workshop, by a person who does not exist, one of every act and standing.

    The last five no longer fit, each for its own reason.
    """
    read = extract(WORKSHOP)
    one, two, three, four, five, six, *_ = (i for i in read.items if i.text.count(" ") > 8)
    clock = count()

    def decide(act: Act, item: Item, target: str = "", **more: Any) -> Decision:
        when = f"2026-01-31T08:00:{next(clock):02}.000000Z"
        anchor = more.pop("anchor", Anchor(read.document.slug, item.id, item.text))
        return Decision(when, "Ola Oppdiktet", act, anchor, target, **more)

    link = next(a for a in read.attributions if a.role is Role.ADDRESSEE)
    asked = next(i for i in read.items if i.id == link.item)
    taken = decide(Act.NOTE, one, quote="Se referatet")
    elsewhere = f"{read.document.slug}/{two.id}"
    cut = one.text.index(" ")
    return [
        taken,
        decide(Act.WITHDRAW, one, taken.id),
        decide(Act.ADD, two, "ks", role=Role.PARTNER, why="Står i referatet"),
        decide(Act.REJECT, asked, link.target, role=link.role),
        decide(Act.FORCE, two, "may"),
        decide(Act.FORCE, two, "must"),
        decide(Act.KIND, three, "question"),
        decide(Act.CONFIRM, three),
        decide(Act.TEXT, four, spans=((0, four.text.rindex(" ")),)),
        decide(Act.SPLIT, one, spans=((0, cut), (cut + 1, len(one.text)))),
        decide(Act.MERGE, six, five.id, quote=five.text),
        decide(Act.SAME, three, elsewhere, quote=two.text),
        decide(Act.DIFFERENT, four, elsewhere, quote=two.text),
        decide(Act.ANSWER, two, "done", quote="Gjort", link="https://example.org/svar"),
        decide(Act.ANSWER, three, "unanswered", quote="Ikke svart på"),
        decide(Act.NAME, two, "actor", quote="Nord-Norsk Råd"),
        decide(Act.SPELLING, two, "fk", quote="Fylka"),
        decide(Act.NOTE, two, quote="Tas opp igjen"),
        decide(Act.ADD, two, "finnes-ikke", role=Role.PARTNER),
        decide(Act.CONFIRM, two, quote="Lest på en annen måte"),
        decide(Act.ADD, two, "fk", role=Role.PARTNER, quote="Ordene er borte"),
        decide(Act.NOTE, one, quote="x", anchor=Anchor(read.document.slug, "borte/1", "Xyzzy plugh")),
        decide(Act.NOTE, one, quote="x", anchor=Anchor(read.document.slug, "borte/1", read.items[-1].text)),
    ]
