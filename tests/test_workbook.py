"""The workbook of a review: out, treated as people treat workbooks, and back in."""

from __future__ import annotations

import datetime as dt
import io
import os
import random
import shutil
import subprocess
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from typer.testing import CliRunner

from graph.cli.app import app
from graph.documents import read_cells
from graph.documents.cells import Book, Cell, Sheet, read_book
from graph.errors import InnspillError
from graph.gazetteer import load
from graph.model import Role
from graph.pipeline import extract
from graph.review import Act, Anchor, Decision, Log, replay
from graph.workbook import collate, form, open_workbook, preview, render
from graph.workbook.fields import FIELDS, values_of
from graph.workbook.form import COLUMNS
from graph.workbook.wording import CHOICES, Wording
from tests.conftest import WORKSHOP

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from graph.workbook import Collation

GAZETTEER = load()
TEXT = """Innspill fra verkstedet

- KMD bør samordne virkemidlene for fagskolene
- HK-dir må gi støtte til fagbrev på jobb
- Fylkeskommunene bør samarbeide med NHO om kompetanse
- =HYPERLINK("http://ond.example";"klikk") må KD svare på
- Grønn omstilling er viktig
"""
KMD, HKDIR, FK, LINK, GREEN = 2, 3, 4, 5, 6


class Desk:
    """A document, its log, and a workbook on somebody's desk."""

    def __init__(self, folder: Path, text: str = TEXT) -> None:
        self.folder = folder
        self.source = folder / "made.txt"
        self.log: list[Decision] = []
        self.write(text)

    def write(self, text: str) -> None:
        self.source.write_text(text, encoding="utf-8")
        self.extraction = extract(self.source, GAZETTEER)

    @property
    def review(self):
        return replay(self.extraction, self.log, GAZETTEER)

    def export(self, name: str = "a.xlsx", language: str = "nb") -> Path:
        path = self.folder / name
        path.write_bytes(render(form(self.review, self.log, GAZETTEER, language)))
        return path

    def edited(self, edit: Callable[[Worksheet], object], name: str = "a.xlsx", language: str = "nb") -> Path:
        path = self.export(name, language)
        book = openpyxl.load_workbook(path)
        edit(book.worksheets[0])
        book.save(path)
        return path

    def collate(self, *paths: Path, who: dict[str, str] | None = None, prefer: str = "") -> Collation:
        books = [
            open_workbook(read_cells(p) if p.suffix == ".csv" else read_book(p), p.name, "made", GAZETTEER)
            for p in paths
        ]
        self.books = [replace(b, who=(who or {}).get(b.name, b.who or "Kari")) for b in books]
        self.found = collate(self.review, self.log, self.books, GAZETTEER, prefer=prefer)
        return self.found

    def take(self, *paths: Path, **options) -> Collation:
        """Read workbooks in, and keep what they come to."""
        found = self.collate(*paths, **options)
        self.log += found.decisions
        assert not self.review.conflicts or any(c.astray for c in found.changes)
        return found

    def shown(self) -> str:
        return preview(self.found, self.books, GAZETTEER)

    def links(self, item: int, role: Role) -> set[str]:
        wanted = self.review.extraction.items[item - 2].id
        return {a.target for a in self.review.extraction.attributions if (a.item, a.role) == (wanted, role)}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def at(sheet: Worksheet, row: int, column: str):
    return sheet.cell(row, COLUMNS.index(column) + 1)


def put(row: int, **values: object) -> Callable[[Worksheet], None]:
    def edit(sheet: Worksheet) -> None:
        for column, value in values.items():
            at(sheet, row, column).value = value

    return edit


def acts(found: Collation) -> list[tuple[str, str]]:
    return [(d.act.value, d.target) for d in found.decisions]


def test_an_untouched_workbook_says_nothing_and_is_the_same_bytes_each_time(desk: Desk) -> None:
    path = desk.export()
    assert path.read_bytes() == desk.export("b.xlsx").read_bytes()
    found = desk.collate(path)
    assert (found.decisions, found.clashes, found.refusals, found.rows) == ((), (), (), 5)


