"""Documents as people leave them: numbered headings, footers, notes without bullets, stray signs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.documents.plain import read_plain
from graph.gazetteer import load
from graph.model import Document, Source
from graph.segmentation import segment

PIECES = [
    "1. ", "2. ", "3) ", "- ", "• ", "> ", "->", "a. ", "I. ", "II. ", "o ", "Gruppe 1", "Side 2 av 3", "(x)", "?", "!",
    ".", ":", "Hva bør", "tekst", "KD", "\n", "\n\n", "\f", "   ", "\t", "....... 3", "| Side", "Til stede:", "~ ", "1",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_jumble_of_signs_gives_items_with_text_and_parents_that_exist(pieces) -> None:
    content = read_plain("".join(pieces).encode(), "x.txt", markdown=False)
    found = segment(Source(Document("x", "", "x.txt", ""), content.lines), load())
    ids = {item.id for item in found.items}
    sections = {section.id for section in found.sections}
    assert len(ids) == len(found.items)
    assert all(item.text.strip() for item in found.items)
    assert all(item.parent in ids | {""} and item.section in sections | {""} for item in found.items)
    assert [item.order for item in found.items] == sorted(item.order for item in found.items)


def outline(extraction) -> list[tuple[str, list[str]]]:
    """Every section's title with its items; a sub-item stands behind a dash."""
    titles = {s.id: s.title for s in extraction.sections}
    made: list[tuple[str, list[str]]] = [(s.title, []) for s in extraction.sections]
    places = {s.id: n for n, s in enumerate(extraction.sections)}
    if any(not item.section for item in extraction.items):
        made.append(("", []))
    for item in extraction.items:
        assert not item.section or item.section in titles
        made[places.get(item.section, -1)][1].append(f"{'- ' if item.parent else ''}{item.text}")
    return made


CHAPTERS = """Rapport fra fagsamling om havbruk

1. Hva står i veien for oss?{gap}

{a} Lite folk med fagbrev
{a} Tregt mobilnett i fjordene

2. Ønsker til Fiskeridirektoratet{gap}

{a} Kortere kø for konsesjoner
{a} Åpne kart

3. Hva må skolene ta tak i?{gap}

{b} Hospitering for lærere
{b} Flere læreplasser på brønnbåt
"""
CHAPTERS_READ = [
    ("Hva står i veien for oss?", ["Lite folk med fagbrev", "Tregt mobilnett i fjordene"]),
    ("Ønsker til Fiskeridirektoratet", ["Kortere kø for konsesjoner", "Åpne kart"]),
    ("Hva må skolene ta tak i?", ["Hospitering for lærere", "Flere læreplasser på brønnbåt"]),
]


@pytest.mark.parametrize("a", ["•", "-", "–", "*", "   -", "▪"])
@pytest.mark.parametrize("b", ["•", "→"])
@pytest.mark.parametrize("close", [False, True])
def test_numbers_that_count_through_the_document_over_lists_are_headings(extracted, a, b, close) -> None:
    text = CHAPTERS.format(a=a, b=b, gap="")
    assert outline(extracted(text.replace("\n\n" + a, "\n" + a) if close else text)) == CHAPTERS_READ


@pytest.mark.parametrize("number", ["{}) ", "({}) ", "{}.) ", "{} "])
def test_a_heading_may_be_numbered_in_any_way(extracted, number) -> None:
    text = CHAPTERS.format(a="•", b="–", gap="")
    for n in "123":
        text = text.replace(f"{n}. ", number.format(n))
    found = [(title.lstrip("123 "), items) for title, items in outline(extracted(text))]
    assert found == CHAPTERS_READ


@pytest.mark.parametrize("numbers", ["ABC", ["I", "II", "III"]])
def test_chapters_count_in_letters_and_roman_numbers_too(extracted, numbers) -> None:
    text = CHAPTERS.format(a="•", b="–", gap="")
    for n, sign in zip("123", numbers, strict=True):
        text = text.replace(f"{n}. ", f"{sign}. ")
    assert outline(extracted(text)) == CHAPTERS_READ


