"""Changes of a document that must not change what is read from it."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.evaluation import rows
from graph.gazetteer import load
from graph.pipeline import extract
from tests.conftest import WORKSHOP

TEXT = WORKSHOP.read_text(encoding="utf-8")
FIELDS = ("text", "kind", "addressee", "partner", "beneficiary", "mentioned", "themes")
relaxed = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))


def read(text: str, *, raw: bytes | None = None) -> list[dict[str, object]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "verksted.txt"
        path.write_bytes(raw if raw is not None else text.encode())
        return [{field: row[field] for field in FIELDS} for row in rows(extract(path, load()))]


PLAIN = read(TEXT)


def test_line_ends_byte_order_marks_and_decomposed_letters_change_nothing() -> None:
    assert read(TEXT, raw=TEXT.replace("\n", "\r\n").encode("utf-8-sig")) == PLAIN
    assert read(TEXT, raw=TEXT.encode("utf-16")) == PLAIN
    assert read(unicodedata.normalize("NFD", TEXT)) == PLAIN


@relaxed
@given(st.sampled_from("•*▪◦➢"))
def test_another_bullet_sign_changes_nothing(bullet) -> None:
    assert read(re.sub(r"(?m)^[-•] ", f"{bullet} ", TEXT)) == PLAIN


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