def test_what_stands_in_the_sheet(desk: Desk) -> None:
    sheet = openpyxl.load_workbook(desk.export())["Rett her"]
    assert [cell.value for cell in sheet[1]][:8] == [
        "Nr.", "Innspill", "Overskrift", "Usikkert", "Riktig?", "Slag", "Styrke", "Blir bedt"
    ]  # fmt: skip
    assert [at(sheet, KMD, c).value for c in ("kind", "force", "addressee")] == ["forslag", "bør", "KMD"]
    assert at(sheet, KMD, "subject").value == "fagskole; virkemidler og finansiering"
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:O6"
    assert sheet.column_dimensions["P"].hidden
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert not sheet.protection.autoFilter, "filtering is allowed"
    locked = {name for name in COLUMNS if at(sheet, KMD, name).protection.locked}
    assert locked == set(COLUMNS) - set(FIELDS) - {"comment"}
    lists = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert lists["F2:F6"].formula1 == '"forslag,spørsmål,observasjon"'
    assert lists["F2:F6"].showErrorMessage
    assert lists["H2:H6"].formula1 == "actors"
    assert not lists["H2:H6"].showErrorMessage, "several names may stand in a cell"


def test_every_field_is_read_back_as_decisions(desk: Desk) -> None:
    path = desk.edited(
        put(
            KMD, right="ja", kind="spørsmål", addressee="KD", partner="FK", beneficiary="NHO",
            proposer="LO", subject="fagskole", answer="under arbeid", comment="Etter møtet",
        )
    )  # fmt: skip
    found = desk.take(path)
    assert acts(found) == [
        ("kind", "question"), ("reject", "kmd"), ("add", "kd"), ("add", "fk"), ("reject", "fagskolene"),
        ("add", "nho"), ("add", "lo"), ("reject", "virkemidler"), ("answer", "underway"), ("confirm", ""),
    ]  # fmt: skip
    assert {d.why for d in found.decisions} == {"Etter møtet"}
    assert {d.who for d in found.decisions} == {"Kari"}
    values = values_of(desk.review)[desk.extraction.items[0].id]
    assert values == {
        "right": ("yes",), "kind": ("question",), "force": ("question",), "addressee": ("kd",),
        "partner": ("fk",), "beneficiary": ("nho",), "proposer": ("lo",), "subject": ("fagskole",),
        "answer": ("underway",),
    }  # fmt: skip
    assert "Blir bedt: avviser KMD, legger til KD (Etter møtet)" in desk.shown()
    again = desk.collate(path)
    assert (again.decisions, again.clashes, again.refusals) == ((), (), ())
    sheet = openpyxl.load_workbook(desk.export("b.xlsx"))["Rett her"]
    assert [at(sheet, KMD, c).value for c in ("right", "answer", "comment")] == ["ja", "under arbeid", None]
    assert not desk.collate(desk.folder / "b.xlsx").decisions


def test_a_cleared_cell_rejects_and_a_deleted_row_decides_nothing(desk: Desk) -> None:
    def edit(sheet: Worksheet) -> None:
        at(sheet, KMD, "addressee").value = None
        sheet.delete_rows(HKDIR)

    found = desk.take(desk.edited(edit))
    assert acts(found) == [("reject", "kmd")]
    assert "avviser KMD" in desk.shown()
    assert desk.links(HKDIR, Role.ADDRESSEE) == {"hkdir"}


def test_answers_and_verdicts_are_taken_back(desk: Desk) -> None:
    desk.take(desk.edited(put(KMD, right="ja", answer="gjennomført")))
    desk.take(desk.edited(put(HKDIR, right="nei", comment="Galt direktorat")))
    sheet = openpyxl.load_workbook(desk.export())["Rett her"]
    assert [at(sheet, row, "right").value for row in (KMD, HKDIR)] == ["ja", "nei"]
    found = desk.take(desk.edited(lambda s: (put(KMD, right=None, answer="")(s), put(HKDIR, right="ja")(s))))
    assert [act for act, _ in acts(found)] == ["withdraw", "withdraw", "confirm"]
    values = values_of(desk.review)
    first, second = (item.id for item in desk.extraction.items[:2])
    assert (values[first]["right"], values[first]["answer"], values[second]["right"]) == ((), (), ("yes",))


