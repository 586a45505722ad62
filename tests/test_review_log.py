"""The log of decisions and its lines: append-only, exact, and plain about what is wrong with it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InnspillError
from graph.model import Role
from graph.review import Act, Anchor, Decision, Log, OvertakenError, from_lines, read_lines, to_lines
from graph.review.record import problem_of
from tests.reviewing import decided, document

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST, ASKS, UNDER, LAST = document().items
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30) | st.sampled_from(
    ['"', "\\", "a\nb", "\u2028", "\ufeff", "=HYPERLINK(1)", "<<<<<<<", "{}", "\t"]
)
IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True)


@st.composite
def any_decisions(draw: st.DrawFn) -> Decision:
    text = draw(WORDS) + "ord og ord"
    act = draw(st.sampled_from(list(Act)))
    linked = act in {Act.ADD, Act.REJECT}
    target = draw(IDS)
    if act in {Act.SAME, Act.DIFFERENT}:
        target = f"{target}/{draw(IDS)}"
    target = {
        Act.KIND: "question",
        Act.FORCE: "none",
        Act.ANSWER: "done",
        Act.NAME: "theme",
        Act.NOTE: "wrong",
    }.get(act, target)
    spans = {Act.TEXT: ((0, 3),), Act.SPLIT: ((0, 3), (4, 6), (6, 7))}.get(act, ())
    return Decision(
        when=draw(st.datetimes()).strftime("2024-%m-%dT%H:%M:%S.%fZ"),
        who="K" + draw(WORDS),
        act=act,
        anchor=Anchor(draw(IDS), draw(WORDS), text),
        target=target,
        role=draw(st.sampled_from(list(Role))) if linked else None,
        quote=draw(WORDS) + "navn",
        spans=spans,
        link=draw(st.sampled_from(["", "https://example.org/svar?a=1#b"])),
        why=draw(WORDS),
    )


@given(st.lists(any_decisions(), max_size=6))
@settings(max_examples=50, deadline=None)
def test_lines_give_back_what_was_decided(decisions: list[Decision]) -> None:
    text = to_lines(decisions)
    assert from_lines(text) == tuple(dict.fromkeys(decisions))
    assert (
        to_lines(from_lines(text)) == "".join(dict.fromkeys(text.splitlines(keepends=True)))
        or "\u2028" in text
    )
    assert [d.id for d in from_lines(text)] == [d.id for d in dict.fromkeys(decisions)]


def test_a_line_shows_what_was_decided_in_reading_order(tmp_path: Path) -> None:
    said = decided(
        Act.ADD, LAST, "ks", role=Role.PARTNER, when="2026-01-31T08:00:00.000000Z", why="Står i referatet"
    )
    (line,) = to_lines([said]).splitlines()
    assert list(json.loads(line)) == [
        "id",
        "act",
        "document",
        "item",
        "text",
        "role",
        "target",
        "why",
        "who",
        "when",
    ]
    assert '"text": "Fagskolene trenger stabile rammer"' in line
    path = tmp_path / "windows.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + line.encode() + b"\r\n\r\n")
    assert read_lines(path) == (said,)


GOOD = json.loads(to_lines([decided(Act.SPLIT, FIRST, spans=((0, 3), (4, 9)), why="to saker")]))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"act": "confirm", "docu', "kanskje er filen kuttet"),
        ("<<<<<<< HEAD", "flettet med konflikter. Slett linjene"),
        ("=======", "flettet med konflikter"),
        ("[" * 100_000, "ikke JSON"),
        ("[]", "JSON-objekt"),
        ("null", "JSON-objekt"),
        (GOOD | {"farge": "blå"}, "ukjent felt «farge»"),
        (GOOD | {"why": 3}, "feltet «why» skal være tekst"),
        (GOOD | {"why": "en annen"}, "linjen er endret"),
        (GOOD | {"act": "tull"}, "ugyldig verdi"),
        (GOOD | {"spans": [["0", "3"], ["4", "9"]]}, "par av hele tall"),
        (GOOD | {"spans": [[0, 3, 4]]}, "par av hele tall"),
        (GOOD | {"spans": "0-3"}, "par av hele tall"),
        ({key: GOOD[key] for key in GOOD if key != "who"}, "feltet «who» mangler"),
        ({key: GOOD[key] for key in GOOD if key != "id"} | {"when": ""}, "tidspunkt"),
    ],
)
def test_a_line_that_is_no_decision_is_named_with_file_line_and_cure(
    line: object, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "decisions.jsonl"
    text = line if isinstance(line, str) else json.dumps(line)
    path.write_text(to_lines([decided(Act.CONFIRM, FIRST)]) + text + "\n", encoding="utf-8")
    with pytest.raises(InnspillError) as found:
        read_lines(path)
    assert said in str(found.value)
    assert str(found.value).startswith(f"{path}, linje 2: ")
    assert found.value.cure


def test_lines_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    with pytest.raises(InnspillError, match="lar seg ikke lese"):
        read_lines(tmp_path / "mangler.jsonl")
    (tmp_path / "latin.jsonl").write_bytes("æ".encode("latin-1"))
    with pytest.raises(InnspillError, match="ikke UTF-8"):
        read_lines(tmp_path / "latin.jsonl")


# ---- the log


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "decisions.sqlite"


@given(st.lists(any_decisions(), max_size=5))
@settings(max_examples=15, deadline=None)
def test_the_log_gives_back_what_was_decided(
    tmp_path_factory: pytest.TempPathFactory, decisions: list[Decision]
) -> None:
    decisions = [d for d in decisions if not problem_of(d)]
    place = tmp_path_factory.mktemp("log") / "decisions.sqlite"
    with Log(place) as log:
        assert log.append(decisions) == len(set(decisions)) == log.append(decisions)
    with Log(place, read_only=True) as log:
        assert log.decisions() == tuple(dict.fromkeys(decisions))


def test_a_document_is_asked_for_alone(path: Path) -> None:
    here, there = decided(Act.CONFIRM, FIRST), decided(Act.CONFIRM, Anchor("annet", "1", "Noe"))
    with Log(path) as log:
        log.append([here, there])
        assert log.decisions("annet") == (there,)
        assert log.decisions() == (here, there)


def test_a_batch_is_written_whole_or_not_at_all(path: Path) -> None:
    good, bad = decided(Act.CONFIRM, FIRST), decided(Act.KIND, FIRST, "tull")
    with Log(path) as log:
        with pytest.raises(InnspillError, match="ikke mulig"):
            log.append([good, bad])
        assert log.decisions() == ()


def test_a_decision_on_an_item_others_decided_on_meanwhile_is_stopped(path: Path) -> None:
    mine, theirs = decided(Act.KIND, FIRST, "question"), decided(Act.KIND, FIRST, "observation", who="Ola")
    with Log(path) as one, Log(path) as other:
        seen = one.version()
        other.append([theirs], seen)
        with pytest.raises(OvertakenError, match="Ola har avgjort") as found:
            one.append([mine], seen)
        assert found.value.others == (theirs,)
        assert one.decisions() == (theirs,)
        one.append([decided(Act.CONFIRM, LAST)], seen)
        one.append([mine], 1)
        assert one.append([mine], 1) == 3, (
            "the same written again, after an answer that was lost, is no other"
        )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE decision SET record = '{}'",
        "DELETE FROM decision",
        "REPLACE INTO decision (number, id, document, item, record) VALUES (1, 'x', 'x', 'x', 'x')",
    ],
)
def test_nothing_in_the_log_is_changed_or_removed(path: Path, change: str) -> None:
    with Log(path) as log:
        log.append([decided(Act.CONFIRM, FIRST)])
    base = sqlite3.connect(path)
    base.execute("PRAGMA recursive_triggers = ON")
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        base.execute(change)
    base.close()


def test_another_sqlite_file_is_no_log_and_is_left_alone(path: Path) -> None:
    base = sqlite3.connect(path)
    base.execute("CREATE TABLE annet (x)")
    base.close()
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(InnspillError, match="ikke en logg over avgjørelser"):
            Log(path, read_only=read_only)
    assert path.read_bytes() == before


def test_a_log_whose_making_was_cut_off_is_empty_and_can_be_written_to(path: Path) -> None:
    path.write_bytes(b"")
    with Log(path, read_only=True) as log:
        assert (log.version(), log.decisions()) == (0, ())
    with Log(path) as log:
        assert log.append([decided(Act.CONFIRM, FIRST)]) == 1


@pytest.mark.parametrize("damage", ["head", "page", "record", "text"])
def test_a_damaged_log_is_told_of(path: Path, damage: str) -> None:
    with Log(path) as log:
        log.append([decided(Act.CONFIRM, FIRST, why="x" * 5000) for _ in range(20)])
    data = path.read_bytes()
    if damage == "head":
        path.write_bytes(b"tull" * 1000)
    elif damage == "page":
        path.write_bytes(data[:8192] + b"\xff" * (len(data) - 8192))
    else:
        base = sqlite3.connect(path)
        base.execute("DROP TRIGGER never_changed")
        new = "{" if damage == "text" else to_lines([decided(Act.CONFIRM, LAST)])
        base.execute("UPDATE decision SET record = ? WHERE number = 3", (new,))
        base.commit()
        base.close()
    with pytest.raises(InnspillError) as found, Log(path, read_only=True) as log:
        log.decisions()
    assert str(path) in str(found.value)
    assert found.value.cure


def test_a_folder_that_is_missing_is_told_of(tmp_path: Path) -> None:
    for read_only in (False, True):
        with pytest.raises(InnspillError, match="lar seg ikke åpne"):
            Log(tmp_path / "mangler" / "decisions.sqlite", read_only=read_only)


READ = """
import os, sys
from pathlib import Path
from graph.errors import learn_sentences
from graph.review import Log
learn_sentences()  # nobody may not be allowed to read the code
if os.getuid() == 0:
    os.setuid(65534)
