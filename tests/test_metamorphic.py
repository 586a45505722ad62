"""Changes of a document that must not change what is read from it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.documents import read as source_of
from graph.evaluation import rows
from graph.gazetteer import load
from graph.pipeline import extract
from graph.segmentation import segment
from tests.conftest import ROOT, WORKSHOP

TEXT = WORKSHOP.read_text(encoding="utf-8")
FIELDS = ("text", "kind", "addressee", "partner", "beneficiary", "mentioned", "themes")
relaxed = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


def read(text: str, *, raw: bytes | None = None) -> list[dict[str, object]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "verksted.txt"
        path.write_bytes(raw if raw is not None else text.encode())
        return [{field: row[field] for field in FIELDS} for row in rows(extract(path, load()))]


PLAIN = read(TEXT)
MADE = {
    path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests/documents").glob("*.txt"))
}


def outline(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The titles of a text's sections, and its items with those they stand under."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "notat.txt"
        path.write_text(text, encoding="utf-8")
        found = segment(source_of(path), load())
    texts = {item.id: item.text for item in found.items}
    return [s.title for s in found.sections], [
        (item.text, texts.get(item.parent, "")) for item in found.items
    ]


OUTLINES = {name: outline(text) for name, text in MADE.items()}


def test_line_ends_byte_order_marks_and_decomposed_letters_change_nothing() -> None:
    assert read(TEXT, raw=TEXT.replace("\n", "\r\n").encode("utf-8-sig")) == PLAIN
    assert read(TEXT, raw=TEXT.encode("utf-16")) == PLAIN
    assert read(unicodedata.normalize("NFD", TEXT)) == PLAIN


@relaxed
@given(st.sampled_from("•*▪◦➢"))
def test_another_bullet_sign_changes_nothing(bullet) -> None:
    assert read(re.sub(r"(?m)^[-•] ", f"{bullet} ", TEXT)) == PLAIN


@pytest.mark.parametrize("bullet", ["* ", "– ", "•", "\uf0b7\t", "•\n"])
@pytest.mark.parametrize("name", sorted(MADE))
def test_bullets_of_any_sort_make_the_same_outline(name, bullet) -> None:
    changed = re.sub(r"(?m)^(\s*)[-•*–] +(?=\S)", rf"\g<1>{bullet}", MADE[name])
    assert outline(changed) == OUTLINES[name]


@pytest.mark.parametrize("sign", ["> ", "-> "])
@pytest.mark.parametrize("name", ["planforum", "ungdomspanel", "kompetanseforum"])
def test_signs_of_prose_as_bullets_make_the_same_outline(name, sign) -> None:
    assert outline(re.sub(r"(?m)^(\s*)[-•*–] +(?=\S)", rf"\g<1>{sign}", MADE[name])) == OUTLINES[name]


@pytest.mark.parametrize(
    ("footer", "every"),
    [
        ("Fylket i vest – notat fra samling        side {} av 9", 25),
        ("\nSide {}\n", 30),
        ("Samling i vest s. {}", 20),
    ],
)
@pytest.mark.parametrize("name", sorted(MADE))
def test_footers_in_the_middle_of_the_text_change_nothing(name, footer, every) -> None:
    """But for a page that ends between two sentences of one item: nothing tells that they belong together."""
    lines = MADE[name].split("\n")
    parted, page, last = [], 0, 0
    for at, line in enumerate(lines, 1):
        parted.append(line)
        two_sentences = re.search(r"[.!?]\s*$", line) and re.match(
            r"\s*[A-ZÆØÅ]", "".join(lines[at : at + 1])
        )
        if at - last >= every and not two_sentences:
            page, last = page + 1, at
            parted += ["", footer.format(page), ""]
    assert outline("\n".join(parted)) == OUTLINES[name]


@pytest.mark.parametrize("every", [17, 40])
@pytest.mark.parametrize("name", sorted(MADE))
def test_page_breaks_change_nothing(name, every) -> None:
    lines = MADE[name].replace("\f", "").split("\n")
    broken = "\n".join(f"\f{line}" if n and n % every == 0 else line for n, line in enumerate(lines))
    assert outline(broken) == outline("\n".join(lines))


@pytest.mark.parametrize("form", ["{}. ", "{}) ", "{} "])
@pytest.mark.parametrize("name", ["regionaldialog", "nettverkssamling", "ks-samling", "innspel-samferdsle"])
def test_headings_that_get_numbers_hold_the_same_items(name, form) -> None:
    titles, items = OUTLINES[name]
    lines = MADE[name].split("\n")
    headings = [title for title in titles if not title.startswith("Møtedatoer")]
    numbers = iter(range(1, len(headings) + 1))
    numbered = [
        form.format(next(numbers)) + line.strip() if line.strip().rstrip(":") in headings else line
        for line in lines
    ]
    assert outline("\n".join(numbered))[1] == items


@relaxed
@given(st.integers(min_value=0, max_value=10**6))
def test_an_unrelated_item_changes_no_other(seed) -> None:
    lines = TEXT.split("\n")
    starts = [i for i, line in enumerate(lines) if re.match(r"- ", line)]
    at = starts[seed % len(starts)]
    changed = [*lines[:at], "- Været var fint begge dager.", "", *lines[at:]]
    found = [row for row in read("\n".join(changed)) if row["text"] != "Været var fint begge dager."]
    assert found == PLAIN


def test_a_heading_that_addresses_another_moves_its_items() -> None:
    """Ablation: with NFD for KMD in the heading alone, the items that rest on it follow."""
    changed = read(TEXT.replace("Hva bør KMD jobbe videre med", "Hva bør NFD jobbe videre med"))
    by_heading = {"actor": "kmd", "basis": "heading"}
    expected = [
        {
            **row,
            "addressee": [
                {"actor": "nfd", "basis": "heading"} if a == by_heading else a for a in row["addressee"]
            ],
        }
        for row in PLAIN
    ]
    assert changed == expected
    assert sum(by_heading in row["addressee"] for row in PLAIN) >= 15


@pytest.mark.parametrize("name", ["KLD", "AID"])
def test_renaming_a_ministry_everywhere_renames_its_links(name) -> None:
    changed = read(re.sub(r"\bASD\b", name, TEXT))
    renamed = [
        {
            **row,
            "text": re.sub(r"\bASD\b", name, row["text"]),
            "partner": sorted(name.lower() if actor == "asd" else actor for actor in row["partner"]),
        }
        for row in PLAIN
    ]
    assert changed == renamed
    assert changed != PLAIN