def test_a_comment_alone_is_a_remark_and_is_kept_once(desk: Desk) -> None:
    def edit(sheet: Worksheet) -> None:
        at(sheet, KMD, "comment").value = dt.datetime(2026, 3, 1)  # noqa: DTZ001
        at(sheet, HKDIR, "addressee").comment = Comment("Skal dette\nvære HK-dir?", "Kari")

    path = desk.edited(edit)
    found = desk.take(path)
    assert [(d.act, d.quote) for d in found.decisions] == [
        (Act.NOTE, "2026-03-01"),
        (Act.NOTE, "Skal dette være HK-dir?"),
    ]
    assert not desk.collate(path).decisions
    context = openpyxl.load_workbook(desk.export())["Sammenheng"]
    assert any(row[6] == "Skal dette være HK-dir?" for row in context.iter_rows(values_only=True))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("  kmd ", {"kmd"}),
        ("KMD;HK-dir", {"kmd", "hkdir"}),
        ("KMD\nKunnskapsdepartementet", {"kmd", "kd"}),
        ("KMD, KD og HK-dir.", {"kmd", "kd", "hkdir"}),
        ("fylkeskommunene", {"fk"}),
        ("Møre og Romsdal FK", {"fk-more-og-romsdal"}),
    ],
)
def test_names_are_read_however_they_are_written(written: str, expected: set[str], desk: Desk) -> None:
    found = desk.take(desk.edited(put(KMD, addressee=written)))
    assert not found.refusals
    assert {one.rsplit("/")[-1] for one in desk.links(KMD, Role.ADDRESSEE)} == expected


def test_an_unknown_name_is_refused_with_a_suggestion_and_the_rest_is_taken(desk: Desk) -> None:
    path = desk.edited(
        lambda s: (put(KMD, addressee="HK-dirr", kind="spørsmål")(s), put(HKDIR, right="ja")(s))
    )
    found = desk.take(path)
    assert acts(found) == [("confirm", "")]
    (refusal,) = found.refusals
    assert (refusal.sheet, refusal.row, refusal.item) == ("Rett her", KMD, desk.extraction.items[0].id)
    assert refusal.why == "Blir bedt: ukjent aktør «HK-dirr»"
    assert "hk-dir" in refusal.cure.lower()


def test_words_of_every_language_numbers_and_truth_values(desk: Desk) -> None:
    def edit(sheet: Worksheet) -> None:
        put(KMD, right=True, kind="Question ", force=" må")(sheet)
        put(HKDIR, right="X", subject="vocational education")(sheet)
        put(FK, right="kanskje")(sheet)
        put(LINK, addressee=47)(sheet)
        put(GREEN, kind=None)(sheet)

    found = desk.collate(desk.edited(edit))
    assert ("kind", "question") in acts(found)
    assert ("force", "must") in acts(found)
    assert acts(found).count(("confirm", "")) >= 1
    problems = {refusal.row: refusal for refusal in found.refusals}
    assert "«kanskje» er ikke mulig her" in problems[FK].why
    assert "ja, nei" in problems[FK].cure
    assert "ukjent aktør «47»" in problems[LINK].why
    assert "Slag: cellen er tom" in problems[GREEN].why


@pytest.mark.parametrize("language", ["nn", "en"])
def test_a_workbook_in_another_language_is_read(language: str, desk: Desk) -> None:
    say = Wording(GAZETTEER, language)
    path = desk.edited(
        put(KMD, kind=say.word("kind", "observation"), right=say.word("right", "yes")), language=language
    )
    assert acts(desk.take(path)) == [("kind", "observation"), ("confirm", "")]


def lay(sheet: Worksheet, rows: list[tuple[object, ...]], first: int) -> None:
    """Write values anew, text as text: openpyxl takes what begins with an equals sign for a formula."""
    for number, row in enumerate(rows, first):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.value = value
            cell.data_type = "s" if isinstance(value, str) else cell.data_type


def sort_backwards(sheet: Worksheet) -> None:
    lay(sheet, list(sheet.iter_rows(min_row=2, values_only=True))[::-1], 2)


def move_columns(sheet: Worksheet) -> None:
    lay(sheet, [row[::-1] for row in sheet.iter_rows(values_only=True)], 1)


def hide(sheet: Worksheet) -> None:
    sheet.row_dimensions[KMD].hidden = True
    sheet.column_dimensions["H"].hidden = True
    sheet.column_dimensions["P"].hidden = False
    sheet.auto_filter.add_filter_column(4, ["nei"])


def rename(sheet: Worksheet) -> None:
    for column, header in (
        ("addressee", "Hvem blir bedt"),
        ("subject", "TEMA(ER):"),
        ("item", "id (ikke rør)"),
    ):
        at(sheet, 1, column).value = header
    sheet.insert_rows(1, 3)
    sheet.cell(1, 1).value = "Gjennomgang i fylkeskommunen"


def add_columns(sheet: Worksheet) -> None:
    sheet.insert_cols(3)
    sheet.cell(1, 3).value = "Våre notater"
    sheet.cell(2, 3).value = "Se sak 12/34"


