"""Themes: which words of a text are read as one, and which only look like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.gazetteer import Gazetteer, Labels, Theme
from graph.linking import Linker
from graph.model import ConceptKind

if TYPE_CHECKING:
    from collections.abc import Iterable

NAMES = Labels("tema", "tema", "theme")


def themes(text: str, gazetteer: Gazetteer) -> set[tuple[str, str]]:
    """Concept and words of each theme in a text."""
    found = Linker(gazetteer).mentions(text, "x")
    return {(m.concept, m.quote) for m in found if m.kind is ConceptKind.THEME}


def only(gazetteer: Gazetteer, forms: Iterable[str] = (), patterns: Iterable[str] = ()) -> Gazetteer:
    """A gazetteer of one theme."""
    theme = Theme("tema", NAMES, tuple(forms), (), tuple(patterns))
    return Gazetteer({}, {"tema": theme}, gazetteer.cues, gazetteer.rules)


@pytest.mark.parametrize(
    ("pattern", "text", "quote"),
    [
        ("tar … måneder", "Det tar måneder.", "tar måneder"),
        ("tar … måneder", "Det tok nesten fire hele måneder", "tok nesten fire hele måneder"),
        ("tar … måneder", "Det tar alt for mange lange måneder", ""),
        ("tar … måneder", "Det tar tid, og måneder går", ""),
        ("tar … måneder", "Det tar år", ""),
        ("mangle … [yrke]", "Vi mangler dyktige sykepleiere", "mangler dyktige sykepleiere"),
        ("mangle … [yrke]", "Bygda manglar elektrikarar", "manglar elektrikarar"),
        ("mangle … [yrke]", "Vi mangler tydeligere føringer", ""),
        ("mangle … [yrke]", "Vi mangler innbyggere", ""),
        ("=ansvaret for", "Hvem har ansvaret for de unge?", "ansvaret for"),
        ("=ansvaret for", "Staten må ta ansvar for de unge", ""),
        ("ordning", "Gode ordninger må bestå", "ordninger"),
        ("ordning", "Bedre samordning", ""),
    ],
)
def test_a_pattern_is_read_with_gaps_occupations_and_exact_words(
    pattern: str, text: str, quote: str, gazetteer: Gazetteer
) -> None:
    found = themes(text, only(gazetteer, patterns=[pattern]))
    assert found == ({("tema", quote)} if quote else set())


@pytest.mark.parametrize(
    ("form", "text", "quote"),
    [
        ("ladestasjon", "Flere ladestasjoner langs veien", "ladestasjoner"),
        ("eksempelbank", "Eksempelbankene må fylles", "Eksempelbankene"),
        ("midler", "Prosjektmidlene er brukt opp", "Prosjektmidlene"),
        ("midler", "En midlertidig stilling", ""),
    ],
)
def test_a_word_is_read_in_compounds_and_inflections_no_dictionary_has(
    form: str, text: str, quote: str, gazetteer: Gazetteer
) -> None:
    assert themes(text, only(gazetteer, [form])) == ({("tema", quote)} if quote else set())


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("Behandlingstida må ned", {"saksbehandling"}),
        ("Godkjenning av studier må gå raskere", {"akkreditering", "saksbehandling"}),
        ("Hvem skal ta regningen?", {"virkemidler"}),
        ("Stor mangel på ingeniører i nord", {"kompetansebehov"}),
        ("Fleire læreplassar i kommunane", {"laerling"}),
        ("Opplæring i bruk av KI", {"digital-kompetanse"}),
        ("Departementa må samordne seg", {"samordning-stat-fylke"}),
        ("Kommunene vil at bussen skal gå oftere", set()),
    ],
)
def test_the_vocabulary_reads_what_documents_ask_about(
    text: str, concepts: set[str], gazetteer: Gazetteer
) -> None:
    assert {concept for concept, _ in themes(text, gazetteer)} == concepts