def test_chapters_may_hold_numbered_lists_of_the_same_form(extracted) -> None:
    text = (
        "Rapport fra fagsamling\n\n1. Hva bør havna gjøre?\n\n1. Legge landstrøm\n2. Ta ned prisene\n3. Rydde\n\n"
        "2. Hva bør rederiene gjøre?\n\n4. Ta inn lærlinger\n5. Bytte drivstoff\n"
    )
    assert outline(extracted(text)) == [
        ("Hva bør havna gjøre?", ["Legge landstrøm", "Ta ned prisene", "Rydde"]),
        ("Hva bør rederiene gjøre?", ["Ta inn lærlinger", "Bytte drivstoff"]),
    ]


def test_chapters_begin_anew_in_each_group(extracted) -> None:
    group = "Gruppe {}\n\n1. Status\n- {} en\n- {} to\n\n2. Veien videre\n- {} tre\n\n"
    found = extracted("Notat\n\n" + "".join(group.format(n, n, n, n) for n in (1, 2)))
    assert [s.id for s in found.sections] == [
        "gruppe-1", "gruppe-1/status", "gruppe-1/veien-videre",
        "gruppe-2", "gruppe-2/status", "gruppe-2/veien-videre",
    ]  # fmt: skip
    assert [item.text for item in found.items] == ["1 en", "1 to", "1 tre", "2 en", "2 to", "2 tre"]


@pytest.mark.parametrize(
    "text",
    [
        "1. Styringsdialogen\na. oftere\nb. med fagfolk\n2. Potter\na. større\n3. Tall\n",
        "1. Styringsdialogen\n   - oftere\n   - med fagfolk\n2. Potter\n   - større\n3. Tall\n   - flere\n",
        "1. Dialogen må bli bedre.\n\n- oftere\n- med fagfolk\n\n2. Pottene må bli større.\n\n- mye\n- nå\n",
        "1. Hvorfor så sent?\n2. Hvem svarer?\n- oss\n- dem\n3. Når?\n4. Hvor?\n",
    ],
)
def test_numbered_points_with_points_of_their_own_stay_points(extracted, text) -> None:
    found = extracted(f"Innspill\n\nHva bør staten gjøre?\n\n{text}")
    assert [s.title for s in found.sections] == ["Hva bør staten gjøre?"]
    numbered = {item.id for item in found.items if item.marker[0].isdigit()}
    assert len(numbered) >= 2
    assert {item.parent for item in found.items if item.id not in numbered} <= numbered


def test_what_stands_behind_the_last_chapter_or_group_stands_beside_it(extracted) -> None:
    text = CHAPTERS.format(a="•", b="–", gap="") + "\nAvtalt til slutt\n\n→ Kari lager referat\n"
    assert {s.parent for s in extracted(text).sections} == {""}
    groups = "Notat\n\nBORD {}  –  fisk\n\n- en\n\nHva nå?\n\n- to\n\n"
    found = extracted(groups.format(1) + groups.format(2)[7:] + "LAPPER (fra pausen)\n\n- tre\n")
    assert found.sections[-1].parent == ""
    assert found.sections[-2].parent == "bord-2"


def test_a_remark_in_parentheses_under_a_heading_is_no_item(extracted) -> None:
    text = CHAPTERS.format(a="•", b="–", gap="\n(oppdretterne og havna satt sammen)").replace(
        "1.",
        "Gruppene satt i to timer, og det som står her, er skrevet ned av\nden som ledet bordet.\n\n1.",
        1,
    )
    assert outline(extracted(text)) == CHAPTERS_READ