def delete_locked(sheet: Worksheet) -> None:
    for name in ("key", "doubt", "heading", "text", "no"):
        sheet.delete_cols(COLUMNS.index(name) + 1)


def delete_ids(sheet: Worksheet) -> None:
    sheet.delete_cols(COLUMNS.index("item") + 1)


TREATMENTS = (sort_backwards, move_columns, hide, rename, add_columns, delete_locked, delete_ids)


@pytest.mark.parametrize("treat", TREATMENTS, ids=[t.__name__ for t in TREATMENTS])
def test_a_sheet_is_read_however_it_was_treated(treat: Callable[[Worksheet], None], desk: Desk) -> None:
    def edit(sheet: Worksheet) -> None:
        put(KMD, addressee="KD", right="ja")(sheet)
        treat(sheet)

    found = desk.take(desk.edited(edit))
    assert acts(found) == [("reject", "kmd"), ("add", "kd"), ("confirm", "")]
    assert not found.refusals
    if treat is add_columns:
        assert desk.books[0].notes == ("kolonnen «Våre notater» er ikke lest",)


def test_a_deleted_column_decides_nothing(desk: Desk) -> None:
    def edit(sheet: Worksheet) -> None:
        put(KMD, right="ja")(sheet)
        sheet.delete_cols(COLUMNS.index("addressee") + 1)

    assert acts(desk.collate(desk.edited(edit))) == [("confirm", "")]


def test_mixed_rows_new_rows_and_copies_are_refused(desk: Desk) -> None:
    def edit(sheet: Worksheet) -> None:
        first, second = at(sheet, KMD, "text"), at(sheet, HKDIR, "text")
        first.value, second.value = second.value, first.value
        copy = [cell.value for cell in sheet[FK]]
        sheet.append(copy)
        put(7, addressee="KD")(sheet)
        put(8, text="Et nytt innspill", addressee="KD")(sheet)
        put(LINK, text=str(at(sheet, LINK, "text").value) + " snart", addressee="KMD")(sheet)

    found = desk.collate(desk.edited(edit))
    problems = {refusal.row: refusal.why for refusal in found.refusals}
    assert "raden er blandet" in problems[KMD]
    assert "raden er blandet" in problems[HKDIR]
    assert "radene 4, 7" in problems[FK]
    assert "radene 4, 7" in problems[7]
    assert "nye rader leses ikke" in problems[8]
    assert "teksten er endret; resten av raden er lest" in problems[LINK]
    assert acts(found) == [("reject", "kd"), ("add", "kmd")]
    assert all(refusal.cure for refusal in found.refusals)


def test_formulas_errors_and_merged_cells(desk: Desk) -> None:
    def edit(sheet: Worksheet) -> None:
        at(sheet, KMD, "addressee").value = "=H3"
        at(sheet, HKDIR, "partner").value = "#N/A"
        at(sheet, HKDIR, "partner").data_type = "e"
        column = COLUMNS.index("addressee") + 1
        sheet.merge_cells(start_row=FK, end_row=LINK, start_column=column, end_column=column)
        sheet.merge_cells(start_row=GREEN, end_row=GREEN, start_column=column, end_column=column + 1)

    found = desk.collate(desk.edited(edit))
    problems = {refusal.row: refusal.why for refusal in found.refusals}
    assert problems == {
        KMD: "Blir bedt: formelen har ingen verdi",
        HKDIR: "Sammen med: cellen viser en feil",
        GREEN: "Sammen med: cellen er slått sammen med en annen",
    }
    assert acts(found) == [("reject", "kd"), ("add", "fk")], (
        "a cell merged downwards says the same in each row"
    )


def test_a_formula_with_a_value_is_read_as_what_it_shows(desk: Desk) -> None:
    path = desk.edited(put(KMD, addressee="=H3"))
    data = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert b"<f>H3</f><v" in part or b"<f>H3</f>" in part
                part = part.replace(b"<f>H3</f><v/>", b"<f>H3</f><v>HK-dir</v>").replace(
                    b"<f>H3</f><v></v>", b"<f>H3</f><v>HK-dir</v>"
                )
                cell = part[: part.index(b"<f>H3</f>")].rindex(b"<c ")
                part = part[:cell] + part[cell:].replace(b"<c ", b'<c t="str" ', 1)
            new.writestr(name, part)
    path.write_bytes(data.getvalue())
    assert acts(desk.collate(path)) == [("reject", "kmd"), ("add", "hkdir")]


