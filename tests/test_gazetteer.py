"""The actors of the vocabulary as they are read: every field has its own, ordinary words are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.linking import Linker
from graph.model import ConceptKind
from graph.queries.arguments import actors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.gazetteer import Gazetteer


def read(gazetteer: Gazetteer, text: str, topics: Sequence[str] = (), date: str = "") -> dict[str, str]:
    """The words that name actors, and whom."""
    mentions = Linker(gazetteer, date).mentions(text, "item", topics)
    return {m.quote: m.concept for m in mentions if m.kind is ConceptKind.ACTOR}


@pytest.mark.parametrize(
    "text",
    [
        "Delta i nettverk på tvers.",
        "Alle vil delta, og mange deltar. Deltaet må vernes.",
        "Ruter som legges ned, rammer de eldre. Ruter: flere avganger.",
        "Nye ruter må på plass.",
        "Parat til innsats.",
        "De er parat til å hjelpe.",
        "Posten på budsjettet bør økes.",
        "Sikre trygg trafikk der barn ferdes.",
        "Det må bygges nye veier.",
        "Norsk industri må bli grønnere, for norsk industri trenger kraft.",
        "Ungt entreprenørskap er viktig.",
        "Mental helse må tas på alvor, og psykisk og mental helse henger sammen.",
        "Framtiden i våre hender er barnas.",
        "Norsk friluftsliv er en arv, og norsk reiseliv lever av det.",
        "Norsk vann er rent, og norsk fjernvarme er grønn.",
        "Lederne må følge opp, og lederne må ha tid.",
        "Huseierne betaler for mye; huseierne i sentrum mest.",
        "Redd barna fra mobbing. Vi må redde barna.",
        "Voksne for barn og unge.",
        "Natur og ungdom hører sammen.",
        "Ungdom og fritid bør prioriteres.",
        "Forsvarsmateriell må kjøpes her hjemme.",
        "Met opp i god tid.",
        "FRI TILGANG FOR ALLE",
        "PRIO 1: flere plasser.",
        "Handel og kontor i sentrum.",
        "Unge funksjonshemmede får ikke jobb, og unge funksjonshemmede venter.",
        "Norske tog er forsinket, og norske havner må elektrifiseres.",
        "Norsk eiendom på utenlandske hender.",
        "Styrk norsk olje og gass.",
        "Et maritimt forum kan samle kysten.",
        "En felles akkreditering, en norsk akkreditering.",
        "Vy utover fjorden.",
        "Det brakar og smell.",
        "Ei gåve til forsvaret av naturen.",
    ],
)
def test_an_ordinary_word_names_no_actor(text: str, gazetteer: Gazetteer) -> None:
    assert read(gazetteer, text) == {}


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("La Delta, Parat og FO si sitt.", "delta parat fo"),
        ("Her kan Ruter, Entur og Vy samarbeide.", "ruter entur vy"),
        ("Be Huseierne og Unge funksjonshemmede om råd.", "huseierne unge-funksjonshemmede"),
        ("Spør Redd Barna, Mental Helse og Voksne for Barn.", "redd-barna mental-helse voksne-for-barn"),
        ("Bufdir styrer Bufetats tilbud.", "bufdir bufetat"),
        ("Politidirektoratet, PST og politiet.", "politidirektoratet pst politiet"),
        ("Legeforeningens og Avinors råd til Sivilombudet.", "legeforeningen avinor sivilombudet"),
    ],
)
def test_a_name_that_is_a_word_too_is_read_within_a_sentence(
    text: str, whom: str, gazetteer: Gazetteer
) -> None:
    assert list(read(gazetteer, text).values()) == whom.split()


def test_first_in_a_sentence_it_is_read_where_it_is_spoken_of(gazetteer: Gazetteer) -> None:
    text = "Ruter bør kjøre oftere."
    assert read(gazetteer, text) == {}
    assert read(gazetteer, text, ["ruter"]) == {"Ruter": "ruter"}
    assert list(read(gazetteer, f"Det gjelder Ruter. {text}")) == ["Ruter"]
    linker = Linker(gazetteer)
    linker.mentions("Delta i nettverk.", "item")
    assert linker.unresolved == set()


@pytest.mark.parametrize(
    ("field", "text", "whom"),
    [
        (
            "health",
            "Helsetilsynet, FHI, Helse Vest, UNN, fastlegene og Kreftforeningen",
            "helsetilsynet fhi helse-vest unn fastlegene kreftforeningen",
        ),
        (
            "transport",
            "Luftfartstilsynet, Sjøfartsdirektoratet, Bane NOR, Entur, NLF og Syklistforeningen",
            "luftfartstilsynet sjofartsdirektoratet bane-nor entur nlf syklistforeningen",
        ),
        (
            "climate",
            "Meteorologisk institutt, NINA, NIVA, CICERO, WWF og Natur og Ungdom",
            "met nina niva cicero wwf natur-og-ungdom",
        ),
        (
            "culture",
            "Språkrådet, Medietilsynet, Nasjonalbiblioteket, Norsk filminstitutt, Creo og Kulturtanken",
            "sprakradet medietilsynet nasjonalbiblioteket norsk-filminstitutt creo kulturtanken",
        ),
        (
            "children",
            "Barneombudet, Bufetat, barnevernet, FUG, Redd Barna og UNICEF Norge",
            "barneombudet bufetat barnevernet fug redd-barna unicef-norge",
        ),
        (
            "justice",
            "Kriminalomsorgen, Domstoladministrasjonen, Konfliktrådet, Kripos og Advokatforeningen",
            "kriminalomsorgen domstoladministrasjonen konfliktradet kripos advokatforeningen",
        ),
        (
            "agriculture",
            "Veterinærinstituttet, Norges Skogeierforbund, NORSKOG, Norsk Landbruksrådgiving og Nortura",
            "veterinaerinstituttet skogeierforbundet norskog norsk-landbruksradgiving nortura",
        ),
        (
            "fisheries",
            "Norges Fiskarlag, Sjømatbedriftene, Norges Råfisklag, Nofima og FHF",
            "fiskarlaget sjomatbedriftene rafisklaget nofima fhf",
        ),
        (
            "housing",
            "DiBK, Statsbygg, Husbanken, NBBL, OBOS og Leieboerforeningen",
            "dibk statsbygg husbanken nbbl obos leieboerforeningen",
        ),
        (
            "integration",
            "IMDi, UNE, NOAS, Caritas, MiRA-senteret og Flyktninghjelpen",
            "imdi une noas caritas-norge mira-senteret flyktninghjelpen",
        ),
        (
            "preparedness",
            "DSB, Sivilforsvaret, Heimevernet, Forsvarets forskningsinstitutt og Norsk Folkehjelp",
            "dsb sivilforsvaret heimevernet ffi norsk-folkehjelp",
        ),
        (
            "digitalisation",
            "Norsk helsenett, Nkom, Datatilsynet, Simula, IKT-Norge og Teknologirådet",
            "norsk-helsenett nkom datatilsynet simula ikt-norge teknologiradet",
        ),
        (
            "labour",
            "Arbeidstilsynet, Legeforeningen, Forskerforbundet, Skolelederforbundet, Econa og STAMI",
            "arbeidstilsynet legeforeningen forskerforbundet skolelederforbundet econa stami",
        ),
        (
            "Sámi and minorities",
            "Sametinget, NRL, FeFo, Sámi allaskuvla, Norske Kveners Forbund og Kvensk institutt",
            "sametinget nrl finnmarkseiendommen samisk-hogskole norske-kveners-forbund kvensk-institutt",
        ),
        (
            "participation",
            "eldrerådet, ungdomsrådet, råd for personer med funksjonsnedsettelse, FFO og SAFO",
            "eldreradet ungdomsradet rad-for-personer-med-funksjonsnedsettelse ffo safo",
        ),
        (
            "Europe",
            "EU-kommisjonen, Europaparlamentet, EFTAs overvåkingsorgan, WHO og Europarådet",
            "europakommisjonen europaparlamentet esa who europaradet",
        ),
    ],
)
def test_every_field_finds_its_actors(field: str, text: str, whom: str, gazetteer: Gazetteer) -> None:
    assert list(read(gazetteer, f"Spør {text} om råd.").values()) == whom.split(), field


def test_bodies_that_were_merged_or_renamed_lead_on_to_those_after_them(gazetteer: Gazetteer) -> None:
    after = {
        old: gazetteer.actors[old].replaced_by
        for old in ("direktoratet-for-e-helse", "legemiddelverket", "ptil", "miljoverndepartementet", "bld")
    }
    assert after == {
        "direktoratet-for-e-helse": ("helsedirektoratet",),
        "legemiddelverket": ("dmp",),
        "ptil": ("havtil",),
        "miljoverndepartementet": ("kld",),
        "bld": ("bfd",),
    }


def test_a_question_may_use_any_short_name(gazetteer: Gazetteer) -> None:
    known = actors(gazetteer)
    named = {
        name: [str(iri).rpartition("/")[2] for iri in known[name]] for name in ("delta", "redd barna", "pst")
    }
    assert named == {"delta": ["delta"], "redd barna": ["redd-barna"], "pst": ["pst"]}