@pytest.mark.parametrize(
    "label",
    [
        "BORD {}  –  fisk / havn",
        "Bord {}. Fisk/havn  (nynorsk – vert frå Herøy)",
        "BORD {} / Fisk og havn",
        "Bord {}:",
    ],
)
def test_a_group_label_holds_the_questions_below_it(extracted, label) -> None:
    body = "\n\nKva bør fylket gjere?\n\n1. Kai\n2. Veg\n\nKva bør staten gjere?\n\n1. Fyr\n\n"
    found = extracted("Notat\n\n" + label.format(1) + body + label.format(2) + "\n\n- Anna\n")
    assert [s.id for s in found.sections] == [
        "bord-1", "bord-1/kva-bor-fylket-gjere", "bord-1/kva-bor-staten-gjere", "bord-2",
    ]  # fmt: skip
    assert [item.section for item in found.items] == [
        "bord-1/kva-bor-fylket-gjere", "bord-1/kva-bor-fylket-gjere", "bord-1/kva-bor-staten-gjere", "bord-2",
    ]  # fmt: skip


FOOTERS = [
    "Havnerådet – fagsamling om havbruk                    side {} av 9",
    "Havnerådet – fagsamling om havbruk s. {}",
    "Side {} av 9          Havnerådet",
    "Side {}",
    "{} | Side",
    "- {} -",
]


@pytest.mark.parametrize("footer", FOOTERS)
def test_footers_are_taken_out_and_an_item_goes_on_across_them(extracted, footer) -> None:
    text = (
        "Rapport fra fagsamling om havbruk\n\nHva bør staten gjøre?\n\n"
        "• Fiskeridirektoratet må svare raskere på søknader om\n\n{0}\n\nlokaliteter i nord\n"
        "• Flere fyr\n\n{1}\n\n• Kystverket bør rydde i leia, og det arbeidet haster for\n\n{2}\n\nHerøy og Ulstein\n"
    )
    found = extracted(text.format(*(footer.format(n) for n in (1, 2, 3))))
    assert outline(found) == [
        (
            "Hva bør staten gjøre?",
            [
                "Fiskeridirektoratet må svare raskere på søknader om lokaliteter i nord",
                "Flere fyr",
                "Kystverket bør rydde i leia, og det arbeidet haster for Herøy og Ulstein",
            ],
        )
    ]


def test_the_title_is_told_once_and_headings_that_differ_by_number_stay(extracted) -> None:
    text = (
        "Fagsamling om havbruk i vest\n\nGruppe 1\n\n• Landstrøm i alle havner som tar imot store skip, og bedre\n\n"
        "Fagsamling om havbruk i vest\n\nveger\n\nGruppe 2\n\n• Flere fyr\n"
    )
    found = extracted(text)
    assert found.document.title == "Fagsamling om havbruk i vest"
    assert outline(found) == [
        ("Gruppe 1", ["Landstrøm i alle havner som tar imot store skip, og bedre veger"]),
        ("Gruppe 2", ["Flere fyr"]),
    ]


def test_a_table_of_contents_is_no_list(extracted) -> None:
    text = "Rapport om havbruk\n\n1. Status ......... 2\n2. Ønsker ........ 3\n\nØnsker\n\n- Flere fyr\n- Åpne kart\n"
    assert outline(extracted(text)) == [("Ønsker", ["Flere fyr", "Åpne kart"])]


@pytest.mark.parametrize("sign", [">", "->", "-->", "=>", "»", "~"])
def test_a_sign_of_prose_is_a_bullet_where_several_lines_begin_with_it(extracted, sign) -> None:
    lines = [
        "flere fyr langs leia",
        "landstrøm -> nå",
        "Herøy vgs: båt til opplæring",
        "mer torsk i havet > 20 år",
    ]
    found = extracted("Notat\n\nBord 1\n\n" + "".join(f"{sign} {line}\n" for line in lines))
    assert [(item.marker, item.text) for item in found.items] == [(sign, line) for line in lines]