def test_text_of_a_document_is_never_a_formula_or_a_link(desk: Desk) -> None:
    with zipfile.ZipFile(desk.export()) as package:
        sheets = [package.read(n).decode() for n in package.namelist() if n.startswith("xl/worksheets/")]
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
    assert str(at(openpyxl.load_workbook(desk.export())["Rett her"], LINK, "text").value).startswith(
        "=HYPERLINK("
    )


def test_the_one_sheet_as_csv(desk: Desk) -> None:
    import csv

    sheet = openpyxl.load_workbook(desk.edited(put(KMD, addressee="KD", right="ja"))).worksheets[0]
    path = desk.folder / "a.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(sheet.iter_rows(values_only=True))
    assert acts(desk.collate(path)) == [("reject", "kmd"), ("add", "kd"), ("confirm", "")]


def test_wrong_workbooks_are_refused(desk: Desk) -> None:
    other = openpyxl.Workbook()
    other.active.append(["Navn", "Telefon"])
    other.save(desk.folder / "annen.xlsx")
    with pytest.raises(InnspillError, match="ikke et ark fra «innspill review export»"):
        desk.collate(desk.folder / "annen.xlsx")
    with pytest.raises(InnspillError, match="gjelder «made», ikke «verksted-2021»"):
        open_workbook(read_book(desk.export()), "a.xlsx", "verksted-2021", GAZETTEER)
    twice = desk.edited(put(1, comment="Blir bedt"))
    with pytest.raises(InnspillError, match="kolonnen «Blir bedt» står to ganger"):
        desk.collate(twice)


def test_an_old_workbook_keeps_what_it_says_of_reworded_items_as_conflicts(desk: Desk) -> None:
    path = desk.edited(
        lambda s: (
            put(KMD, addressee="KD")(s),
            put(HKDIR, right="ja", force="bør")(s),
            put(FK, right="ja")(s),
        )
    )
    desk.write(
        TEXT.replace("samordne virkemidlene", "samordne og forenkle virkemidlene").replace(
            "- Fylkeskommunene bør", "- Nytt punkt om havbruk\n- Fylkeskommunene bør"
        )
    )
    found = desk.take(path)
    assert [(c.field, bool(c.astray)) for c in found.changes] == [
        ("force", False), ("right", False), ("right", False), ("addressee", True),
    ]  # fmt: skip
    assert "samordne og forenkle" in desk.shown()
    assert {c.decision.target for c in desk.review.conflicts} == {"kmd", "kd"}
    assert not desk.collate(path).decisions


def test_what_somebody_else_decided_since_is_a_conflict_with_both_values(desk: Desk) -> None:
    mine = desk.edited(put(KMD, addressee="KD", right="ja"))
    item = desk.extraction.items[0]
    anchor = Anchor("made", item.id, item.text)
    desk.log.append(Decision("2026-01-01T00:00:00.000000Z", "Ola", Act.ADD, anchor, "fk", Role.ADDRESSEE))
    found = desk.collate(mine)
    (clash,) = found.clashes
    assert (clash.field, clash.sides) == ("addressee", (("Kari (a.xlsx)", ("kd",)), ("Ola", ("fk", "kmd"))))
    assert not found.decisions
    assert "«ja» er ikke tatt inn" in found.refusals[0].why
    assert acts(desk.collate(mine, prefer="a.xlsx")) == [
        ("reject", "fk"), ("reject", "kmd"), ("add", "kd"), ("confirm", ""),
    ]  # fmt: skip


def test_ones_own_second_thoughts_in_the_same_workbook_are_no_conflict(desk: Desk) -> None:
    path = desk.edited(put(KMD, addressee="KD"))
    desk.take(path)
    book = openpyxl.load_workbook(path)
    put(KMD, addressee="FK")(book.worksheets[0])
    book.save(path)
    found = desk.take(path)
    assert not found.clashes
    assert desk.links(KMD, Role.ADDRESSEE) == {"fk"}


def test_a_reading_that_others_confirmed_since_is_not_changed_silently(desk: Desk) -> None:
    mine = desk.edited(put(KMD, addressee="KD"))
    desk.take(desk.edited(put(KMD, right="ja"), "b.xlsx"), who={"b.xlsx": "Ola"})
    (clash,) = desk.collate(mine).clashes
    assert clash.sides == (("Kari (a.xlsx)", ("kd",)), ("Ola", ("kmd",)))


def test_what_was_read_in_and_then_undone_by_others_is_not_done_again(desk: Desk) -> None:
    path = desk.edited(put(KMD, kind="spørsmål"))
    desk.take(path)
    desk.take(desk.edited(put(KMD, kind="forslag"), "b.xlsx"), who={"b.xlsx": "Ola"})
    found = desk.collate(path)
    assert not found.decisions
    assert found.known == 1


