"""Reading: encodings, bad input, and what is cleaned."""

from __future__ import annotations

import pytest

from graph.documents import read
from graph.errors import InnspillError

TEXT = "Innspill til møtet\n\n- Ås kommune bør få økte midler – «nå»\n- Fylket må dele\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_every_common_encoding_gives_the_same_lines(tmp_path, encoding) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert [line.text for line in read(path).lines] == TEXT.split("\n")


@pytest.mark.parametrize("encoding", ["cp865", "mac_roman"])
def test_old_encodings_give_the_norwegian_letters_and_say_so(tmp_path, encoding) -> None:
    text = "Ås kommune bør få økte midler\nFærre møter\n"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    source = read(path)
    assert [line.text for line in source.lines] == text.split("\n")
    assert [note.told("nb") for note in source.notes] == [f"lest som {encoding}"]


def test_crlf_bom_and_decomposed_letters_are_made_one(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffA\u030as\r\nrekke\rslutt".encode())
    assert [line.text for line in read(path).lines] == ["Ås", "rekke", "slutt"]


def test_ligatures_and_soft_hyphens_become_plain_letters_but_fractions_stay(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("ﬁnansi\u00adering ½", encoding="utf-8")
    assert read(path).lines[0].text == "finansiering ½"


def test_control_characters_are_removed_and_told(tmp_path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"god dag\x00 alle sammen\n" * 3 + b"mer tekst " * 100)
    source = read(path)
    assert "\x00" not in source.lines[0].text
    assert [note.told("nb") for note in source.notes] == ["3 kontrolltegn fjernet"]


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("tom.txt", b"", "ingen tekst"),
        ("blank.txt", b" \n\t\n", "ingen tekst"),
        ("bom.txt", b"\xef\xbb\xbf", "ingen tekst"),
        ("bilde.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "et bilde (PNG)"),
        ("skjult.txt", b"%PDF-1.7\n...", "en PDF"),
        ("arkiv.txt", b"PK\x03\x04" + b"\x00" * 50, "eller den er ødelagt"),
        (
            "gammel.txt",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 50,
            "gammelt eller passordbeskyttet Office-dokument",
        ),
        ("stoy.txt", bytes(range(1, 32)) * 50, "ikke tekst"),
        ("tilfeldig.txt", bytes((i * 73 + 41) % 256 for i in range(4000)), ""),
        ("kort16.txt", b"\xff\xfeA\x00B", "utf-16"),
        ("notat.doc", b"tekst", "Lagre som .docx"),
        ("uten", b"tekst", "uten filendelse"),
    ],
)
def test_unreadable_files_are_refused_by_name_with_a_cure(tmp_path, name, data, problem) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InnspillError) as caught:
        read(path)
    assert problem in str(caught.value)
    assert caught.value.where == name
    assert caught.value.cure


def test_missing_file_and_folder_are_refused(tmp_path) -> None:
    with pytest.raises(InnspillError, match="finnes ikke"):
        read(tmp_path / "nei.txt")
    with pytest.raises(InnspillError, match="en mappe"):
        read(tmp_path)


def test_a_name_is_always_a_safe_slug(tmp_path) -> None:
    path = tmp_path / ("Æ" * 80 + " .. høring.txt")
    path.write_text("- en\n", encoding="utf-8")
    slug = read(path).document.slug
    assert slug.isascii()
    assert len(slug) <= 60


def test_a_line_of_a_megabyte_and_ten_megabytes_are_read(tmp_path) -> None:
    path = tmp_path / "lang.txt"
    path.write_text("ord " * 250_000 + "\n- punkt\n", encoding="utf-8")
    assert len(read(path).lines) == 3
    path.write_text("- et punkt til KMD om noe\n" * 400_000, encoding="utf-8")
    assert len(read(path).lines) == 400_001
