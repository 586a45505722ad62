"""The command's help and what it tells of misuse, in three languages."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.main import get_command

from graph.cli.app import _speaking, app
from graph.cli.misuse import MisuseError
from graph.documents.formats import SUFFIXES, Format
from graph.endpoint.problems import ProblemError
from graph.endpoint.renewal import said, tell
from graph.errors import InnspillError
from graph.messages import LANGUAGES, messages
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: What Typer would say in English of its own accord.
ENGLISH = re.compile(r"Usage|Options|Arguments|Commands|Show this|default:|required|env var|\[x|Try '")


def every(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command with the words that call it."""
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from every(below, (*path, name))


def shown(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> str:
    app([*words, "--help"], standalone_mode=False, prog_name="innspill")
    return capsys.readouterr().out


def test_help_in_three_languages(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    found = []
    for language in LANGUAGES:
        monkeypatch.setenv("INNSPILL_LANG", language)
        found.append(shown(("evaluate",), capsys))
    assert found == [
        """\
Bruk: innspill evaluate [VALG] {KILDE} {FASIT}

  Mål uttrekket mot en fasit: presisjon, dekning og F1, og hvert punkt som er
  ulikt.

Argumenter:
  KILDE  Dokumentet (txt, md, pdf, docx, odt, html, xlsx, csv).  [må være med]
  FASIT  Annotasjon i JSON Lines.  [må være med]

Valg:
  --json             Skriv som JSON.
  --lang <nb|nn|en>  Språk: nb, nn eller en.  [miljøvariabel: INNSPILL_LANG;
                     ellers: nb]
  --help             Vis denne hjelpen.
""",
        """\
Bruk: innspill evaluate [VAL] {KJELDE} {FASIT}

  Mål uttrekket mot ein fasit: presisjon, dekning og F1, og kvart punkt som er
  ulikt.

Argument:
  KJELDE  Dokumentet (txt, md, pdf, docx, odt, html, xlsx, csv).  [må vere
          med]
  FASIT   Annotasjon i JSON Lines.  [må vere med]

Val:
  --json             Skriv som JSON.
  --lang <nb|nn|en>  Språk: nb, nn eller en.  [miljøvariabel: INNSPILL_LANG;
                     elles: nb]
  --help             Vis denne hjelpa.
""",
        """\
Usage: innspill evaluate [OPTIONS] {SOURCE} {ANNOTATION}

  Measure the extraction against an annotation: precision, recall and F1, and
  every point that differs.

Arguments:
  SOURCE      The document (txt, md, pdf, docx, odt, html, xlsx, csv).
              [required]
  ANNOTATION  Annotation in JSON Lines.  [required]

Options:
  --json             Write as JSON.
  --lang <nb|nn|en>  Language: nb, nn or en.  [environment variable:
                     INNSPILL_LANG; default: nb]
  --help             Show this help.
""",
    ]


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_no_help_falls_back_on_english(
    language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("INNSPILL_LANG", language)
    for words, _ in every(get_command(app)):
        text = shown(words, capsys)
        assert text.startswith(f"Bruk: {' '.join(('innspill', *words))} ")
        assert not ENGLISH.search(text), text


def test_every_help_text_is_used() -> None:
    used = set()
    for _, command in every(get_command(app)):
        used |= {command.help, *(param.help for param in command.params)}
        used |= {word for param in command.params for word in re.findall("[A-Z]{2,}", param.metavar or "")}
    for name in ("app", "speech"):
        tree = ast.parse((ROOT / "graph" / "cli" / f"{name}.py").read_text(encoding="utf-8"))
        used |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    known = tomllib.loads(files("ontology").joinpath("messages", "help.nb.toml").read_text(encoding="utf-8"))
    assert set(known) <= used | {"arguments", "options"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("build --nope", ["valget --nope finnes ikke", "valet --nope finst ikkje", "there is no option --nope"]),
        ("biuld", ["kommandoen «biuld» finnes ikke. Mente du build?", "kommandoen «biuld» finst ikkje. Meinte du build?", "there is no command “biuld”. Did you mean build?"]),
        ("query --force", ["valget --force mangler en verdi", "valet --force manglar ein verdi", "the option --force lacks a value"]),
        ("build a --redact=ja", ["valget --redact tar ingen verdi", "valet --redact tek ingen verdi", "the option --redact takes no value"]),
        ("explain a", ["argumentet INNSPILL mangler", "argumentet INNSPEL manglar", "the argument ITEM is missing"]),
        ("export a", ["valget --out må være med", "valet --out må vere med", "the option --out is required"]),
        ("evaluate a b c d", ["for mange argumenter: c d", "for mange argument: c d", "too many arguments: c d"]),
        ("serve --port 70000", ["ugyldig verdi for --port. Skriv et helt tall fra 0 til 65535", "ugyldig verdi for --port. Skriv eit heilt tal frå 0 til 65535", "invalid value for --port. Write a whole number from 0 to 65535"]),
        ("serve --seconds x", ["ugyldig verdi for --seconds. Skriv et tall fra 0.5 til 60", "ugyldig verdi for --seconds. Skriv eit tal frå 0.5 til 60", "invalid value for --seconds. Write a number from 0.5 to 60"]),
        ("query --first x", ["ugyldig verdi for --first. Skriv et helt tall fra 0", "ugyldig verdi for --first. Skriv eit heilt tal frå 0", "invalid value for --first. Write a whole number from 0"]),
        ("query --format doc", ["ugyldig verdi for --format. Velg en av: table, csv, json, xlsx", "ugyldig verdi for --format. Vel ein av: table, csv, json, xlsx", "invalid value for --format. Choose one of: table, csv, json, xlsx"]),
        ("query --lang=de", ["ugyldig verdi for --lang (INNSPILL_LANG). Velg en av: nb, nn, en", "ugyldig verdi for --lang (INNSPILL_LANG). Vel ein av: nb, nn, en", "invalid value for --lang (INNSPILL_LANG). Choose one of: nb, nn, en"]),
        ("review decide a b tull", ["ugyldig verdi for HANDLING. Velg en av: confirm, kind", "ugyldig verdi for HANDLING. Vel ein av: confirm, kind", "invalid value for ACT. Choose one of: confirm, kind"]),
    ],
)  # fmt: skip
def test_misuse_is_told_in_three_languages(
    words: str, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, expected in zip(LANGUAGES, told, strict=True):
        monkeypatch.setenv("INNSPILL_LANG", language)
        with pytest.raises(MisuseError) as caught:
            app(words.split(), standalone_mode=False, prog_name="innspill")
        assert caught.value.told(language).startswith(expected)
        assert caught.value.usage(language).startswith(f"{messages('help', language)['usage']}: innspill ")


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv[0] = 'innspill'; from graph.cli import main; main()", *words],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip


def test_the_language_is_known_before_anything_is_parsed(tmp_path: Path) -> None:
    done = run("build", "--nope", "--lang", "en", INNSPILL_LANG="nn")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Usage: innspill build [OPTIONS] {SOURCE}...\nTry “innspill build --help” for help.\n\n"
        "innspill: there is no option --nope. Did you mean --compare or --no-compare or --store?\n"
    )
    fake = tmp_path / "brev.docx"
    fake.write_bytes(b"%PDF-1.7 og mer")
    done = run("--lang", "nn", "items", str(fake))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "innspill: brev.docx: fila heiter .docx, men er ein PDF. Gje henne rett filending, eller vel ei anna fil\n"
    )


def test_nothing_asked_for_is_answered_with_help_and_code_2() -> None:
    for words in ((), ("--",)):
        done = run(*words)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("Bruk: innspill [VALG] KOMMANDO [ARGUMENTER]...\n")
    done = run("review", INNSPILL_LANG="en")
    assert done.returncode == 2
    assert done.stderr.startswith("Usage: innspill review [OPTIONS] COMMAND [ARGUMENTS]...\n")


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["--lang", "en"], "en"), (["--lang=nn", "--lang", "en"], "en"), (["--lang"], "nn"), (["--lang", "de"], "nn"),
        (["ask", "--", "--lang", "en"], "nn"), ([], "nn"),
    ],
)  # fmt: skip
def test_the_last_language_named_counts_else_the_variable(
    arguments: list[str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INNSPILL_LANG", "nn")
    with _speaking(arguments):
        assert os.environ["INNSPILL_LANG"] == language
    assert os.environ["INNSPILL_LANG"] == "nn"


def test_the_help_names_every_format_that_is_read() -> None:
    for language in LANGUAGES:
        listed = re.search(r"\((.*)\)", messages("help", language)["source"])
        assert listed
        assert {SUFFIXES[f".{ending}"] for ending in listed[1].split(", ")} == set(Format)


def test_typer_still_has_what_the_help_is_made_of() -> None:
    """The names of Typer's own that are used here, should a later version change them."""
    assert issubclass(typer.BadParameter, typer.TyperException)
    assert all(
        hasattr(typer.core.TyperCommand, name) for name in ("get_usage", "collect_usage_pieces", "parse_args")
    )


def test_every_command_takes_a_language() -> None:
    leaves = [command for _, command in every(get_command(app)) if not hasattr(command, "commands")]
    assert len(leaves) > 15
    assert all(any(param.name == "lang" for param in command.params) for command in leaves)


def test_what_a_folder_holds_that_cannot_be_read_is_told_in_the_language_chosen(tmp_path: Path) -> None:
    folder = tmp_path / "inn"
    folder.mkdir()
    (folder / "brev.docx").write_bytes(b"%PDF-1.7 og mer")
    (folder / "gammelt.rtf").write_bytes(b"{\\rtf1}")
    (folder / "mote.txt").write_bytes("Forslag\n\n- KMD må høre på fylkene.\n".encode("latin-1"))
    done = run("build", str(folder), "--store", str(tmp_path / "lager"), "--workers", "1", "--lang", "en")
    assert (done.returncode, done.stdout) == (
        2,
        f"1 of 3 document(s) are new or changed in {tmp_path / 'lager'}, which now holds 1.\n",
    )
    assert done.stderr.splitlines() == [
        "Note: mote.txt: read as cp1252.",
        "2 file(s) could not be read; the rest is done:",
        f"  {folder / 'brev.docx'}: the file is named .docx, but is a PDF. Give it the right file ending, or choose another file",
        f"  {folder / 'gammelt.rtf'}: the format “.rtf” is not read. Save it as .docx in Word",
    ]


def test_the_server_tells_its_owner_in_the_language_it_was_started_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for language in LANGUAGES:
        monkeypatch.setenv("INNSPILL_LANG", language)
        tell(InnspillError("new-not-shown", where="lager", cure="old-stays"))
        tell(said(ProblemError(503, "busy"), "lager"))
    assert capsys.readouterr().err.splitlines() == [
        "innspill: lager: det nye lar seg ikke vise. Det som var der, vises fortsatt; lag grafen på nytt med «innspill build»",
        "innspill: lager: serveren er opptatt med tunge spørringer; prøv igjen om litt",
        "innspill: lager: det nye lèt seg ikkje vise. Det som var der, blir framleis vist; lag grafen på nytt med «innspill build»",
        "innspill: lager: tenaren er oppteken med tunge spørjingar; prøv att om litt",
        "innspill: lager: what is new cannot be shown. What was there is still shown; make the graph again with “innspill build”",
        "innspill: lager: the server is busy with heavy queries; try again in a moment",
    ]