def test_two_reviewers_agree_once_and_disagree_in_the_open(desk: Desk) -> None:
    def first(sheet: Worksheet) -> None:
        put(KMD, addressee="KD", subject="fagskole")(sheet)
        put(HKDIR, right="ja")(sheet)
        put(FK, right="ja")(sheet)

    def second(sheet: Worksheet) -> None:
        put(KMD, addressee="FK", subject="fagskole", comment="Fylkene gjør dette")(sheet)
        put(HKDIR, right="nei")(sheet)
        put(FK, right="ja")(sheet)

    one, other = desk.edited(first, "a.xlsx"), desk.edited(second, "b.xlsx")
    who = {"a.xlsx": "Kari", "b.xlsx": "Ola"}
    found = desk.collate(one, other, who=who)
    assert {(c.field, c.sides) for c in found.clashes} == {
        ("addressee", (("Kari (a.xlsx)", ("kd",)), ("Ola (b.xlsx)", ("fk",)))),
        ("right", (("Kari (a.xlsx)", ("yes",)), ("Ola (b.xlsx)", ("no",)))),
    }
    assert acts(found) == [("reject", "virkemidler"), ("confirm", ""), ("note", "")]
    assert "a.xlsx:2, b.xlsx:2" in desk.shown()
    assert "Blir bedt: Kari (a.xlsx): KD | Ola (b.xlsx): FK" in desk.shown()
    desk.take(one, other, who=who)
    rest = desk.take(one, other, who=who, prefer="b.xlsx")
    assert not rest.clashes
    assert acts(rest) == [("reject", "kmd"), ("add", "fk"), ("note", "wrong")]
    assert not desk.take(one, other, who=who, prefer="b.xlsx").decisions


def test_the_name_in_the_workbook_is_who_decided(desk: Desk) -> None:
    path = desk.edited(put(KMD, right="ja"))
    book = openpyxl.load_workbook(path)
    guide = book["Slik gjør du"]
    assert guide["A3"].value.startswith("Navnet ditt")
    guide["A4"].value = " Kari  Nordmann "
    book.save(path)
    assert desk.take(path).decisions[0].who == "Kari Nordmann"


def test_uncertain_items_are_marked_until_somebody_says_they_are_right(desk: Desk) -> None:
    desk.write(
        "Innspill\n\n- Det må bli bedre nettverk og erfaringsutveksling\n- KD bør svare om fagskolene\n"
    )
    sheet = openpyxl.load_workbook(desk.export())["Rett her"]
    assert [at(sheet, row, "doubt").value for row in (2, 3)] == [
        "fordi forslaget ikke sier hvem som blir bedt",
        None,
    ]
    desk.take(desk.edited(put(2, right="ja")))
    assert at(openpyxl.load_workbook(desk.export())["Rett her"], 2, "doubt").value is None


def cells_of(made, edits: dict[tuple[int, str], str], order: list[int], columns: list[str]) -> Book:
    """The book that a form is, edited, some rows in another order and some columns in another or gone."""
    say = {column: f" {column.upper()} " for column in columns}
    from graph.messages import messages

    words = messages("workbook", "nb")
    cells = [
        Cell(1, number, words[f"column-{column}"] + say[column][0])
        for number, column in enumerate(columns, 1)
    ]
    for number, index in enumerate(order, 2):
        row = {**made.rows[index], **{column: text for (i, column), text in edits.items() if i == index}}
        cells += [Cell(number, at, row[name]) for at, name in enumerate(columns, 1) if row.get(name)]
    hidden = [["innspill review", "1", made.document, "nb", str(made.version), made.last]]
    hidden += [["row", row["item"], row["key"]] for row in made.rows]
    lines = [Cell(r, c, text) for r, line in enumerate(hidden, 1) for c, text in enumerate(line, 1) if text]
    return Book("", (Sheet("innspill", tuple(lines)), Sheet("Rett her", tuple(sorted(cells)))))