with Log(Path(sys.argv[1]), read_only=True) as log:
    print(len(log.decisions()))
"""


@pytest.fixture
def locked() -> Iterator[Path]:
    """A folder with a log that anybody may read and nobody write to, as on a share."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Log(folder / "decisions.sqlite") as log:
            log.append([decided(Act.CONFIRM, FIRST)])
        (folder / "decisions.sqlite").chmod(0o444)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


def test_a_log_in_a_folder_that_cannot_be_written_to_is_read(locked: Path) -> None:
    command = [sys.executable, "-c", READ, str(locked / "decisions.sqlite")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("1", 0), done.stderr
    assert [path.name for path in locked.iterdir()] == ["decisions.sqlite"]


def test_what_waits_beside_a_locked_log_is_not_passed_over(locked: Path) -> None:
    """Decisions in the WAL that cannot be read are told of; the file alone would hide them."""
    locked.chmod(0o755)
    (locked / "decisions.sqlite-wal").write_bytes(b"x" * 64)
    locked.chmod(0o555)
    command = [sys.executable, "-c", READ, str(locked / "decisions.sqlite")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "loggen lar seg ikke åpne" in done.stderr


def test_two_at_once_make_one_log(path: Path) -> None:
    """Writers that all find no log make it together, and each keeps what it wrote."""
    script = (
        "import sys; from pathlib import Path; from graph.review import *; from tests.reviewing import *\n"
        "with Log(Path(sys.argv[1])) as log: log.append([decided(Act.CONFIRM, document().items[0], who=sys.argv[2])])"
    )
    writers = [subprocess.Popen([sys.executable, "-c", script, str(path), f"P{n}"]) for n in range(4)]
    assert [writer.wait() for writer in writers] == [0] * 4
    with Log(path, read_only=True) as log:
        assert sorted(d.who for d in log.decisions()) == ["P0", "P1", "P2", "P3"]
