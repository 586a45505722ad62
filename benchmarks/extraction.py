"""Extraction: items per second against the floor, memory over documents, and a long PDF."""

from __future__ import annotations

import gc
import random
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import ahocorasick
import pypdfium2
from simplemma import Lemmatizer

from graph.gazetteer import load
from graph.language import tokens
from graph.model import Document, Line, Source
from graph.pipeline import extract, extract_source, read_source

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.gazetteer import Gazetteer

ROOT = Path(__file__).resolve().parent.parent
ITEMS = 20_000
DOCUMENTS = 300


def made_source(texts: list[str], count: int) -> Source:
    """A list of ``count`` items, each different: two halves of real ones and a number."""
    chance = random.Random(2021)  # noqa: S311 - not for secrets
    lines = ["Innspill", ""]
    for number in range(count):
        first, second = chance.choice(texts).split(), chance.choice(texts).split()
        lines.append(f"- {' '.join(first[: len(first) // 2 + 1] + second[len(second) // 2 :])} {number}")
    numbered = tuple(Line(n, text) for n, text in enumerate(lines, 1))
    return Source(Document("made", "", "made.txt", "0" * 64, lines=len(lines)), numbered)


def seconds(work: Callable[[], object]) -> float:
    """Wall time of some work."""
    gc.collect()
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def floor(text: str, gazetteer: Gazetteer, *, remember: bool) -> Callable[[], object]:
    """The least any extraction by dictionary must do, ready to be timed."""
    lemmatizer = Lemmatizer(cache_max_size=1_000_000 if remember else 0)
    lemmatizer.lemmatize("varm", lang=("nb", "nn"))
    automaton = ahocorasick.Automaton()
    for concept in (*gazetteer.actors.values(), *gazetteer.themes.values()):
        for form in concept.forms:
            automaton.add_word(form.lower(), concept.id)
    automaton.make_automaton()

    def work() -> None:
        for line in text.split("\n"):
            for token in tokens.__wrapped__(line):
                if token.is_word:
                    lemmatizer.lemmatize(token.lower, lang="nb")
                    lemmatizer.lemmatize(token.lower, lang="nn")
        for _ in automaton.iter(text.lower()):
            pass

    return work


def speed(gazetteer: Gazetteer) -> None:
    """Items per second beside the floor, on items that are all different."""
    texts = [i.text for i in extract(ROOT / "data/verksted-2021/source.txt", gazetteer).items]
    source = made_source(texts, ITEMS)
    text = "\n".join(line.text for line in source.lines)
    ours = seconds(lambda: extract_source(source, gazetteer))
    cold, warm = (seconds(floor(text, gazetteer, remember=r)) for r in (False, True))
    words = sum(t.is_word for line in source.lines for t in tokens(line.text))
    print(f"{ITEMS} items, {words} words, one core: {ours:.1f} s, {ITEMS / ours:.0f} items/s")
    print(f"floor without memory {cold:.1f} s: ratio {ours / cold:.2f}")
    print(f"floor with memory    {warm:.1f} s: ratio {ours / warm:.2f}")


def memory(gazetteer: Gazetteer) -> None:
    """Peak memory after a third and after all of many documents."""
    path = ROOT / "data/verksted-2021/source.txt"
    peaks = []
    for number in range(1, DOCUMENTS + 1):
        extract(path, gazetteer)
        if number in {DOCUMENTS // 3, DOCUMENTS}:
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(
        f"peak memory after {DOCUMENTS // 3} documents {peaks[0]:.0f} MB, after {DOCUMENTS} {peaks[1]:.0f} MB"
    )


def long_pdf(gazetteer: Gazetteer, pages: int = 500) -> None:
    """A long PDF, read page by page in the worker."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lang.pdf"
        one, many = pypdfium2.PdfDocument(ROOT / "tests/files/samling.pdf"), pypdfium2.PdfDocument.new()
        for _ in range(pages):
            many.import_pages(one)
        many.save(path)
        seen = list[int]()
        took = seconds(lambda: read_source(path, gazetteer, progress=lambda done, _: seen.append(done)))
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"PDF of {pages} pages: {took:.1f} s, {len(seen)} signs of progress, reader's peak {children:.0f} MB"
    )


if __name__ == "__main__":
    known = load()
    speed(known)
    memory(known)
    long_pdf(known)
    sys.exit(0)
