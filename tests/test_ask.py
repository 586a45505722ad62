"""Questions in Norwegian: what is understood, as what, and what is said where it is not."""

from __future__ import annotations

import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from graph.errors import InnspillError
from graph.queries import library
from graph.queries.questions import examples, forms, understood
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from graph.gazetteer import Gazetteer


def innspill(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from graph.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("question", "command"),
    [
        ("Hva blir HK-dir bedt om om realkompetanse?", "asked-of --actor hk-dir --theme realkompetanse"),
        ("Kva blir Kommunal- og moderniseringsdepartementet beden om?", "asked-of --actor 'kommunal- og moderniseringsdepartementet'"),
        ("hva må fylkeskommunene gjøre med fagskole", "asked-of --actor fylkeskommunene --theme fagskole --force must"),
        ("Hvor mange innspill ber KMD om noe om virkemidler?", "how-many --actor kmd --theme virkemidler"),
        ("Kven bør snakke saman?", "who-should-talk"),
        ("Hvor står ordene «fagbrev på jobb»?", "search --words 'fagbrev på jobb'"),
        ("Hva er nytt for NOKUT siden 2021-12?", "changed-since --actor nokut --since 2021-12"),
    ],
)  # fmt: skip
def test_a_question_is_understood_as_a_named_query(question: str, command: str, gazetteer: Gazetteer) -> None:
    assert understood(question, gazetteer).command == f"innspill query {command}"


@pytest.mark.parametrize("question", examples())
def test_every_example_is_understood(question: str, gazetteer: Gazetteer) -> None:
    found = understood(question, gazetteer)
    takes = {parameter.name for parameter in library()[found.name].parameters}
    assert set(found.given) <= takes
    assert {p.name for p in library()[found.name].parameters if p.required} <= set(found.given)


def test_every_form_means_a_query_there_is() -> None:
    assert {form.query for form in forms()} <= set(library())


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("Hva mener KMD?", "Du kan spørre slik"),
        ("", "Du kan spørre slik"),
        ("Hva blir Donald Duck bedt om?", "ukjent aktør «donald duck»"),
        (
            "Hva blir departementet bedt om?",
            "«departementet» kan være flere: aid, asd, .*Skriv hvilken aktør",
        ),
        (
            "Kva blir Komunal- og moderniseringsdepartementet beden om?",
            "Mente du kommunal- og moderniseringsdep",
        ),
        ("Hva blir HK-dri bedt om?", r"Mente du hk-dir( eller \w+)*\?"),
        ("Hvem har ansvaret for relkompetanse?", "ukjent tema «relkompetanse».*Mente du realkompetanse"),
        ("Hva er nytt siden i går?", "kjenner ikke «i går»"),
        ("hva blir " + "a" * 5000 + " bedt om", "ikke forstått"),
    ],
)
def test_what_is_not_understood_is_told_and_nothing_is_guessed(
    question: str, says: str, gazetteer: Gazetteer
) -> None:
    with pytest.raises(InnspillError, match=says):
        understood(question, gazetteer)


def test_the_command_shows_what_it_understood_and_answers(store_folder: Path) -> None:
    run = innspill("ask", "Hva", "må", "KMD", "gjøre?", "--source", str(store_folder))
    understood_as, succession = run.stdout.splitlines()[:2]
    command = f"innspill query asked-of --actor kmd --force must --source {store_folder}"
    assert understood_as == f"Forstått som: {command}"
    assert succession.endswith(
        "det senere navnet på «Kommunal- og moderniseringsdepartementet»: svaret gjelder begge."
    )
    assert innspill(*shlex.split(command)[1:]).stdout.rstrip().endswith("2 rader")
    assert run.stdout.rstrip().endswith("2 rader")
    wrong = innspill("ask", "Hva mener KMD?", "--source", str(store_folder))
    assert wrong.returncode == 2
    assert "Du kan spørre slik:\n  Hva blir HK-dir bedt om" in wrong.stderr


@pytest.mark.integration
def test_a_store_is_built_a_document_at_a_time_and_asked(tmp_path: Path) -> None:
    source, other, store = "data/verksted-2021/source.txt", "tests/files/samling.txt", str(tmp_path / "lager")
    first = innspill("build", source, "--store", store)
    stored, compared = first.stdout.splitlines()
    assert stored == f"1 av 1 dokument(er) er nye eller endret i {store}, som nå har 1."
    assert compared.endswith("saker kommer igjen; spørringene finner dem.")
    second = innspill("build", source, other, "--store", store)
    stored, compared = second.stdout.splitlines()
    assert stored == f"1 av 2 dokument(er) er nye eller endret i {store}, som nå har 2."
    assert compared.endswith("saker kommer igjen; spørringene finner dem.")
    answer = innspill("query", "documents", "--source", store, "--format", "csv")
    assert answer.stdout.count("\n") == 3
    answer = innspill("query", "-e", "ASK { ?i inn:addressee actor:kmd }", "--source", store)
    assert "ja" in answer.stdout
    wrong = innspill("query", "documents", "--source", str(tmp_path))
    assert wrong.returncode == 2
    assert "ikke noe lager" in wrong.stderr
