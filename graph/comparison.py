"""Comparison: what is new, still asked and gone from one document or year to another, and who moved.

A *thread* is one ask through time: the items that ask for it in whatever words, and what came of it. An
ask that does not recur is a thread of one item.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from graph.asks import Status
from graph.recurrence.spanning import outward

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from graph.asks import Answer, Ask, Recurrence, Recurrences


class Change(StrEnum):
    """What has become of an ask between two times."""

    NEW = "new"
    STILL = "still"
    GONE = "gone"


class Facet(StrEnum):
    """What asks are counted by."""

    DOCUMENT = "document"
    YEAR = "year"
    PROPOSER = "proposer"
    ADDRESSEE = "addressee"
    THEME = "theme"


@dataclass(frozen=True, slots=True, order=True)
class Thread:
    """One ask through time: its items by date, why they belong together, and the answers, the last one last.

    ``core`` is the item to name the thread by: of those in its last year the one most like the others. The
    ``pairs`` are some of its items, two and two, sorted; :attr:`reasons` leads through them.
    """

    asks: tuple[Ask, ...]
    core: Ask
    pairs: tuple[Recurrence, ...] = ()
    answers: tuple[Answer, ...] = ()

    @property
    def key(self) -> str:
        """The key of its first item."""
        return self.asks[0].key

    @property
    def reasons(self) -> tuple[tuple[str, Recurrence], ...]:
        """The key of each other item with the pair that leads to it from the core or one before."""
        return tuple(outward(self.core.key, self.pairs))

    @property
    def status(self) -> Status:
        """What the last answer says; unanswered where there is none."""
        return self.answers[-1].status if self.answers else Status.UNANSWERED

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.status in {Status.UNANSWERED, Status.UNDERWAY}

    @property
    def years(self) -> tuple[str, ...]:
        """The years it was asked in, each once."""
        return tuple(sorted({ask.year for ask in self.asks if ask.year}))

    @property
    def again(self) -> bool:
        """Whether it was asked after it had been answered or declined."""
        last = self.answers[-1].when if self.answers and not self.is_open else ""
        return bool(last) and any(ask.date[: len(last)] > last[: len(ask.date)] for ask in self.asks)

    def within(self, documents: Collection[str]) -> tuple[Ask, ...]:
        """Its items in some documents."""
        return tuple(ask for ask in self.asks if ask.document in documents)


@dataclass(frozen=True, slots=True)
class Difference:
    """The threads that are new, still asked and gone, and those of the second whose addressee changed.

    ``documents`` are the slugs of all the documents compared.
    """

    new: tuple[Thread, ...]
    still: tuple[Thread, ...]
    gone: tuple[Thread, ...]
    moved: tuple[Thread, ...]
    documents: frozenset[str] = frozenset()

    def of(self, change: Change) -> tuple[Thread, ...]:
        """The threads of one change."""
        return {Change.NEW: self.new, Change.STILL: self.still, Change.GONE: self.gone}[change]


def threads(asks: Iterable[Ask], found: Recurrences, answers: Iterable[Answer] = ()) -> tuple[Thread, ...]:
    """Every ask through time, by its first item."""
    known = {ask.key: ask for ask in asks}
    said: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        said[answer.item].append(answer)
    groups = [[key for key in keys if key in known] for keys in found.groups]
    grouped = {key for keys in groups for key in keys}
    groups += [[key] for key in known if key not in grouped]
    home = {key: number for number, keys in enumerate(groups) for key in keys}
    pairs: dict[int, list[Recurrence]] = defaultdict(list)
    for pair in found.pairs:
        if pair.one in home and home[pair.one] == home.get(pair.other):
            pairs[home[pair.one]].append(pair)
    made = []
    for number, keys in enumerate(groups):
        if keys:
            members = tuple(sorted(known[key] for key in keys))
            given = sorted((a for key in keys for a in said[key]), key=lambda a: (a.when, a))
            core = _core(members, found.likeness)
            made.append(Thread(members, core, tuple(pairs[number]), tuple(given)))
    return tuple(sorted(made))


def _core(members: Sequence[Ask], likeness: Mapping[str, int]) -> Ask:
    last = max(ask.year for ask in members)
    return max((ask for ask in members if ask.year == last), key=lambda ask: likeness.get(ask.key, 0))


def difference(
    some: Iterable[Thread],
    before: Collection[str],
    after: Collection[str],
    lineages: Mapping[str, tuple[str, ...]],
) -> Difference:
    """What differs between two sets of documents.

    Args:
        some: every ask through time.
        before: the slugs of the earlier documents.
        after: the slugs of the later ones.
        lineages: what each actor has become, as :func:`graph.recurrence.lineages` tells.
    """
    found: dict[Change, list[Thread]] = {change: [] for change in Change}
    moved = []
    for thread in some:
        old, new = thread.within(before), thread.within(after)
        if not old and not new:
            continue
        found[Change.STILL if old and new else Change.NEW if new else Change.GONE].append(thread)
        if old and new and is_moved(old, new, lineages):
            moved.append(thread)
    return Difference(
        new=tuple(found[Change.NEW]),
        still=tuple(found[Change.STILL]),
        gone=tuple(found[Change.GONE]),
        moved=tuple(moved),
        documents=frozenset(before) | frozenset(after),
    )


def is_moved(old: Sequence[Ask], new: Sequence[Ask], lineages: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether an ask that went to some actors now goes to none of them nor of those that took over."""

    def heirs(asks: Sequence[Ask]) -> set[str]:
        return {heir for ask in asks for a in ask.addressees for heir in lineages.get(a, (a,))}

    before, after = heirs(old), heirs(new)
    return bool(before and after) and before.isdisjoint(after)


def counts(found: Difference, facet: Facet) -> tuple[tuple[str, Mapping[Change, int]], ...]:
    """How many threads of each value of a facet are new, still asked and gone; the most first.

    Actors and themes are ids. A thread counts once for each value its items in the documents compared have.
    """
    totals: dict[str, Counter[Change]] = defaultdict(Counter)
    for change in Change:
        for thread in found.of(change):
            here = thread.within(found.documents)
            for value in {value for ask in here for value in values(ask, facet)}:
                totals[value][change] += 1
    return tuple(sorted(totals.items(), key=lambda pair: (-pair[1].total(), pair[0])))


def values(ask: Ask, facet: Facet) -> tuple[str, ...]:
    """The values an ask has of a facet."""
    return {
        Facet.DOCUMENT: (ask.document,),
        Facet.YEAR: (ask.year,) if ask.year else (),
        Facet.PROPOSER: ask.proposers,
        Facet.ADDRESSEE: ask.addressees,
        Facet.THEME: ask.themes,
    }[facet]


def in_a_row(thread: Thread, years: Sequence[str]) -> int:
    """In how many of some years, the last of them and those just before it, the ask was asked."""
    count = 0
    for year in reversed(years):
        if year not in thread.years:
            break
        count += 1
    return count


def years_of(some: Iterable[Thread]) -> tuple[str, ...]:
    """The years that asks were asked in, in order."""
    return tuple(sorted({year for thread in some for year in thread.years}))


def waiting(some: Iterable[Thread]) -> tuple[Thread, ...]:
    """The threads asked in the last year and in one before it that still wait; the longest asked first."""
    known = tuple(some)
    years = years_of(known)
    found = [t for t in known if t.is_open and len(t.years) > 1 and t.years[-1:] == years[-1:]]
    return tuple(sorted(found, key=lambda t: (-in_a_row(t, years), -len(t.years), t)))
