"""The commands that serve the graph over HTTP and answer a question in Norwegian."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from graph.cli.options import DEFAULT_OUT, MOST_ITEMS, Language, LanguageOption, RedactOption
from graph.cli.speech import add
from graph.errors import InnspillError
from graph.messages import messages

if TYPE_CHECKING:
    from graph.model import Extraction

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
#: Items of the largest store the workers share a copy of in memory, some 70 quads each and 1 GB in all;
#: larger ones are read from disk.
MOST_IN_MEMORY: Final = 40_000


def serve(
    sources: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="SOURCE",
            help="served",
        ),
    ] = None,
    *,
    review: Annotated[bool, typer.Option("--review", help="serve-review")] = False,
    decisions: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="decisions"),
    ] = None,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="host")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="NUMBER", help="port", min=0, max=65535)] = 8000,
    name: Annotated[list[str] | None, typer.Option(metavar="NAME", help="host-name")] = None,
    seconds: Annotated[float, typer.Option(metavar="SECONDS", help="seconds", min=0.5, max=60)] = 2.0,
    log: Annotated[Path | None, typer.Option(metavar="FILE", help="query-log")] = None,
    lang: LanguageOption = Language.NB,
) -> None:
    """The page and a SPARQL endpoint on this machine."""
    token = os.environ.get("INNSPILL_TOKEN", "")
    if host not in LOOPBACK and not token:
        raise InnspillError(
            "open-to-others",
            cure="set-token",
            host=host,
        )
    if os.name != "posix":
        raise InnspillError("needs-unix", cure="use-page")
    source = _source(sources or [], review=review, decisions=decisions)
    import uvicorn

    from graph.endpoint.app import Settings, application
    from graph.endpoint.guard import LOOPBACK as NAMES
    from graph.endpoint.pool import Bounds

    desk = None
    html, in_memory = "", True
    address = f"http://{host}:{port}/"
    if review:
        from graph.cli.desk import invitation, reviewing

        desk = reviewing(sources or [], decisions, lang, token, alone=host in LOOPBACK and not token)
        address = invitation(address, desk.token)
    else:
        html, in_memory = _page(source, lang)
    ready = [html]  # the first is made already: what is wrong with the source is told before we listen
    typer.echo(messages("cli", lang)["listening"].format(address=address), err=True)
    handle = log.open("a", encoding="utf-8") if log else None
    settings = Settings(
        source=source,
        page=lambda: ready.pop() if ready else _page(source, lang)[0],
        editor=Path(str(files("viz") / "built" / "yasgui")),
        hosts=NAMES | {one.lower() for one in name or ()},
        token=token,
        bounds=Bounds(seconds=seconds),
        in_memory=in_memory,
        log=handle,
        reviewing=desk,
    )
    uvicorn.run(
        application(settings),
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        access_log=False,
        limit_concurrency=500,
        h11_max_incomplete_event_size=65_536,
        timeout_keep_alive=10,
    )


def _source(sources: list[Path], *, review: bool, decisions: Path | None) -> Path:
    """What is served: one graph, or with ``review`` the first of the documents."""
    if review and not sources:
        raise InnspillError("review-wants-document", cure="review-wants-document-cure")
    if not review and (decisions or len(sources) > 1):
        raise InnspillError("only-with-review", cure="add-review")
    return sources[0] if sources else DEFAULT_OUT / "graph.trig"


def _page(source: Path, lang: str) -> tuple[str, bool]:
    """The explorer for a collection small enough, and whether the graph fits in memory."""
    from graph.followup import threads_in
    from graph.gazetteer import load
    from graph.judgements import judgements_in
    from graph.store.opening import opened
    from viz.page import render_page

    if not source.exists():
        raise InnspillError("nothing-to-show", where=str(source), cure="build-first")
    with opened(str(source)) as home:
        (counted,) = home.ask("SELECT (COUNT(?i) AS ?n) WHERE { ?i a inn:Item }").rows
        items = int(str(counted[0]))
        if items > MOST_ITEMS:
            return "", items <= MOST_IN_MEMORY
        extractions: tuple[Extraction, ...] = home.extractions()
        known = load().including(home.candidates())
        threads, judgements = threads_in(home, known), judgements_in(home)
        return render_page(extractions, known, lang, threads=threads, judgements=judgements), True


def ask(
    question: Annotated[list[str], typer.Argument(metavar="QUESTION", help="question")],
    *,
    source: Annotated[str, typer.Option("--source", "-s", metavar="SOURCE", help="query-source")] = str(
        DEFAULT_OUT / "graph.trig"
    ),
    lang: LanguageOption = Language.NB,
    redact: RedactOption = False,
) -> None:
    """The answer to a question in Norwegian."""
    from graph.cli.queries import answered, home_of
    from graph.gazetteer import load
    from graph.queries.questions import also_called, understood
    from graph.tables import to_text

    with home_of(source, lang, redact=redact) as home:
        known = load().including(home.candidates())
        found = understood(" ".join(question), known)
        table = answered(home, found.name, found.given, lang)
    asked = {} if source == str(DEFAULT_OUT / "graph.trig") else {"source": source}
    if lang != Language.NB:
        asked["lang"] = lang
    say = messages("cli", lang)
    typer.echo(say["understood"].format(command=found.command_of(**asked)))
    for old, new in also_called(found, known):
        typer.echo(say["succeeded"].format(old=known.label(old, lang), new=known.label(new, lang)))
    typer.echo("")
    typer.echo(to_text(table, lang))


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    add(app, serve, ask)
