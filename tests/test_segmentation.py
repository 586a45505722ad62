"""Segmentation: items, nesting, sections and text, on the real document and on small made ones."""

from __future__ import annotations

import pytest

from graph.language import fold


def shape(extraction) -> list[tuple[str, str, str]]:
    return [(item.marker, item.parent.rsplit("/", 1)[-1], item.text) for item in extraction.items]


def test_the_workshop_has_the_82_items_of_the_annotation_in_order(workshop, gold) -> None:
    assert [fold(item.text) for item in workshop.items] == [fold(row["text"]) for row in gold]
    assert [item.line for item in workshop.items] == [row["line"] for row in gold]


def test_the_workshop_items_stand_under_the_right_parents(workshop, gold) -> None:
    text = {item.id: item.text for item in workshop.items}
    wanted = {row["id"]: row["text"] for row in gold}
    assert [fold(text.get(item.parent, "")) for item in workshop.items] == [
        fold(wanted.get(row["parent"], "")) for row in gold
    ]


def test_the_workshop_sections_are_its_days_questions_and_headings(workshop) -> None:
    assert [(s.line, s.id, s.title) for s in workshop.sections] == [
        (33, "dag-1", "DAG 1: Gruppearbeid om grønn kompetanse og næringsutvikling"),
        (35, "dag-1/oppsummering-vist-i", "Oppsummering vist i plenum på verkstedet"),
        (61, "dag-1/sporsmal-1", "Spørsmål 1"),
        (125, "dag-1/sporsmal-2", "Spørsmål 2"),
        (197, "dag-1/sporsmal-2-b", "Spørsmål 2 B Samarbeid NHO og LO"),
        (217, "dag-1/oppsummering-av-dagen", "Oppsummering av dagen/ refleksjoner"),
        (233, "dag-2", "DAG 2: Gruppearbeid om oppfølging fra verkstedet"),
        (235, "dag-2/hva-og-hvordan-bor", "Hva og hvordan bør fylkeskommunene følge opp"),
        (242, "dag-2/hva-og-hvordan-bor/i-tillegg-er-det-mange",
         "I tillegg er det mange konkrete forslag til oppfølging fra fylkeskommunene samlet"),
        (324, "dag-2/hva-bor-kmd-jobbe-videre", "Hva bør KMD jobbe videre med"),
    ]  # fmt: skip
    questions = {s.id: s.question for s in workshop.sections if s.question}
    assert set(questions) == {"dag-1/sporsmal-1", "dag-1/sporsmal-2"}
    assert questions["dag-1/sporsmal-1"].endswith("og med sterkere eksternt samspill?")
    assert questions["dag-1/sporsmal-2"].startswith(
        "Hvilke forventninger har fylkeskommunene til Direktoratet"
    )


def test_the_workshop_has_its_title_date_and_language(workshop) -> None:
    document = workshop.document
    assert document.title.startswith("Innspill fra diskusjonene på Verksted for regional utvikling 2021")
    assert (document.slug, document.date, document.language) == ("verksted-2021", "2021-12-01", "nb")


def test_nesting_follows_styles_where_nothing_is_indented(extracted) -> None:
    text = "Tittel\n\n1. En\na. under\nb. under\n- dypere\n2. To\n"
    assert shape(extracted(text)) == [
        ("1.", "", "En"),
        ("a.", "1", "under"),
        ("b.", "1", "under"),
        ("-", "1b", "dypere"),
        ("2.", "", "To"),
    ]


def test_nesting_follows_indentation_where_there_is_some(extracted) -> None:
    text = "Tittel\n\n- En\n  - under\n    - dypere\n  - under igjen\n- To\n"
    assert [(parent, text) for _, parent, text in shape(extracted(text))] == [
        ("", "En"), ("1", "under"), ("1-1", "dypere"), ("1", "under igjen"), ("", "To"),
    ]  # fmt: skip


