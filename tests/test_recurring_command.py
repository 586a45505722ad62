"""The command ``innspill recurring``: what it prints, what it keeps, and what it says of bad input."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from graph.cli.app import app
from graph.errors import InnspillError
from tests.conftest import MADE, WORKSHOP

if TYPE_CHECKING:
    from pathlib import Path

YEARS = [str(WORKSHOP), *sorted(str(path) for path in MADE.glob("*.txt"))]
RUN = CliRunner()


def run(*arguments: str) -> str:
    done = RUN.invoke(app, list(arguments), catch_exceptions=False, standalone_mode=False)
    if isinstance(done.exception, InnspillError):
        raise done.exception
    return done.stdout


def test_what_recurs_is_a_table_with_its_reason_and_status() -> None:
    text = run("recurring", *YEARS, "--answers", str(MADE / "svar.ttl"), "--across", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    assert {row["År"] for row in rows} == {"2021", "2022", "2023"}
    approval = [
        row for row in rows if row["Status"] == "under arbeid" and "fagskole" in row["Innspill"].lower()
    ]
    assert any(row["Fordi"].startswith("Ber om det samme: ") for row in approval)
    for number in {row["Sak"] for row in rows}:
        places = [row for row in rows if row["Sak"] == number]
        assert [row["Nr."] for row in places] == [str(n + 1) for n in range(len(places))]
        assert sorted(bool(row["Fordi"]) for row in places) == [False] + [True] * (len(places) - 1)
        assert all(row["Ligner nr."] not in {row["Nr."], ""} for row in places if row["Fordi"])
    again = [row for row in rows if row["Status"] == "besvart, bedt om igjen"]
    assert "Fortsette med verkstedet hvert år" in {row["Innspill"] for row in again}


def test_two_workshops_of_one_year_are_compared_by_document(tmp_path: Path) -> None:
    text = "Verksted i {place}\n3. mai 2022\n\nInnspill til KD:\n- Korte ned søknadsfristen for fagskolene\n- {own}\n"
    for place, own in (
        ("Bodø", "Bygge et nytt studiesenter på Fauske"),
        ("Hamar", "Gi lærlinger gratis buss"),
    ):
        (tmp_path / f"{place[0].lower()}-verksted.txt").write_text(
            text.format(place=place, own=own), encoding="utf-8"
        )
    paths = sorted(str(path) for path in tmp_path.glob("*.txt"))
    ends = ["--between", "b-verksted", "h-verksted", "--format", "json", "--lang", "en"]
    rows = json.loads(run("recurring", *paths, *ends))
    assert [(row["change"], row["text"], row["item"].split("/")[0]) for row in rows] == [
        ("asked in both", "Korte ned søknadsfristen for fagskolene", "h-verksted"),
        ("new", "Gi lærlinger gratis buss", "h-verksted"),
        ("gone", "Bygge et nytt studiesenter på Fauske", "b-verksted"),
    ]
    with pytest.raises(InnspillError, match="ingen dokumenter heter «nei»"):
        run("recurring", *paths, "--between", "nei", "h-verksted")
    with pytest.raises(InnspillError, match="med seg selv"):
        run("recurring", *paths, "--between", "h-verksted", "h-verksted")


def test_a_build_finds_what_recurs_where_something_changed_or_it_was_killed_before(tmp_path: Path) -> None:
    store, mark = str(tmp_path / "lager"), tmp_path / "lager" / "compared"
    left = run("build", *YEARS[1:], "--store", store, "--no-compare")
    assert "innspill recurring --source LAGER --keep" in left
    assert not mark.exists()
    assert json.loads(run("query", "still-asked", "--source", store, "--format", "json")) == []
    assert "saker kommer igjen" in run("build", *YEARS[1:], "--store", store)
    assert mark.exists()
    assert json.loads(run("query", "still-asked", "--source", store, "--format", "json"))
    assert "kommer igjen" not in run("build", *YEARS[1:], "--store", store)
    mark.unlink()  # as a run leaves it that is killed between documents and comparison
    assert "saker kommer igjen" in run("build", *YEARS[1:], "--store", store)


@pytest.mark.integration
def test_it_is_kept_in_a_store_for_the_queries(tmp_path: Path) -> None:
    store = str(tmp_path / "lager")
    run("build", *YEARS[1:], "--store", store, "--no-compare")
    assert json.loads(run("query", "still-asked", "--source", store, "--format", "json")) == []
    found = json.loads(run("recurring", "--source", store, "--keep", "--format", "json", "--lang", "en"))
    assert found[0].keys() == {
        "ask", "place", "year", "addressee", "text", "line", "item", "status", "like", "because",
    }  # fmt: skip
    kept = json.loads(run("query", "still-asked", "--source", store, "--format", "json"))
    assert len(kept) == len(
        {row["ask"] for row in found if row["year"] == "2023"}
        & {row["ask"] for row in found if row["year"] == "2022"}
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<a> <b> ", "ugyldig Turtle"),
        (
            "@prefix i: <https://w3id.org/innspill/ns#> . <x:a> a i:Answer ; i:item <x:b> ; i:status i:maybe .",
            "ukjent status",
        ),
        (
            (
                "@prefix i: <https://w3id.org/innspill/ns#> . <x:a> a i:Answer ; i:status i:answered ;"
                " i:item <https://w3id.org/innspill/document/nei/1> ."
            ),
            "svar på et innspill som ikke finnes: nei/1",
        ),
    ],
)
def test_answers_that_cannot_be_used_are_told_with_a_cure(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "svar.ttl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InnspillError, match=says):
        run("recurring", YEARS[1], "--answers", str(path))


def test_a_call_without_or_with_too_much_to_read_is_told() -> None:
    with pytest.raises(InnspillError, match="enten dokumenter eller --source"):
        run("recurring")
    with pytest.raises(InnspillError, match="--keep trenger et lager"):
        run("recurring", YEARS[1], "--keep")
    with pytest.raises(InnspillError, match="to dokumenter får navnet"):
        run("recurring", YEARS[1], YEARS[1])
