"""Made collections: folders of documents like those from workshops, for measuring; nobody meant any of it.

    .venv/bin/python benchmarks/made.py FOLDER COUNT [SEED]

The same seed gives the same bytes. Every document says in its text that a machine made it. A series of
documents comes back each year from 2015 to 2025 with the same asks in other words.
"""

from __future__ import annotations

import io
import random
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from graph.gazetteer import load

if TYPE_CHECKING:
    from collections.abc import Iterator

PHRASES: Final = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text(encoding="utf-8"))
YEARS: Final = range(2015, 2026)
#: Sorts of actors that documents speak to.
ASKED: Final = frozenset({"ministry", "directorate", "agency", "collective", "county"})
#: The share of items with a typing error, and of documents with a sidecar.
TYPOS: Final = 0.06
SIDECARS: Final = 0.2
#: Endings by how common they are.
ENDINGS: Final = (".txt",) * 10 + (".md",) * 9 + (".docx",)


def make(folder: Path, count: int, seed: int = 2021, *, short: bool = False) -> list[Path]:
    """Write a collection of ``count`` documents, some with sidecars; their paths.

    ``short`` ones are plain text of two or three items, where it is the number of documents that counts.
    """
    made = []
    for number in range(count):
        document = Maker(seed, number, short=short)
        path = folder / document.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(document.data())
        if document.chance.random() < SIDECARS:
            path.with_name(path.name + ".meta.toml").write_text(document.sidecar(), encoding="utf-8")
        made.append(path)
    return made


class Maker:
    """One document of a series: the series decides what it asks, the year in which words."""

    def __init__(self, seed: int, number: int, *, short: bool = False) -> None:
        self.seed, self.number, self.short = seed, number, short
        self.series, year = divmod(number, len(YEARS))
        self.year = YEARS[year]
        self.theme_of_series = random.Random(f"{seed} {self.series}")  # noqa: S311 - not for secrets
        self.chance = random.Random(f"{seed} {self.series} {self.year}")  # noqa: S311 - not for secrets
        self.actors = sorted(a.short for a in load().actors.values() if a.type in ASKED)
        self.place = self.theme_of_series.choice(PHRASES["places"])
        self.subject = self.theme_of_series.choice(PHRASES["themes"])
        self.ending = ".txt" if short else self.chance.choice(ENDINGS)
        self.title = self._filled(self.chance.choice(PHRASES["titles"]), self.chance)

    @property
    def name(self) -> str:
        """The path below the collection's folder."""
        return f"{self.year}/serie-{self.series:05d}/innspill{self.ending}"

    def data(self) -> bytes:
        """The file's bytes."""
        lines = list(self._lines())
        if self.ending == ".docx":
            return _docx(lines)
        marked = self.ending == ".md"
        return ("\n".join(_plain(*line, marked=marked) for line in lines) + "\n").encode()

    def sidecar(self) -> str:
        """What an organiser might say beside it."""
        actor = self.theme_of_series.choice(self.actors).replace('"', "")
        return f'organiser = "{actor}"\nevent = "workshop"\ndate = "{self.year}"\nlanguage = "nb"\n'

    def _lines(self) -> Iterator[tuple[str, str]]:
        """Each line with its sort: title, text, heading, number, bullet or sub-point."""
        yield "title", self.title
        yield "text", PHRASES["mark"].format(seed=self.seed, number=self.number)
        yield "text", f"{self.place}, {self.chance.randint(1, 28)}. oktober {self.year}"
        for group in range(1, 2 if self.short else self.theme_of_series.randint(3, 5)):
            yield "heading", self._filled(self.chance.choice(PHRASES["headings"]), self.chance, group)
            sort = self.chance.choice(("number", "bullet"))
            for _ in range(2 if self.short else self.theme_of_series.randint(4, 8)):
                yield sort, self._typed(self._item())
                if self.chance.random() < 1 / 4:
                    yield "sub", self._filled(self.chance.choice(PHRASES["subpoints"]), self.chance)

    def _item(self) -> str:
        kind = self.chance.random()
        if kind < 1 / 10:
            return self._filled(self.chance.choice(PHRASES["questions"]), self.chance)
        if kind < 1 / 4:
            return self._filled(self.chance.choice(PHRASES["observations"]), self.chance)
        wordings = self.theme_of_series.choice(PHRASES["asks"])
        ask = self._filled(self.chance.choice(wordings), self.theme_of_series)
        opener = self.chance.choice(PHRASES["openers"])
        return opener + ask + "." * (not ask.endswith("?")) + self.chance.choice(PHRASES["tails"])

    def _filled(self, phrase: str, chance: random.Random, group: int = 1) -> str:
        asked, partner = chance.sample(self.actors, 2)
        theme = chance.choice([self.subject, chance.choice(PHRASES["themes"])])
        return phrase.format(
            asked=asked,
            partner=partner,
            theme=theme,
            theme_title=theme[:1].upper() + theme[1:],
            place=self.place,
            year=self.year,
            group=group,
        )

    def _typed(self, text: str) -> str:
        """A text with, now and then, two letters of a word in the wrong order."""
        if self.chance.random() > TYPOS:
            return text
        at = self.chance.randrange(1, len(text) - 2)
        if not text[at : at + 2].isalpha():
            return text
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _plain(sort: str, text: str, *, marked: bool) -> str:
    if sort in {"title", "heading"}:
        hashes = {"title": "# ", "heading": "\n## "}[sort] if marked else "\n" * (sort == "heading")
        return f"{hashes}{text}\n"
    return {"text": "{}\n", "number": "1. {}", "bullet": "- {}", "sub": "   - {}"}[sort].format(text)


def _docx(lines: list[tuple[str, str]]) -> bytes:
    import docx

    styles = {
        "title": "Title", "heading": "Heading 1", "text": "Normal", "number": "List Number",
        "bullet": "List Bullet", "sub": "List Bullet 2",
    }  # fmt: skip
    document: Any = docx.Document()
    for sort, text in lines:
        document.add_paragraph(text, style=styles[sort])
    written = io.BytesIO()
    document.save(written)
    return _undated(written)


def _undated(package: io.BytesIO) -> bytes:
    """The same package without the time it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name))
    return out.getvalue()


if __name__ == "__main__":
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 2021  # noqa: PLR2004
    print(f"{len(make(Path(sys.argv[1]), int(sys.argv[2]), seed))} documents in {sys.argv[1]}")