@pytest.fixture(scope="module")
def made_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("random"))


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_whatever_is_done_to_the_sheet_what_the_cells_say_is_what_is_so(made_desk: Desk, data) -> None:
    """Rows in any order and some gone, columns in any order and some gone, cells changed at random."""
    desk = made_desk
    desk.log = []
    wording = Wording(GAZETTEER)
    made = form(desk.review, (), GAZETTEER)
    names = {"actor": ["kmd", "kd", "fk", "nho", "hkdir"], "theme": ["fagskole", "virkemidler", "innovasjon"]}
    changes: dict[tuple[int, str], tuple[str, ...]] = {}
    for _ in range(data.draw(st.integers(0, 6))):
        index, name = data.draw(st.integers(0, 4)), data.draw(st.sampled_from(FIELDS))
        if name in CHOICES:
            value = (data.draw(st.sampled_from(CHOICES[name])),)
        else:
            pool = names["theme" if name == "subject" else "actor"]
            value = tuple(sorted(data.draw(st.sets(st.sampled_from(pool)))))
        changes[index, name] = value
    edits = {(i, name): wording.shown(name, value) + " " for (i, name), value in changes.items()}
    keep = data.draw(st.lists(st.sampled_from(range(5)), unique=True))
    columns = data.draw(st.permutations(COLUMNS))
    gone = data.draw(st.sets(st.sampled_from([*FIELDS, "no", "text", "heading", "key"]), max_size=4))
    columns = [name for name in columns if name not in gone]
    before = values_of(desk.review)
    book = open_workbook(cells_of(made, edits, keep, columns), "a.xlsx", "made", GAZETTEER)
    found = collate(desk.review, desk.log, [replace(book, who="Kari")], GAZETTEER)
    assert not found.refusals
    assert not found.clashes
    desk.log = list(found.decisions)
    assert not desk.review.conflicts
    after = values_of(desk.review)
    for index, item in enumerate(desk.extraction.items):
        wanted = dict(before[item.id])
        if index in keep:
            wanted |= {name: v for (i, name), v in changes.items() if i == index and name in columns}
        if wanted["kind"] != before[item.id]["kind"] and wanted["force"] == before[item.id]["force"]:
            wanted["force"] = after[item.id]["force"]
        assert after[item.id] == wanted
    again = open_workbook(cells_of(made, edits, keep, columns), "a.xlsx", "made", GAZETTEER)
    assert not collate(desk.review, desk.log, [replace(again, who="Kari")], GAZETTEER).decisions


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 12),
            st.integers(1, 17),
            st.text(max_size=12),
            st.sampled_from(["", "formula", "merged"]),
        ),
        max_size=12,
    )
)
@example(junk=[(row, list(COLUMNS).index("kind") + 1, ".", "") for row in range(2, 6)])
def test_junk_in_any_cell_is_refused_or_understood_and_never_breaks(made_desk: Desk, junk) -> None:
    desk = made_desk
    desk.log = []
    made = form(desk.review, (), GAZETTEER)
    hidden, sheet = cells_of(made, {}, list(range(5)), list(COLUMNS)).sheets
    cells = {(cell.row, cell.column): cell for cell in sheet.cells}
    cells |= {(row, column): Cell(row, column, text, "", odd) for row, column, text, odd in junk}
    book = Book("", (hidden, Sheet("Rett her", tuple(cell for _, cell in sorted(cells.items())))))
    try:
        opened = open_workbook(book, "a.xlsx", "made", GAZETTEER)
    except InnspillError as error:
        assert error.cure  # noqa: PT017
        return
    found = collate(desk.review, (), [replace(opened, who="Kari")], GAZETTEER)
    assert preview(found, [opened], GAZETTEER)
    assert not replay(desk.extraction, found.decisions, GAZETTEER).conflicts
    assert all(refusal.why and refusal.cure for refusal in found.refusals)


def command(*arguments: object, lines: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(a) for a in arguments], input=lines)
    if done.exception and not isinstance(done.exception, SystemExit):
        return 2, str(done.exception)
    return done.exit_code, done.output