def test_a_quoted_letter_is_no_list(extracted) -> None:
    quoted = (
        "> Takk for møtet. Vi ber om innspill til arbeidet med strategien for havner, og vil\n"
        "> gjerne ha dem innen påske. Innspillene blir lagt fram for rådet, og vi kaller inn\n"
        "> til et nytt møte i august, der alle får legge fram det de mener om havnene våre,\n"
        "> og om vegene.\n"
    )
    found = extracted(f"Svar på brev\n\n- Flere fyr\n- Åpne kart\n\nDere skrev dette:\n{quoted}")
    assert [item.marker for item in found.items if item.marker] == ["-", "-"]


@pytest.mark.parametrize(
    "bullet", ["•{}", "\uf0b7\t{}", "•\n{}", "☐ {}", "\uf0fc {}", "{n}.{}", "{n}.\n{}", "{n}.) {}"]
)
def test_markers_glued_to_or_parted_from_their_text_are_markers(extracted, bullet) -> None:
    lines = [
        "Flere fyr",
        "«Havna» som møteplass" if "n" not in bullet else "Havna som møteplass",
        "Landstrøm",
    ]
    text = "".join(bullet.format(line, n=n) + "\n" for n, line in enumerate(lines, 1))
    found = extracted(f"Notat\n\nØnsker for kysten\n\n{text}")
    assert [item.text for item in found.items] == lines
    assert all(item.marker for item in found.items)


NOTES = [
    "Ordføreren: hold havna åpen",
    "Flere hybler til lærlinger",
    "Hva er egentlig blå vekst",
    "Landstrøm!",
]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("head", ["GULE LAPPER", "Fra veggen", "Hva mener dere?", "Fra veggen:"])
def test_short_lines_that_head_nothing_are_items(extracted, head, between) -> None:
    text = (
        f"Notat\n\nBord 1\n\n- Flere fyr\n- Åpne kart\n\n{head}\n\n{between.join(NOTES)}\n\nSlutt\n\n- Takk\n"
    )
    assert outline(extracted(text)) == [
        ("Bord 1", ["Flere fyr", "Åpne kart"]), (head.rstrip(":"), NOTES), ("Slutt", ["Takk"]),
    ]  # fmt: skip


def test_notes_may_stand_right_under_their_numbered_question(extracted) -> None:
    text = (
        "Kafédialog om kysten\n\n1. Hva er bra?\nGode naboer\nKort veg til havet\nFolk hilser\n\n"
        "2. Hva bør havna gjøre?\nLegge landstrøm til alle kaier\nHa åpent om kvelden\nMale skuret\n"
    )
    assert outline(extracted(text)) == [
        ("Hva er bra?", ["Gode naboer", "Kort veg til havet", "Folk hilser"]),
        ("Hva bør havna gjøre?", ["Legge landstrøm til alle kaier", "Ha åpent om kvelden", "Male skuret"]),
    ]


def test_a_wrapped_paragraph_an_address_and_a_table_are_no_notes(extracted) -> None:
    text = (
        "Herøy havnevesen\n\nKystverket\nPostboks 1466\n6025 ÅLESUND\n\nInnspill om leia\n\n"
        "Vi viser til brevet om leia og den farten som store skip holder der. Det har\n"
        "vært flere uhell de siste årene, og Kystverket bør derfor senke fartsgrensa\n"
        "i hele leia fra Herøy til Ulstein. Dette haster.\n\nAnløp per år\n\nHerøy    31\nUlstein    12\nHareid    9\n\n"
        "Ønsker\n\n- Flere fyr\n"
    )
    found = extracted(text)
    assert [item.text[-13:] for item in found.items] == ["Dette haster.", "Flere fyr"]


def test_those_present_are_neither_items_nor_headings(extracted) -> None:
    text = "Fagsamling om leia\n\nTil stede:\nKari Moen, Kystverket\nOla Vik, Herøy\nPer Ås, LO\n\nØnsker\n\n• Flere fyr\n"
    assert outline(extracted(text)) == [("Til stede", []), ("Ønsker", ["Flere fyr"])]
