"""Collections: folders of mixed files, read again only where something changed, and never half done."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.made import make
from graph.collection import Plan, build_collection, scan
from graph.collection import local as local_engine
from graph.collection import tasks as task_module
from graph.collection.partition import marks, partitioned, results
from graph.collection.partition import run as run_partition
from graph.documents.sidecar import read_sidecar
from graph.errors import InnspillError
from graph.model import Role
from graph.pipeline import extract, extract_source, read_source
from graph.review import LINES, Act, Anchor, Decision, to_lines
from graph.store.disk import DiskStore
from graph.store.quads import document_part
from graph.triples import from_graph, to_graph
from graph.validation import validate
from tests.conftest import ROOT, WORKSHOP

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.collection import Outcome
    from graph.gazetteer import Gazetteer
    from graph.model import Extraction, Metadata

INNSPILL = Path(sys.executable).with_name("innspill")
TEXT = "Innspill fra {}\n\n- KMD må samarbeide med FK om fagskole\n- Mer midler til {}\n"
SIDECAR = """title = "Verksted i Bodø"
date = 2022-03-01
organiser = "Nordland fylkeskommune"
event = "verksted"
speaker = "Norsk Hagelag"
language = "nn"
slug = "bodo"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two folders with files of one name, a copy, a sidecar, and what cannot be read."""
    root = tmp_path / "inn"
    for year in ("2021", "2022"):
        (root / year).mkdir(parents=True)
        (root / year / "notat.txt").write_text(TEXT.format(year, year), encoding="utf-8")
    shutil.copy(root / "2021" / "notat.txt", root / "kopi.txt")
    (root / "bodø").mkdir()
    (root / "bodø" / "source.md").write_text("# Notat\n\n- Vi må få mer midler\n", encoding="utf-8")
    (root / "bodø" / "source.meta.toml").write_text(SIDECAR, encoding="utf-8")
    (root / "tom.txt").write_text("", encoding="utf-8")
    (root / "gammel.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (root / "bilde.png").write_bytes(b"\x89PNG")
    (root / ".skjult.txt").write_text("- KMD bør skjules\n", encoding="utf-8")
    return root


@pytest.fixture
def build(tmp_path: Path, folder: Path, gazetteer: Gazetteer) -> Callable[..., Outcome]:
    """Builds the folder into a store beside it."""

    def run(*, prune: bool = False, workers: int = 1) -> Outcome:
        store = tmp_path / "lager"
        found = scan([folder], gazetteer, leave=[store])
        with DiskStore(store) as disk:
            plan = Plan(store, store / "build", workers=workers, prune=prune)
            return build_collection(found, disk, plan, lambda *_: None)

    return run


def innspill(*words: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [INNSPILL, *map(str, words)], capture_output=True, text=True, check=False, cwd=cwd, timeout=120
    )


def held(store: Path) -> tuple[str, ...]:
    with DiskStore(store, read_only=True) as disk:
        return disk.slugs()


def test_a_folder_of_mixed_files_becomes_one_graph_each(folder: Path, tmp_path: Path) -> None:
    done = innspill("build", folder, "--store", tmp_path / "lager")
    assert done.returncode == 2
    assert done.stdout == (
        f"3 av 5 dokument(er) er nye eller endret i {tmp_path}/lager, som nå har 3.\n"
        "2 saker kommer igjen; spørringene finner dem.\n"
    )
    assert done.stderr.splitlines() == [
        "Merk: kopi.txt er samme fil som 2021/notat.txt og leses ikke en gang til.",
        "Merk: filer som ikke er dokumenter, er hoppet over: .png (1).",
        "2 fil(er) ble ikke lest; resten er gjort:",
        f"  {folder}/gammel.doc: formatet «.doc» leses ikke. Lagre som .docx i Word",
        f"  {folder}/tom.txt: ingen tekst: filen er tom. Kontroller at riktig fil er valgt",
    ]
    assert held(tmp_path / "lager") == ("2021-notat", "2022-notat", "bodo")
    asked = innspill("query", "documents", "--source", tmp_path / "lager", "--format", "csv").stdout
    assert "Verksted i Bodø" in asked


def test_only_what_changed_is_read_again(folder: Path, build: Callable[..., Outcome]) -> None:
    assert (build().read, build().read) == (4, 1)  # the empty file is tried again each time
    changed = folder / "2022" / "notat.txt"
    changed.write_text(changed.read_text(encoding="utf-8") + "- FK bør lytte\n", encoding="utf-8")
    again = build()
    assert (again.read, again.changed) == (2, 1)
    sidecar = folder / "bodø" / "source.meta.toml"
    sidecar.write_text(SIDECAR.replace("Verksted", "Møte"), encoding="utf-8")
    again = build()
    assert (again.read, again.changed) == (2, 1)


def test_a_changed_vocabulary_reads_everything_again(
    build: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    build()
    monkeypatch.setattr(task_module, "version", lambda: "another")
    again = build()
    assert (again.read, again.changed) == (4, 0), "read again, but the quads are the same"


def test_what_people_decided_is_in_the_collection_and_has_the_document_read_again(
    folder: Path, tmp_path: Path, build: Callable[..., Outcome]
) -> None:
    build()
    anchor = Anchor("2022-notat", "2", "Mer midler til 2022")
    found = Decision("2024-01-01T00:00:00.000000Z", "Kari", Act.ADD, anchor, "kd", Role.ADDRESSEE, "midler")
    lost = replace(found, anchor=replace(anchor, document="notat"))
    (folder / "2022" / LINES).write_text(to_lines([found, lost]), encoding="utf-8")
    again = build()
    assert (again.read, again.changed) == (2, 1)
    assert 'skriv slug = "notat" i sidefilen' in " ".join(note.told("nb") for _, note in again.notes)
    with DiskStore(tmp_path / "lager", read_only=True) as disk:
        asked = disk.ask("SELECT DISTINCT ?i WHERE { ?i inn:addressee actor:kd ; a inn:Item }").rows
    assert asked == (("2022-notat/2",),)


@pytest.mark.integration
def test_personal_data_is_told_or_covered(folder: Path, tmp_path: Path) -> None:
    (folder / "2022" / "notat.txt").write_text(
        "Innspill\n\n- Ring Kari Nordmann på kari@example.no\n", encoding="utf-8"
    )
    told = innspill("build", folder, "--quads", tmp_path / "a")
    assert "kari@example.no" in "".join(p.read_text("utf-8") for p in (tmp_path / "a").glob("*.nq"))
    covered = innspill("build", folder, "--quads", tmp_path / "b", "--redact")
    assert "kari@example.no" not in "".join(p.read_text("utf-8") for p in (tmp_path / "b").glob("*.nq"))
    assert (told.returncode, covered.returncode) == (2, 2), "two files could not be read"
    told = innspill("build", folder, "--store", tmp_path / "c")
    assert "2022/notat.txt: " in told.stdout


def test_what_vanished_is_told_and_removed_only_when_asked(
    folder: Path, tmp_path: Path, build: Callable[..., Outcome]
) -> None:
    build()
    (folder / "2021" / "notat.txt").unlink()
    (folder / "kopi.txt").unlink()
    assert build().gone == ("2021-notat",)
    assert "2021-notat" in held(tmp_path / "lager")
    assert build(prune=True).removed == ("2021-notat",)
    assert held(tmp_path / "lager") == ("2022-notat", "bodo")
    assert build().gone == ()


def test_a_document_that_no_longer_reads_stays_as_it_was(
    folder: Path, tmp_path: Path, build: Callable[..., Outcome]
) -> None:
    build()
    (folder / "2022" / "notat.txt").write_bytes(b"\x89PNG")
    outcome = build(prune=True)
    assert [f.name for f in outcome.failures if "notat" in f.name] == [str(folder / "2022" / "notat.txt")]
    assert "2022-notat" in held(tmp_path / "lager")


def test_slugs_tell_files_of_like_paths_apart(tmp_path: Path, gazetteer: Gazetteer) -> None:
    for number, name in enumerate(("a/b.txt", "a-b.txt", "a/b.md", "c/Å.txt")):
        path = tmp_path / "inn" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(number, number), encoding="utf-8")
    slugs = [task.slug for task in scan([tmp_path / "inn"], gazetteer).tasks]
    assert len(set(slugs)) == 4
    assert "c-a" in slugs
    assert sum(slug.startswith("a-b-") and len(slug) == 12 for slug in slugs) == 3


def test_what_is_no_plain_file_or_has_an_odd_name_is_told(tmp_path: Path, gazetteer: Gazetteer) -> None:
    os.mkfifo(tmp_path / "rør.txt")
    (tmp_path / "lenke.txt").symlink_to(tmp_path / "ingensteds")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe5.txt")).write_text(TEXT, encoding="utf-8")
    reasons = [
        failure.reason.told("nb").partition(".")[0] for failure in scan([tmp_path], gazetteer).failures
    ]
    assert sorted(reasons) == ["dette er ingen vanlig fil"] * 2 + ["filnavnet er ikke gyldig UTF-8"]


def test_two_folders_of_one_name_are_told_apart_or_told(tmp_path: Path, gazetteer: Gazetteer) -> None:
    roots = [tmp_path / place for place in ("a/inn", "b/inn", "c/ut")]
    for root in roots:
        root.mkdir(parents=True)
        (root / "notat.txt").write_text(TEXT.format(root, root), encoding="utf-8")
    found = scan(roots, gazetteer)
    assert len({task.slug for task in found.tasks}) == len(found.tasks) == 2
    assert [f.name for f in found.failures] == [str(roots[1] / "notat.txt")]


def test_two_folders_do_not_take_each_others_names(
    tmp_path: Path, folder: Path, gazetteer: Gazetteer, build: Callable[..., Outcome]
) -> None:
    build()
    other = tmp_path / "annen" / "2022"
    other.mkdir(parents=True)
    (other / "notat.txt").write_text(TEXT.format("annen", "annen"), encoding="utf-8")
    store = tmp_path / "lager"
    with DiskStore(store) as disk:
        plan = Plan(store, store / "build")
        outcome = build_collection(scan([other.parent], gazetteer), disk, plan, lambda *_: None)
    assert f"navnet «2022-notat» er brukt av {folder}/2022/notat.txt" in outcome.failures[0].reason.told("nb")


def test_a_sidecar_says_what_the_document_does_not(folder: Path, gazetteer: Gazetteer) -> None:
    (task,) = [t for t in scan([folder], gazetteer).tasks if t.slug == "bodo"]
    made = extract_source(read_source(Path(task.path), gazetteer), gazetteer, task.said)
    found = made.document
    assert (found.slug, found.title, found.date, found.language) == (
        "bodo", "Verksted i Bodø", "2022-03-01", "nn",
    )  # fmt: skip
    assert (found.organiser, found.event, found.speaker) == ("fk-nordland", "workshop", "norsk-hagelag")
    assert [c.label for c in made.candidates] == ["Norsk Hagelag"]
    assert from_graph(to_graph(made), "bodo") == made


def test_a_document_says_itself_who_held_the_event_and_who_speaks(
    extracted: Callable[..., Extraction],
) -> None:
    lines = "Innspill\nArrangement: Høring\nArrangør: KMD\nAvsender: {}\nDato: 3. mai 2022\n\n- Mer midler\n"
    found = extracted(lines.format("Agder fylkeskommune")).document
    assert (found.event, found.organiser, found.speaker, found.date) == (
        "consultation", "kmd", "fk-agder", "2022-05-03",
    )  # fmt: skip
    assert extracted(lines.format("Kari Nordmann")).document.speaker == ""


def test_what_a_sidecar_says_follows_the_shapes(folder: Path, gazetteer: Gazetteer) -> None:
    from graph.store import Store

    (task,) = [t for t in scan([folder], gazetteer).tasks if t.slug == "bodo"]
    store = Store()
    store.add(extract_source(read_source(Path(task.path), gazetteer), gazetteer, task.said))
    assert validate(store) == ()


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (
            'title = "A"\ndate = "2022-13"\n',
            2,
            "«2022-13» er ingen dato. Skriv 2021, 2021-12 eller 2021-12-01",
        ),
        ('tittel = "A"\n', 1, "ukjent nøkkel «tittel». Mente du «title»?"),
        ('# x\n\nevent = "fest"\n', 3, "ukjent type hendelse «fest». Bruk en av conference, consultation"),
        ('title = "A"\nslug = "Å Å"\n', 2, "«Å Å» kan ikke brukes i en adresse. Bruk for eksempel «a-a»"),
        ("title = Bodø\n", 1, "linjen er ikke gyldig TOML. Skriv den som nøkkel ="),
        ("title = 1\n", 1, "«title» må være tekst. Skriv title = "),
        ('language = "en"\n', 1, "ukjent språk «en». Bruk nb eller nn"),
        ("[speaker]\nname = 1\n", 1, "«speaker» må være tekst"),
    ],
)
def test_a_bad_sidecar_is_told_with_file_line_and_cure(
    text: str, line: int, says: str, folder: Path, gazetteer: Gazetteer
) -> None:
    path = folder / "2021" / "notat.txt.meta.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InnspillError) as caught:
        read_sidecar(path, gazetteer.events)
    assert str(caught.value).startswith(f"{path}, linje {line}: {says}")
    (failure,) = [f for f in scan([folder], gazetteer).failures if "2021" in f.name]
    assert says in failure.reason.told("nb")


def test_dates_in_sidecars_are_years_months_or_days(tmp_path: Path) -> None:
    path = tmp_path / "a.meta.toml"

    def said(value: str) -> Metadata:
        path.write_text(f"date = {value}\n", encoding="utf-8")
        return read_sidecar(path, {})

    assert [said(v).date for v in ("2021", '"2021-12"', "2021-12-01", "2021-12-01T10:00:00")] == [
        "2021", "2021-12", "2021-12-01", "2021-12-01",
    ]  # fmt: skip


def test_a_sidecar_without_a_document_is_told(folder: Path, gazetteer: Gazetteer) -> None:
    (folder / "borte.meta.toml").write_text('title = "A"\n', encoding="utf-8")
    (failure,) = [f for f in scan([folder], gazetteer).failures if "borte" in f.name]
    assert failure.reason.told("nb").startswith("sidefilen hører ikke til")


def test_a_partition_gives_back_the_parts_it_was_made_of(tmp_path: Path, gazetteer: Gazetteer) -> None:
    odd = tmp_path / "inn" / "linjer.txt"
    odd.parent.mkdir()
    odd.write_text("Forslag\n\n- KMD må \u2028 høre\x85 på # <a> .\n", encoding="utf-8")
    shutil.copy(WORKSHOP, odd.parent / "verksted-2021.txt")
    (partition,) = partitioned(scan([odd.parent], gazetteer).tasks, tmp_path)
    found = {result.slug: result for result in results(Path(run_partition(partition)))}
    assert found["verksted-2021"].part == document_part(extract(odd.parent / "verksted-2021.txt", gazetteer))
    assert found["linjer"].part == document_part(extract(odd, gazetteer))
    assert found["linjer"].items == 1


@pytest.mark.integration
def test_the_same_collection_gives_the_same_files_on_any_number_of_workers(
    tmp_path: Path, gazetteer: Gazetteer
) -> None:
    make(tmp_path / "inn", 12)
    tasks = scan([tmp_path / "inn"], gazetteer).tasks
    for name, workers in (("en", 1), ("to", 2)):
        (tmp_path / name).mkdir()
        list(local_engine.run_local(partitioned(tasks, tmp_path / name, most=4), workers))
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / n).iterdir()} for n in ("en", "to"))
    assert one == two
    assert len(one) == 3


def test_made_documents_say_so_and_are_the_same_each_time(tmp_path: Path, gazetteer: Gazetteer) -> None:
    first, second = make(tmp_path / "a", 40), make(tmp_path / "b", 40)
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]
    assert {p.suffix for p in first} == {".txt", ".md", ".docx"}
    for path in (next(p for p in first if p.suffix == ending) for ending in (".txt", ".md", ".docx")):
        assert any("Laget materiale" in line.text for line in read_source(path, gazetteer).lines)
        assert len(extract(path, gazetteer).items) > 10


@pytest.mark.integration
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_stopped_goes_on_where_it_was(
    tmp_path: Path, gazetteer: Gazetteer, how: signal.Signals
) -> None:
    make(tmp_path / "inn", 70)
    command = [INNSPILL, "build", tmp_path / "inn", "--quads", tmp_path / "ut", "--workers", "1"]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        while not (first := sorted((tmp_path / "ut").glob("part-*.nq"))):
            assert process.poll() is None
            time.sleep(0.05)
        os.kill(process.pid, how)
    before = {path: path.stat().st_mtime_ns for path in first}
    assert innspill(*command[1:]).returncode == 0
    assert {path: path.stat().st_mtime_ns for path in first} == before, "finished partitions are left alone"
    found = sorted(mark for path in (tmp_path / "ut").glob("part-*.nq") for mark in marks(path))
    assert found == sorted((t.slug, t.fingerprint) for t in scan([tmp_path / "inn"], gazetteer).tasks)
    assert {path.suffix for path in (tmp_path / "ut").iterdir()} == {".nq"}


def test_partitions_left_behind_are_loaded_and_not_read_again(
    tmp_path: Path, folder: Path, gazetteer: Gazetteer, build: Callable[..., Outcome]
) -> None:
    store = tmp_path / "lager"
    (store / "build").mkdir(parents=True)
    tasks = [t for t in scan([folder], gazetteer).tasks if t.name != "tom.txt"]
    for partition in partitioned(tasks, store / "build", most=2):
        run_partition(partition)
    outcome = build()
    assert (outcome.read, outcome.changed) == (1, 3)
    assert not (store / "build").exists()


def test_a_small_folder_becomes_a_page(folder: Path, tmp_path: Path) -> None:
    done = innspill("build", folder, "--out", tmp_path / "ut")
    assert done.returncode == 2, "two files could not be read"
    assert done.stdout.startswith("Fant 5 innspill i 3 dokument(er)")
    assert sorted(p.name for p in (tmp_path / "ut").iterdir()) == [
        "analysis.md", "graph.trig", "graph.ttl", "index.html", "items.csv",
    ]  # fmt: skip


def test_a_folder_without_documents_is_told(tmp_path: Path) -> None:
    done = innspill("build", tmp_path, "--store", tmp_path / "lager")
    assert (done.returncode, done.stderr) == (
        2, f"innspill: {tmp_path}: ingen dokumenter her. Oppgi en mappe med dokumenter\n",
    )  # fmt: skip


def test_spark_that_is_not_there_is_told(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "pyspark.py").write_text("raise ImportError\n", encoding="utf-8")
    done = subprocess.run(
        [INNSPILL, "build", folder, "--quads", tmp_path / "ut", "--engine", "spark"],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 2
    assert "Apache Spark er ikke installert" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.integration
def test_the_guide_is_true(tmp_path: Path) -> None:
    """The commands, the sidecar and the query of docs/collections.md, in a folder as it describes."""
    guide = (ROOT / "docs" / "collections.md").read_text(encoding="utf-8")
    commands, sidecar, query = (
        re.search(rf"```{sort}\n([\s\S]*?)```", guide)[1]  # type: ignore[index]
        for sort in ("sh", "toml", "sparql")
    )
    (tmp_path / "innspill").mkdir()
    (tmp_path / "innspill" / "verksted.txt").write_text(TEXT.format("a", "b"), encoding="utf-8")
    (tmp_path / "innspill" / "verksted.txt.meta.toml").write_text(sidecar, encoding="utf-8")
    for command in commands.splitlines():
        words = command.partition("#")[0].split()[1:]
        done = innspill(*words, cwd=tmp_path)
        assert (done.returncode, bool(done.stdout)) == (0, True), done.stderr
    asked = innspill("query", "-e", query, "--source", "lager", "--format", "csv", cwd=tmp_path)
    assert asked.stdout.splitlines()[1:] == ["Verksted i Bodø;verksted;Nordland FK"], asked.stdout
    assert held(tmp_path / "lager") == ("bodo-2022",)
    (tmp_path / "innspill" / "verksted.txt.meta.toml").write_text("\ndate = '2022-13'\n", encoding="utf-8")
    failed = innspill("build", "innspill", "--store", "lager", cwd=tmp_path)
    said = "linje 2: «2022-13» er ingen dato. Skriv 2021, 2021-12 eller 2021-12-01"
    assert (said in failed.stderr, said in guide) == (True, True)