def test_the_command_shows_first_and_writes_only_when_told(tmp_path: Path) -> None:
    source = tmp_path / "made.txt"
    source.write_text(TEXT, encoding="utf-8")
    path, log = tmp_path / "a.xlsx", tmp_path / "decisions.sqlite"
    assert command("review", "export", source, path) == (0, f"{path}: 5 innspill, 0 avgjørelser så langt\n")
    book = openpyxl.load_workbook(path)
    put(KMD, addressee="KD")(book.worksheets[0])
    put(HKDIR, addressee="Ukjentdirektoratet")(book.worksheets[0])
    book.save(path)
    code, said = command("review", "import", source, path, "--who", "Kari")
    assert code == 1, "something was refused"
    assert "Blir bedt: avviser KMD, legger til KD" in said
    assert "ukjent aktør «Ukjentdirektoratet»" in said
    assert "Ingenting er skrevet; --write skriver det." in said
    assert not log.exists()
    code, said = command("review", "import", source, path, "--who", "Kari", "--write")
    assert (code, said.splitlines()[-1]) == (1, "Skrevet: 2 avgjørelser.")
    with Log(log, read_only=True) as held:
        assert [(d.act, d.target, d.who) for d in held.decisions()] == [
            (Act.REJECT, "kmd", "Kari"),
            (Act.ADD, "kd", "Kari"),
        ]
    assert "Ingenting nytt å skrive." in command("review", "import", source, path, "--write")[1]
    lines = tmp_path / "ut.jsonl"
    assert command("review", "export", source, lines)[0] == 0
    assert command("review", "import", source, lines) == (0, "2 avgjørelser lest, 0 nye\n")
    assert "ikke i samme omgang" in command("review", "import", source, lines, path)[1]
    assert (
        "«b.xlsx» er ingen av arbeidsbøkene"
        in command("review", "import", source, path, "--prefer", "b.xlsx")[1]
    )
    assert "«.docx» er ikke kjent her" in command("review", "export", source, tmp_path / "a.docx")[1]


def test_hostile_workbooks_are_stopped(tmp_path: Path, desk: Desk) -> None:
    path = desk.export()
    bomb = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            more = b" " * 250_000_000 if name == "xl/worksheets/sheet1.xml" else b""
            new.writestr(name, old.read(name) + more)
    (tmp_path / "bombe.xlsx").write_bytes(bomb.getvalue())
    (tmp_path / "kuttet.xlsx").write_bytes(path.read_bytes()[:5000])
    (tmp_path / "gammel.ods").write_bytes(b"PK\x03\x04")
    for name, problem in (
        ("bombe.xlsx", "for stor å pakke ut"),
        ("kuttet.xlsx", "ødelagt"),
        ("gammel.ods", "leses ikke som .ods"),
    ):
        with pytest.raises(InnspillError, match=problem):
            read_cells(tmp_path / name)


def office(path: Path, form_: str) -> Path:
    """A file as LibreOffice saves it in another format."""
    command = shutil.which("soffice")
    assert command, "make test-integration installs Debian's libreoffice-calc-nogui"
    profile = path.parent / "profile"
    out = path.parent / form_
    subprocess.run(
        [
            command,
            f"-env:UserInstallation=file://{profile}",
            "--headless",
            "--convert-to",
            form_,
            "--outdir",
            str(out),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
        env={**os.environ, "HOME": str(path.parent)},
    )
    return out / f"{path.stem}.{form_}"


@pytest.mark.integration
def test_a_round_trip_through_libreoffice_loses_nothing(tmp_path: Path) -> None:
    extraction = extract(WORKSHOP, GAZETTEER)
    review = replay(extraction, (), GAZETTEER)
    made = form(review, (), GAZETTEER)
    path = tmp_path / "a.xlsx"
    path.write_bytes(render(made))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    chance = random.Random(6)  # noqa: S311
    for row in chance.sample(range(2, 84), 30):
        put(row, right=chance.choice(["ja", "nei", None]), addressee=chance.choice(["KD; FK", "KMD", None]))(
            sheet
        )
        at(sheet, row, "comment").value = "Linje en\nlinje to  æøå =1+1"
        at(sheet, row, "kind").comment = Comment("Se på dette", "Kari")
    book.save(path)
    back = office(office(path, "ods"), "xlsx")
    ours, theirs = read_book(path), read_book(back)
    assert [s.name for s in ours.sheets] == [s.name for s in theirs.sheets]
    for one, other in zip(ours.sheets, theirs.sheets, strict=True):
        assert [replace(c, note="") for c in one.cells] == [replace(c, note="") for c in other.cells]
        assert [c.note for c in one.cells if c.note] == [c.note for c in other.cells if c.note]
    found = [
        collate(
            review,
            (),
            [replace(open_workbook(b, "a.xlsx", "verksted-2021", GAZETTEER), who="Kari")],
            GAZETTEER,
        )
        for b in (ours, theirs)
    ]
    assert [(d.act, d.anchor, d.target, d.role, d.quote, d.why) for d in found[0].decisions] == [
        (d.act, d.anchor, d.target, d.role, d.quote, d.why) for d in found[1].decisions
    ]
    assert len(found[0].decisions) > 40
    sheet = openpyxl.load_workbook(back).worksheets[0]
    assert sheet.protection.sheet
    assert len(sheet.data_validations.dataValidation) == len(FIELDS)
