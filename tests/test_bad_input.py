"""Bad input: what each kind of broken, hostile or odd file gets, one by one."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
import time
import unicodedata
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from graph.documents import Headers, read, worker
from graph.documents.formats import Format
from graph.documents.reading import slug_of
from graph.documents.sheet import MOST_ROWS
from graph.errors import InnspillError
from graph.pipeline import extract

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction

FILES = Path(__file__).parent / "files"
WORD = (FILES / "samling.docx").read_bytes()
PDF = (FILES / "samling.pdf").read_bytes()


def made(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def refused(path: Path) -> str:
    with pytest.raises(InnspillError) as caught:
        read(path)
    assert caught.value.cure, "every refusal says what to do"
    assert path.name in str(caught.value)
    return str(caught.value)


def package(source: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """An Office package with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, change(data) if info.filename == part else data)
    return out.getvalue()


def pdf_of(content: bytes) -> bytes:
    """A PDF of one page with the given compressed content and no fonts."""
    packed = zlib.compress(content, 9)
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /Font << /F << "
            b"/Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        ),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(data)
    return data + b"xref\n0 5\n0000000000 65535 f \n" + table + end


@pytest.mark.parametrize(
    "name", ["tom.txt", "tom.pdf", "tom.docx", "tom.odt", "tom.html", "tom.xlsx", "tom.csv"]
)
def test_01_an_empty_file_has_no_text(name: str, tmp_path: Path) -> None:
    assert "ingen tekst" in refused(made(tmp_path / name, b""))


def test_02_a_scanned_pdf_needs_ocr(tmp_path: Path) -> None:
    message = refused(made(tmp_path / "skannet.pdf", pdf_of(b"1 0 0 rg 10 10 100 100 re f")))
    assert "ingen tekst (side 1 er bilder)" in message
    assert "OCR" in message


