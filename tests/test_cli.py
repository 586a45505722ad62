"""The command as people run it: what it prints, what it writes, and how it says what is wrong."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from graph.cli.build import MOST_ITEMS
from tests.conftest import GOLD, ROOT, WORKSHOP

if TYPE_CHECKING:
    from collections.abc import Mapping

INNSPILL = Path(sys.executable).with_name("innspill")
RESULTS = ["analysis.md", "graph.trig", "graph.ttl", "index.html", "items.csv"]


def innspill(*words: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [INNSPILL, *map(str, words)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        timeout=120,
        env={**os.environ, **environment},
    )


def refused(*words: object, **environment: str) -> str:
    done = innspill(*words, **environment)
    message = done.stderr.decode()
    assert done.returncode == 2, (done.stdout, message)
    assert "Traceback" not in message
    assert message.startswith("innspill: ")
    assert done.stdout == b""
    return message


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built")
    done = innspill("build", WORKSHOP, "--out", out)
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().splitlines() == [
        "Fant 82 innspill i 1 dokument(er): 65 forslag, 3 spørsmål, 14 observasjoner.",
        "Oftest bedt om noe: FK (24), KMD (20), HK-dir (12).",
        f"Åpne {out}/index.html i nettleseren. Graf, tabell og rapport ligger i {out}.",
    ]
    return out


def contents(folder: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_build_writes_every_result_and_nothing_else(built: Path) -> None:
    assert sorted(contents(built)) == sorted(RESULTS)


@pytest.mark.integration
def test_two_builds_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    assert innspill("build", WORKSHOP, "-o", tmp_path, PYTHONHASHSEED="4711").returncode == 0
    assert contents(tmp_path) == contents(built)


def test_the_table_has_a_row_an_item_and_opens_in_a_spreadsheet(built: Path) -> None:
    text = (built / "items.csv").read_bytes().decode()
    assert text.startswith("\ufeffDokument;Del;Nr.;Innspill;Type;Styrke;Blir bedt;Grunnlag;")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == 82
    assert (rows[-1]["Nr."], rows[-1]["Blir bedt"], rows[-1]["Grunnlag"]) == ("14.", "KMD", "i overskriften")


@pytest.mark.integration
@pytest.mark.parametrize(("language", "says"), [("nn", "Fann 82 innspel"), ("en", "Found 82 items")])
def test_results_in_another_language(language: str, says: str, tmp_path: Path) -> None:
    done = innspill("build", WORKSHOP, "-o", tmp_path, INNSPILL_LANG=language)
    assert says in done.stdout.decode()
    assert f'<html lang="{language}">' in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_items_are_the_gold_fields_as_json_lines() -> None:
    lines = innspill("items", WORKSHOP).stdout.decode().splitlines()
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    assert [list(json.loads(line)) for line in lines] == [list(row) for row in gold]


def test_evaluate_prints_scores_and_differences() -> None:
    text = innspill("evaluate", WORKSHOP, GOLD).stdout.decode()
    assert "1.000    1.000–1.000    82     0        0" in text
    assert "forskjeller:" in text
    scores = json.loads(innspill("evaluate", WORKSHOP, GOLD, "--json").stdout)["scores"]
    assert scores["addressee"]["f1"] >= 0.9


@pytest.mark.integration
def test_validate_and_analyse_take_a_document_or_a_graph(built: Path) -> None:
    for source in (WORKSHOP, built / "graph.trig", built / "graph.ttl"):
        assert innspill("validate", source).stdout.decode() == "Grafen er i orden: 0 brudd\n"
    assert (
        innspill("analyse", built / "graph.trig").stdout.decode()
        == (built / "analysis.md").read_text("utf-8") + "\n"
    )


@pytest.mark.integration
def test_validate_tells_what_is_wrong_and_exits_with_one(built: Path, tmp_path: Path) -> None:
    text = (built / "graph.trig").read_text(encoding="utf-8")
    broken = tmp_path / "graph.trig"
    broken.write_text(text.replace("inn:basis inn:heading ;", "", 1), encoding="utf-8")
    done = innspill("validate", broken)
    assert done.returncode == 1
    assert "Koblingen mangler grunnlag" in done.stdout.decode()
    assert "Råd: " in done.stdout.decode()


@pytest.mark.integration
def test_query_lists_answers_and_writes_files(built: Path, tmp_path: Path) -> None:
    graph = built / "graph.trig"
    assert "asked-of  --actor [--theme] [--force] [--document]" in innspill("query").stdout.decode()
    ask = ("query", "asked-of", "--actor", "KMD", "-s", graph)
    assert innspill(*ask).stdout.decode().endswith("\n20 rader\n")
    assert len(json.loads(innspill(*ask, "-f", "json").stdout)) == 20
    out = tmp_path / "svar.xlsx"
    assert innspill(*ask, "-f", "xlsx", "-o", out).returncode == 0
    assert openpyxl.load_workbook(out).active.max_row == 21
    assert openpyxl.load_workbook(io.BytesIO(innspill(*ask, "-f", "xlsx").stdout)).active.max_row == 21


def test_query_takes_a_file_or_an_expression(built: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("SELECT (COUNT(?i) AS ?items) WHERE { ?i a inn:Proposal }", encoding="utf-8")
    for words in ((path,), ("-e", path.read_text(encoding="utf-8"))):
        done = innspill("query", *words, "-s", built / "graph.trig", "-f", "csv")
        assert done.stdout.decode().split() == ["\ufeffAntall", "65"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["asked-of", "--actor", "HKdri"], "Mente du hkdir"),
        (["asked-off"], "Mente du asked-of"),
        (["asked-of"], "trenger --actor"),
        (["missing.rq"], "lar seg ikke lese"),
        (["-e", "SELECT ( WHERE"], "ugyldig SPARQL"),
        (["-e", "DELETE WHERE { ?s ?p ?o }"], "kan leses, ikke endres"),
        (["-e", "ASK {}", "--actor", "KMD"], "gjelder navngitte"),
        (["actors", "-e", "ASK {}"], "Bruk ett av dem"),
        (["actors", "-s", "missing.trig"], "missing.trig"),
    ],
)
def test_a_bad_question_is_told_with_a_cure(words: list[str], says: str, built: Path) -> None:
    source = [] if "-s" in words else ["-s", built / "graph.trig"]
    assert says in refused("query", *words, *source)


def test_a_question_before_there_is_a_graph_says_how_to_make_one(tmp_path: Path) -> None:
    done = subprocess.run(
        [INNSPILL, "query", "actors"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "innspill build" in done.stderr


BAD = {
    "empty.txt": (b"", "ingen tekst"),
    "blank.txt": (b" \n\t\n\xef\xbb\xbf", "ingen tekst"),
    "binary.txt": (bytes(range(256)) * 20, "tegnsett"),
    "image.txt": (b"\x89PNG\r\n\x1a\n" + bytes(64), "tegnsett|bilde"),
    "sheet.zip": (b"PK\x03\x04", "format|filtype|lese"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_document_is_told_with_its_name_and_leaves_no_file(name: str, tmp_path: Path) -> None:
    data, says = BAD[name]
    path, out = tmp_path / name, tmp_path / "out"
    path.write_bytes(data)
    message = refused("build", path, "--out", out)
    assert name in message
    assert any(part in message for part in says.split("|")), message
    assert not out.exists()


def test_a_missing_document_and_a_folder_are_told(tmp_path: Path) -> None:
    assert "finnes ikke" in refused("build", tmp_path / "borte.txt")
    assert str(tmp_path) in refused("items", tmp_path)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-be", "utf-8-sig", "latin-1"])
def test_documents_in_other_encodings_are_read(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "made.txt"
    bom = b"\xfe\xff" if encoding == "utf-16-be" else b""
    path.write_bytes(bom + "Forslag\n\n- KMD bør følge opp på nytt, også i år\n".encode(encoding))
    (line,) = innspill("items", path).stdout.decode().splitlines()
    assert json.loads(line)["text"] == "KMD bør følge opp på nytt, også i år"


def test_a_document_without_lists_gives_a_sane_result(tmp_path: Path) -> None:
    path = tmp_path / "prosa.txt"
    path.write_text("Det var en fin dag på fjellet.\n", encoding="utf-8")
    done = innspill("build", path, "-o", tmp_path / "out")
    assert done.returncode == 0
    assert "Fant 1 innspill" in done.stdout.decode()


def test_a_line_of_a_megabyte_is_read_in_seconds(tmp_path: Path) -> None:
    path = tmp_path / "lang.txt"
    path.write_text("Forslag\n\n- " + "ord " * 262_144 + "\n- KMD bør svare\n", encoding="utf-8")
    found = [json.loads(line) for line in innspill("items", path).stdout.decode().splitlines()]
    assert [len(row["text"]) for row in found] == [1_048_575, 13]
    assert found[1]["addressee"] == [{"actor": "kmd", "basis": "explicit"}]


def test_more_items_than_a_page_can_hold_are_refused_and_still_listed(tmp_path: Path) -> None:
    path = tmp_path / "mange.txt"
    path.write_text("Forslag\n\n" + "- Mer midler\n" * (MOST_ITEMS + 1), encoding="utf-8")
    assert "for mange" in refused("build", path, "-o", tmp_path / "out")
    assert len(innspill("items", path).stdout.splitlines()) == MOST_ITEMS + 1


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "fil"
    blocked.write_text("", encoding="utf-8")
    assert "--out" in refused("build", WORKSHOP, "--out", blocked / "out")
    assert "to ulike dokumenter" in refused("build", *two_of_a_name(tmp_path))


def two_of_a_name(folder: Path) -> list[Path]:
    paths = [folder / "a" / "likt.txt", folder / "b" / "likt.txt"]
    for number, path in enumerate(paths):
        path.parent.mkdir()
        path.write_text(f"Forslag\n\n- Mer midler {number}\n", encoding="utf-8")
    return paths


def test_help_and_version_start_quickly() -> None:
    innspill("--help")
    begin = time.perf_counter()
    done = innspill("--help")
    assert time.perf_counter() - begin < 1, "0.1 s where it was written; a loaded machine gets room"
    assert all(word in done.stdout.decode() for word in ("build", "items", "evaluate", "validate", "query"))
    assert innspill("--version").stdout.decode().startswith("innspill 0.")


def test_help_imports_no_heavy_library() -> None:
    code = (
        "import sys, graph.cli.app; heavy = {'rdflib', 'networkx', 'pyvis', 'simplemma', 'jinja2', 'rich',"
        " 'pyshacl', 'xlsxwriter'}; print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
