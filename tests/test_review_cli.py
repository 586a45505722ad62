"""The review commands as a user runs them: what they print, what they refuse, and with which exit code."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from typing import TYPE_CHECKING

import pytest

from graph.cli.app import main
from graph.gazetteer import load, vocabulary_text
from graph.review import Log, from_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., str]

TEXT = """# Møte om fagskolen

## Hva bør KMD gjøre?

- KMD bør samordne tiltakene. Fylkeskommunene bør få mer tid.
- Når skal dette skje?
- Midlene må komme før jul
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "mote.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process; gives what it printed, or its error where that is expected."""
    monkeypatch.setenv("INNSPILL_WHO", "Kari")

    def command(*words: object, code: int = 0, told: bool = False) -> str:
        monkeypatch.setattr(sys, "argv", ["innspill", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            main()
        printed = capsys.readouterr()
        assert end.value.code == code, printed.err
        assert "Traceback" not in printed.err
        return printed.err if code or told else printed.out

    return command


def logged(source: Path) -> list[dict[str, object]]:
    with Log(source.parent / "decisions.sqlite", read_only=True) as log:
        return [
            {"act": d.act.value, "item": d.anchor.item, "target": d.target, "who": d.who}
            for d in log.decisions()
        ]


def decision(printed: str) -> str:
    return printed.split(maxsplit=1)[0]


def test_what_is_decided_is_logged_shown_and_explained(run: Run, source: Path) -> None:
    run("review", "decide", source, "5", "confirm")
    run("review", "decide", source, "5", "add", "KS", "--role", "partner", "--quote", "mer tid",
        "--why", "sto i referatet", "--who", "Ola")  # fmt: skip
    run("review", "decide", source, "7", "reject", "KMD", "--role", "addressee")
    assert [(d["act"], d["target"], d["who"]) for d in logged(source)] == [
        ("confirm", "", "Kari"), ("add", "ks", "Ola"), ("reject", "kmd", "Kari")
    ]  # fmt: skip
    status = run("review", "status", source).splitlines()
    assert (
        status[0]
        == "mote: 1 av 3 innspill er bekreftet, 2 har en avgjørelse, 0 avgjørelser passer ikke lenger."
    )
    assert "  sammen med: 0 like, 0 bare maskinen, 1 bare mennesker (F1 0,00)" in status
    explained = run("explain", source, "5")
    assert "sammen med: KS\n" in explained
    assert "sto i referatet. Ordene: «mer tid»." in explained
    assert "Innspillet er bekreftet. Avgjort av Kari 2" in explained
    assert "blir bedt: KMD\n" not in run("explain", source, "7")
    assert "blir bedt: KMD er tatt ut. Avgjort av Kari 2" in run("explain", source, "7")
    assert "was taken out. Decided by Kari on 2" in run("explain", source, "7", "--lang", "en")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("5", "tull"), ""),
        (("99", "confirm"), "fant ikke innspillet"),
        (("5", "kind", "tull"), "ikke mulig for kind"),
        (("5", "add", "KMD"), "trenger --role"),
        (("5", "add", "KMD", "--role", "tull"), "ukjent rolle"),
        (("5", "add", "Ukjent Råd", "--role", "partner"), "ukjent aktør"),
        (("5", "add", "KS", "--role", "partner", "--quote", "finnes ikke"), "står ikke i innspillet"),
        (("5", "reject", "KS", "--role", "partner"), "har ingen kobling partner ks"),
        (("5", "merge", "5"), "det den viser til, finnes ikke"),
        (("5", "text", "--span", "3"), "ugyldig utsnitt"),
        (("5", "text", "--span", "0-9000"), "etter hverandre"),
        (("5", "withdraw", "0123"), "det den viser til, finnes ikke"),
        (("5", "same", "annet/1"), "teksten i det andre"),
        (("5", "answer", "done", "--link", "javascript:x"), "nettadresse"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_not_logged(
    run: Run, source: Path, words: tuple[str, ...], said: str
) -> None:
    assert said in run("review", "decide", source, *words, code=2)
    assert not (source.parent / "decisions.sqlite").exists() or logged(source) == []


def test_a_new_version_shows_conflicts_that_are_moved_or_dropped(run: Run, source: Path) -> None:
    first = decision(run("review", "decide", source, "7", "force", "must"))
    second = decision(run("review", "decide", source, "6", "kind", "observation"))
    source.write_text(
        TEXT.replace("før jul", "før sommeren").replace("Når skal", "Til hvilken tid må"), encoding="utf-8"
    )
    status = run("review", "status", source)
    assert "2 avgjørelser passer ikke lenger" in status
    assert f"{first}  rett styrke til må (Kari, 2" in status
    assert "  da:  Midlene må komme før jul [" in status
    assert "  nå:  Midlene må komme før sommeren [" in status
    run("review", "resolve", source, first)
    run("review", "resolve", source, second, "--drop", "--why", "gjelder ikke lenger")
    assert "0 avgjørelser passer ikke lenger" in run("review", "status", source)
    assert [d["act"] for d in logged(source)] == ["force", "kind", "withdraw", "force", "withdraw"]
    assert "er ingen avgjørelse i konflikt" in run("review", "resolve", source, first, code=2)


def test_decisions_go_out_and_in_as_lines(run: Run, source: Path, tmp_path: Path) -> None:
    run("review", "decide", source, "5", "confirm")
    lines = tmp_path / "ut" / "decisions.jsonl"
    run("review", "export", source, lines)
    (other := tmp_path / "annet").mkdir()
    copy = other / "mote.md"
    copy.write_text(TEXT, encoding="utf-8")
    assert run("review", "import", copy, lines) == "1 avgjørelser lest, 1 nye\n"
    assert run("review", "import", copy, lines) == "1 avgjørelser lest, 0 nye\n"
    assert logged(copy) == logged(source)
    again = tmp_path / "igjen.jsonl"
    run("review", "export", copy, again)
    assert again.read_bytes() == lines.read_bytes()


def test_the_lines_beside_a_document_count_until_there_is_a_log_that_then_begins_with_them(
    run: Run, source: Path
) -> None:
    run("review", "decide", source, "5", "confirm")
    run("review", "export", source, source.parent / "decisions.jsonl")
    for name in source.parent.glob("decisions.sqlite*"):
        name.unlink()
    assert "1 av 3 innspill er bekreftet" in run("review", "status", source)
    run("review", "decide", source, "6", "confirm")
    assert [d["act"] for d in logged(source)] == ["confirm", "confirm"]


def test_decisions_under_the_documents_earlier_name_are_told_of_and_brought_over(
    run: Run, source: Path
) -> None:
    kind = decision(run("review", "decide", source, "5", "kind", "question"))
    run("review", "decide", source, "5", "withdraw", kind)
    run("review", "decide", source, "6", "confirm", "--who", "Ola")
    new = source.rename(source.with_name("Møtet i mai.md"))
    status = run("review", "status", new)
    assert "3 avgjørelser i loggen gjelder et annet dokument, mote." in status
    assert run("review", "import", new, "--from", "mote") == "3 avgjørelser lest, 3 nye\n"
    status = run("review", "status", new)
    assert "1 av 3 innspill er bekreftet" in status
    assert "et annet dokument" not in status
    assert json.loads(run("review", "status", new, "--format", "json"))["standings"] == {
        "active": 2,
        "withdrawn": 1,
    }
    assert "ingen avgjørelser gjelder «tull»" in run("review", "import", new, "--from", "tull", code=2)
    assert "ikke hva som skal hentes inn" in run("review", "import", new, code=2)


def test_a_renamed_document_is_told_of_when_it_is_read(run: Run, source: Path) -> None:
    run("review", "decide", source, "6", "confirm")
    new = source.rename(source.with_name("annet.md"))
    assert "1 avgjørelser gjelder «mote», som ikke er noen fil her" in run("items", new, told=True)
    source.write_text(TEXT, encoding="utf-8")
    assert run("items", new, told=True) == "", "the document it is about is there"


def test_a_confirmation_of_another_reading_is_made_again_for_this_one(run: Run, source: Path) -> None:
    said = decision(run("review", "decide", source, "5", "force", "may"))
    confirmed = decision(run("review", "decide", source, "5", "confirm"))
    run("review", "decide", source, "5", "withdraw", said)
    assert "koblingene er ikke lenger de som ble bekreftet" in run("review", "status", source)
    run("review", "resolve", source, confirmed)
    assert "1 av 3 innspill er bekreftet" in run("review", "status", source)


def test_status_of_several_documents_and_as_a_table(run: Run, source: Path) -> None:
    run("review", "decide", source, "5", "confirm")
    other = source.with_name("annet.md")
    other.write_text(TEXT, encoding="utf-8")
    assert [line.split(":")[0] for line in run("review", "status", source, other).splitlines() if "innspill er bekreftet, " in line] == ["mote", "annet"]  # fmt: skip
    rows = [line.split(";") for line in run("review", "status", source, other, "-f", "csv").splitlines()]
    assert rows[0][:4] == ["\ufeffDokument", "Antall", "Bekreftet", "Med avgjørelse"]
    assert [row[:9] for row in rows[1:]] == [
        ["mote", "3", "1", "1", "1", "0", "0", "0", "0"],
        ["annet", "3", "0", "0", "0", "0", "0", "0", "1"],
    ]
    found = json.loads(run("review", "status", source, other, "-f", "json"))
    assert [one["document"] for one in found] == ["mote", "annet"]


@pytest.mark.parametrize("command", [("build",), ("review", "status"), ("explain",)])
def test_a_damaged_log_or_line_stops_every_command(run: Run, source: Path, command: tuple[str, ...]) -> None:
    more = ("5",) if command == ("explain",) else ()
    lines = source.parent / "decisions.jsonl"
    lines.write_text("<<<<<<< HEAD\n", encoding="utf-8")
    assert f"{lines}, linje 1: filen er flettet" in run(*command, source, *more, code=2)
    lines.unlink()
    (source.parent / "decisions.sqlite").write_bytes(b"tull" * 500)
    assert "loggen lar seg ikke åpne" in run(*command, source, *more, code=2)
    (source.parent / "decisions.sqlite").unlink()
    sqlite3.connect(source.parent / "decisions.sqlite").execute("CREATE TABLE x (y)").connection.close()
    assert "ikke en logg over avgjørelser" in run(*command, source, *more, code=2)


@pytest.mark.integration
def test_build_applies_decisions_and_says_how_many(run: Run, source: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "en", tmp_path / "to"
    assert "avgjørelser fra mennesker" not in run("build", source, "--out", first)
    run("review", "decide", source, "7", "reject", "KMD", "--role", "addressee")
    run("review", "decide", source, "5", "confirm")
    printed = run("build", source, "--out", first)
    assert "2 avgjørelser fra mennesker er lagt til grunn, 0 passer ikke lenger." in printed
    run("build", source, "--out", second)
    names = sorted(path.name for path in first.iterdir())
    assert names == ["analysis.md", "graph.trig", "graph.ttl", "index.html", "items.csv"]
    for name in names:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name
    assert "superseded-addressee-kmd" in (first / "graph.trig").read_text(encoding="utf-8")


def test_a_store_gets_what_was_decided_and_loses_it_again(run: Run, source: Path, tmp_path: Path) -> None:
    question = "SELECT (COUNT(?d) AS ?n) WHERE { ?d a inn:Decision }"
    from graph.store.disk import DiskStore

    def count() -> object:
        with DiskStore(tmp_path / "lager", read_only=True) as store:
            return store.ask(question).rows[0][0]

    run("review", "decide", source, "5", "confirm")
    assert "1 av 1 dokument(er) er nye eller endret" in run("build", source, "--store", tmp_path / "lager")
    assert count() == 1
    assert "0 av 1 dokument(er) er nye eller endret" in run("build", source, "--store", tmp_path / "lager")
    for path in source.parent.glob("decisions.sqlite*"):
        path.unlink()
    assert "1 av 1 dokument(er) er nye eller endret" in run("build", source, "--store", tmp_path / "lager")
    assert count() == 0


# ---- the vocabulary

DIFFERENCE = """--- ontology/actors.ttl
+++ ontology/actors.ttl
"""


def test_proposed_names_and_spellings_go_into_the_vocabulary(run: Run, source: Path, tmp_path: Path) -> None:
    run("review", "decide", source, "5", "name", "actor", "--quote", 'Råd for "nord"')
    run("review", "decide", source, "5", "spelling", "fagskole", "--quote", "yrkeshøyskolen vår")
    run("review", "decide", source, "6", "spelling", "KS", "--quote", "KSORG")
    shown = run("review", "vocabulary", source)
    assert shown.startswith(DIFFERENCE)
    added = [line[1:] for line in shown.splitlines() if line.startswith("+") and not line.startswith("+++")]
    removed = [line[1:] for line in shown.splitlines() if line.startswith("-") and not line.startswith("---")]
    assert added[:2] == ['    inn:exactLabel "KS" , "KSORG" ;', ""]
    assert added[2:10] == [
        "#--- Proposed in review",
        "",
        "actor:rad-for-nord a inn:Actor , skos:Concept , org:Organization ;",
        "    skos:inScheme <https://w3id.org/innspill/actor> ;",
        "    inn:actorType inn:organisation ;",
        '    skos:prefLabel "Råd for \\"nord\\""@nb , "Råd for \\"nord\\""@nn , "Råd for \\"nord\\""@en ;',
        '    inn:shortLabel "Råd for \\"nord\\"" .',
        next(line for line in added if "yrkeshøyskolen vår" in line),
    ]
    assert removed[0] == '    inn:exactLabel "KS" ;'
    assert run("review", "vocabulary", source) == shown, "the same every time"
    assert "ikke hvor vokabularet" in run("review", "vocabulary", source, "--write", code=2)

    mine = tmp_path / "ord"
    assert run("review", "vocabulary", source, "--write", "--ontology", mine) == shown
    assert sorted(path.name for path in mine.iterdir()) == ["actors.ttl", "themes.ttl"]
    assert run("review", "vocabulary", source, "--ontology", mine) == "Ingen nye navn eller skrivemåter.\n"


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with vocabularies of one's own, which the environment names."""
    folder = tmp_path / "egne"
    folder.mkdir()
    monkeypatch.setenv("INNSPILL_ONTOLOGY", str(folder))
    load.cache_clear()
    yield folder
    load.cache_clear()


def test_a_written_vocabulary_is_read_with(run: Run, source: Path, own: Path) -> None:
    source.write_text(TEXT + "- Nordrådet må få mer tid\n- KSORG må betale\n", encoding="utf-8")
    run("review", "decide", source, "5", "name", "actor", "--quote", "Nordrådet")
    run("review", "decide", source, "5", "spelling", "KS", "--quote", "KSORG")
    assert "KSORG står ikke i vokabularet" in run("explain", source, "9")
    run("review", "vocabulary", source, "--write")
    load.cache_clear()
    assert "blir bedt: KS\n" in run("explain", source, "9")
    assert "står ikke i vokabularet" not in run("explain", source, "8")
    assert "Nordrådet" in run("explain", source, "8")
    assert (own / "actors.ttl").exists()


@pytest.mark.parametrize(("words", "said"), [
    (("spelling", "KS", "KMD"), "«KMD» betyr alt kmd (foreslått av Kari)"),
    (("name", "theme", "havvind"), "«havvind» betyr alt gronn-omstilling"),
])  # fmt: skip
def test_a_spelling_that_means_something_else_is_refused(
    run: Run, source: Path, words: tuple[str, str, str], said: str
) -> None:
    act, target, quote = words
    made = decision(run("review", "decide", source, "5", act, target, "--quote", quote))
    error = run("review", "vocabulary", source, "--write", "--ontology", source.parent / "ord", code=2)
    assert said in error
    assert f"withdraw {made}" in error
    assert not (source.parent / "ord").exists()
    run("review", "decide", source, "5", "withdraw", made)
    assert run("review", "vocabulary", source) == "Ingen nye navn eller skrivemåter.\n"


def test_two_who_mean_different_things_by_one_spelling_are_told(run: Run, source: Path) -> None:
    run("review", "decide", source, "5", "spelling", "KS", "--quote", "Nordlaget")
    run("review", "decide", source, "5", "spelling", "KMD", "--quote", "nordlaget")
    assert "betyr alt ks" in run("review", "vocabulary", source, code=2)


def test_a_vocabulary_of_ones_own_that_is_wrong_is_named_with_its_line(
    run: Run, source: Path, own: Path
) -> None:
    text = vocabulary_text("actors.ttl")
    (own / "actors.ttl").write_text(
        text.replace('skos:altLabel "Stortingets" .', 'skos:altLabel "Stortingets .'), encoding="utf-8"
    )
    error = run("items", source, code=2)
    assert str(own / "actors.ttl") in error
    assert "linje" in error
    (own / "actors.ttl").write_bytes("æ".encode("latin-1"))
    assert "ikke UTF-8" in run("items", source, code=2)
    os.environ["INNSPILL_ONTOLOGY"] = str(own / "mangler")
    assert "mappen med vokabularer finnes ikke" in run("items", source, code=2)


def test_the_lines_shown_are_those_of_the_log(run: Run, source: Path, tmp_path: Path) -> None:
    run("review", "decide", source, "5", "confirm")
    run("review", "export", source, tmp_path / "a.jsonl")
    (said,) = from_lines((tmp_path / "a.jsonl").read_text(encoding="utf-8"))
    assert (said.who, said.quote.split()[0]) == ("Kari", "proposal")