def test_02_a_page_without_text_among_others_is_told(tmp_path: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(FILES / "samling.pdf")
    document.new_page(200, 200)
    document.save(tmp_path / "blandet.pdf")
    assert "side 2 har ingen tekst" in read(tmp_path / "blandet.pdf").notes[0].told("nb")


def test_03_an_encrypted_pdf_asks_for_a_copy_without_password(tmp_path: Path) -> None:
    path = made(tmp_path / "passord.pdf", (FILES / "passord.pdf").read_bytes())
    assert "beskyttet med passord" in refused(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_04_a_truncated_file_is_damaged_never_empty(share: float, tmp_path: Path) -> None:
    for name, whole in (
        ("kuttet.pdf", PDF),
        ("kuttet.docx", WORD),
        ("kuttet.odt", (FILES / "samling.odt").read_bytes()),
    ):
        assert "ødelagt" in refused(made(tmp_path / name, whole[: int(len(whole) * share)]))


def test_05_a_file_that_is_not_what_its_name_says_is_named(tmp_path: Path) -> None:
    assert "heter .pdf, men er et Word-dokument" in refused(made(tmp_path / "a.pdf", WORD))
    assert "heter .docx, men er en PDF" in refused(made(tmp_path / "a.docx", PDF))
    assert "heter .txt, men er en PDF" in refused(made(tmp_path / "a.txt", PDF))
    assert "er ikke en PDF" in refused(made(tmp_path / "b.pdf", b"bare tekst"))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("bilde.png", b"x")
    assert "zip-arkiv, ikke et dokument" in refused(made(tmp_path / "c.docx", archive.getvalue()))


def test_06_a_pdf_bomb_is_read_within_bounds(tmp_path: Path) -> None:
    bomb = made(tmp_path / "bombe.pdf", pdf_of(b"BT /F 1 Tf 1 1 Td (a) Tj ET " * 2_000_000))
    begun = time.monotonic()
    with contextlib.suppress(InnspillError):
        worker.read_apart(bomb, Format.PDF, Headers(), lambda _d, _t: None, idle=5)
    assert time.monotonic() - begun < 30


def test_07_a_zip_bomb_is_too_large_to_unpack(tmp_path: Path) -> None:
    bomb = package(WORD, "word/document.xml", lambda data: data + b" " * 250_000_000)
    assert len(bomb) < 1_000_000
    assert "for stor å pakke ut" in refused(made(tmp_path / "bombe.docx", bomb))


def test_08_a_doctype_in_an_office_file_is_refused(tmp_path: Path) -> None:
    def declare(data: bytes) -> bytes:
        return data.replace(b"?>", b'?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', 1)

    assert "DOCTYPE" in refused(made(tmp_path / "a.docx", package(WORD, "word/document.xml", declare)))


def test_11_an_old_word_file_is_to_be_saved_anew(tmp_path: Path) -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert "lagre som .docx" in refused(made(tmp_path / "gammel.doc", old))


NORWEGIAN = (
    "Innspill\n\n- Fylkeskommunene bør støtte små bedrifter på Ås og i Ørsta\n- Ærlig talt må KD svare\n"
)


@pytest.mark.parametrize("encoding", ["cp1252", "cp865", "mac_roman", "utf-16", "utf-8-sig"])
def test_12_to_14_every_encoding_is_read_right_and_odd_ones_told(encoding: str, tmp_path: Path) -> None:
    source = read(made(tmp_path / "a.txt", NORWEGIAN.encode(encoding)))
    assert "\n".join(line.text for line in source.lines) == NORWEGIAN
    if encoding in {"cp865", "mac_roman"}:
        assert [note.told("nb") for note in source.notes] == [f"lest som {encoding}"]


def test_15_decomposed_letters_are_the_same_actor(extracted: Callable[..., Extraction]) -> None:
    text = "Innspill\n\n- Ås kommune bør bygge ut\n"
    composed, decomposed = extracted(text, "a.txt"), extracted(unicodedata.normalize("NFD", text), "b.txt")
    assert composed.candidates == decomposed.candidates
    assert [c.id for c in composed.candidates] == ["as-kommune"]


def test_16_and_17_hyphens_at_a_lines_end(extracted: Callable[..., Extraction]) -> None:
    text = (
        "Innspill til staten om virkemidler for bedrifter i distriktene\n\n"
        "- Staten bør gjøre det lettere for bedriftene i distriktene å søke om til-\n  skudd til små-\n"
        "  og mellomstore prosjekter\n"
    )
    assert extracted(text).items[0].text.endswith("å søke om tilskudd til små- og mellomstore prosjekter")


def test_18_soft_hyphens_and_ligatures_are_searchable(extracted: Callable[..., Extraction]) -> None:
    found = extracted("Innspill\n\n- Mer \ufb01nansiering av fag\xadskolene\n")
    assert found.items[0].text == "Mer finansiering av fagskolene"
    assert {"fagskole", "virkemidler"} <= {a.target for a in found.attributions}


def test_19_control_characters_are_removed_and_told(tmp_path: Path) -> None:
    source = read(made(tmp_path / "a.txt", b"Innspill\n\n- KD b\x00\xc3\xb8r \x0bsvare\n"))
    assert source.lines[2].text == "- KD bør  svare"
    assert [note.told("nb") for note in source.notes] == ["1 kontrolltegn fjernet"]


def test_20_a_hundred_megabytes_on_one_line_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "stor.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    begun = time.monotonic()
    assert "større enn 50 MB" in refused(path)
    assert time.monotonic() - begun < 1


def test_21_and_22_names_are_plain_and_short(tmp_path: Path) -> None:
    assert slug_of(Path("../../etc/passwd.txt")) == "passwd"
    assert slug_of(Path("..txt")) == "dokument"
    assert len(slug_of(Path("a" * 300 + ".txt"))) <= 60
    with pytest.raises(InnspillError, match="lar seg ikke bruke"):
        read(tmp_path / ("a" * 300 + ".txt"))


def test_23_the_same_file_twice_is_one_document(tmp_path: Path) -> None:
    one, two = made(tmp_path / "en.docx", WORD), made(tmp_path / "to.docx", WORD)
    done = subprocess.run(
        [str(Path(sys.executable).with_name("innspill")), "build", str(one), str(two), "--out", str(tmp_path / "ut")],
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert "Fant 11 innspill i 1 dokument(er)" in done.stdout


def test_24_a_sheet_with_too_many_rows_names_the_limit(tmp_path: Path) -> None:
    path = made(tmp_path / "a.csv", b"Svar\n" + b"Ja\n" * (MOST_ROWS + 1))
    assert f"mer enn {MOST_ROWS} rader" in refused(path)
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for _ in range(MOST_ROWS + 2):
        sheet.append(["Ja"])
    book.save(tmp_path / "b.xlsx")
    assert f"mer enn {MOST_ROWS} rader" in refused(tmp_path / "b.xlsx")


def test_a_worker_that_does_not_answer_is_stopped(tmp_path: Path) -> None:
    slow = package(
        WORD,
        "word/document.xml",
        lambda data: data.replace(b"<w:sectPr", b"<w:p/>" * 2_000_000 + b"<w:sectPr", 1),
    )
    path = made(tmp_path / "treg.docx", slow)
    with pytest.raises(InnspillError, match="ble stoppet"):
        worker.read_apart(path, Format.DOCX, Headers(), lambda _d, _t: None, idle=1)


def test_an_unknown_organisation_is_a_candidate_and_never_merged(
    gazetteer: Gazetteer, tmp_path: Path
) -> None:
    text = "Innspill\n\n- Voss kommune bør samarbeide med NTNU\n- Kommunene må svare\n"
    found = extract(made(tmp_path / "a.txt", text.encode()), gazetteer)
    asked = [(a.role.value, a.target) for a in found.attributions if a.role != "subject"]
    assert ("addressee", "voss-kommune") in asked
    assert ("addressee", "kommunene") in asked
    assert "voss-kommune" in {c.id for c in found.candidates}