def test_restarting_numbers_begin_a_list_of_their_own(extracted) -> None:
    items = extracted("Tittel\n\n1. a\n2. b\n\n1. c\n2. d\n").items
    assert [(i.id, i.parent, i.text) for i in items] == [
        ("1", "", "a"), ("2", "", "b"), ("1~2", "", "c"), ("2~2", "", "d"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("markers", "value"),
    [
        ("i) ii) iii) iv)", "roman"),
        ("a) b) c) d)", "letter"),
        ("(1) (2) (3) (4)", "number"),
        ("1.1 1.2 1.3 1.4", "decimal"),
    ],
)
def test_marker_styles_make_one_list(extracted, markers, value) -> None:
    signs = markers.split()
    body = "\n".join(f"{sign} Punkt {n} her" for n, sign in enumerate(signs))
    items = extracted(f"Tittel\n\n{body}\n").items
    assert [(i.marker, i.parent, i.text) for i in items] == [
        (sign, "", f"Punkt {n} her") for n, sign in enumerate(signs)
    ], value


def test_a_date_at_the_start_of_a_line_is_no_marker(extracted) -> None:
    items = extracted("Tittel\n\n- Møtet holdes\n2. desember 2021 i Oslo\n- Neste\n").items
    assert [i.text for i in items] == ["Møtet holdes 2. desember 2021 i Oslo", "Neste"]


def test_words_divided_at_the_line_end_are_mended(extracted) -> None:
    items = extracted("Tittel\n\n- Søke til-\nskudd for små-\nog mellomstore bedrifter\n").items
    assert [i.text for i in items] == ["Søke tilskudd for små- og mellomstore bedrifter"]


def test_page_numbers_and_running_headers_are_dropped(extracted) -> None:
    page = "Referat fra møtet\n\n- Punkt {0} a som står her\n- Punkt {0} b som står her\n\n{0}\n"
    items = extracted("\f".join(page.format(n) for n in range(1, 5))).items
    assert [i.text for i in items] == [f"Punkt {n} {c} som står her" for n in range(1, 5) for c in "ab"]
    assert [i.page for i in items] == [1, 1, 2, 2, 3, 3, 4, 4]


def test_a_document_without_lists_gives_its_paragraphs(extracted) -> None:
    text = (
        "Et brev\n\nKMD bør gjøre mer for distriktene i nord.\n\nDette er bare en opplysning om noe annet.\n"
    )
    assert [i.text for i in extracted(text).items] == [
        "KMD bør gjøre mer for distriktene i nord.",
        "Dette er bare en opplysning om noe annet.",
    ]


def test_markdown_headings_nest_by_their_level(extracted) -> None:
    text = "# Tittel\n\n## Gruppe 1\n### Hva hindrer oss?\n- penger\n## Gruppe 2\n**Til KMD:**\n- mer tid\n"
    found = extracted(text, "a.md")
    assert [(s.id, s.parent) for s in found.sections] == [
        ("gruppe-1", ""), ("gruppe-1/hva-hindrer-oss", "gruppe-1"), ("gruppe-2", ""), ("gruppe-2/til-kmd", "gruppe-2"),
    ]  # fmt: skip


def test_numbered_headings_over_prose_are_sections_and_every_paragraph_an_item(extracted) -> None:
    text = (
        "Høringssvar\n\nVi viser til brevet.\n\n1. Merknader\n\nStaten må betale for dette.\n\n"
        "2. Opplæring\n\nFylkeskommunene bør få plikt til å tilby påbygg.\n\nVi er bekymret for elevene.\n"
    )
    found = extracted(text)
    assert [s.title for s in found.sections] == ["Merknader", "Opplæring"]
    assert [(i.section, i.text) for i in found.items] == [
        ("merknader", "Staten må betale for dette."),
        ("opplaering", "Fylkeskommunene bør få plikt til å tilby påbygg."),
        ("opplaering", "Vi er bekymret for elevene."),
    ]


def sections(extraction) -> list[str]:
    return [s.id for s in extraction.sections]


def test_groups_stand_beside_each_other_and_hold_their_questions(extracted) -> None:
    text = (
        "Notat\n\nGruppe 1: Kompetanse\n\nHva bør KD gjøre?\n\n- en\n\nHva bør vi gjøre?\n\n- to\n\n"
        "Gruppe 2: Klima\n\nUtfordringer\n\n- tre\n\nTiltak\n\n- fire\n"
    )
    assert sections(extracted(text)) == [
        "gruppe-1", "gruppe-1/hva-bor-kd-gjore", "gruppe-1/hva-bor-vi-gjore",
        "gruppe-2", "gruppe-2/utfordringer", "gruppe-2/tiltak",
    ]  # fmt: skip


def test_a_letterhead_and_a_signature_are_no_items(extracted) -> None:
    text = (
        "TRØNDELAG FYLKESKOMMUNE\nPostboks 2560, 7735 Steinkjer\n\nKunnskapsdepartementet\n0032 OSLO\n\n"
        "Vår ref.: 2024/1          Dato: 16.10.2024\n\n"
        "Høringssvar om endringer i loven om fagskoler og om finansieringen av dem\n\n"
        "1. Innledning\n\nDet vises til høringsbrevet av 12. juni om endringer i loven.\n\n"
        "2. Merknader\n\nDepartementet bør vurdere en egen komponent for distriktene i modellen.\n\n"
        "Med hilsen\n\nKari Moen\nfylkesdirektør\n"
    )
    found = extracted(text)
    assert found.document.title.startswith("Høringssvar om endringer")
    assert [s.title for s in found.sections] == ["Innledning", "Merknader"]
    assert [item.text[:20] for item in found.items] == ["Det vises til høring", "Departementet bør vu"]
    asked = [(a.target, a.rule) for a in found.attributions if a.role == "addressee"]
    assert asked == [("kd", "modal-subject")], "the one the letter is to"


def test_a_list_under_a_chapter_starts_counting_anew(extracted) -> None:
    text = (
        "Tittel på svaret\n\n1. Bakgrunn\n\nDette er et avsnitt med en tekst som beskriver saken.\n\n"
        "2. Innspill\n\nDette er våre innspill:\n\n1. Øk satsene\n2. Kutt skjemaene\n"
    )
    assert [(i.marker, i.text) for i in extracted(text).items][1:] == [
        ("1.", "Øk satsene"),
        ("2.", "Kutt skjemaene"),
    ]


def test_a_paragraph_that_leads_into_a_list_is_the_parent_of_its_points(extracted) -> None:
    text = "Tittel\n\nOrdningene er i dag spredt. Vi ber Siva prioritere:\n\n• små bedrifter\n• én portal\n"
    found = extracted(text)
    assert shape(found) == [
        ("", "", "Ordningene er i dag spredt. Vi ber Siva prioritere:"),
        ("•", "0", "små bedrifter"), ("•", "0", "én portal"),
    ]  # fmt: skip
