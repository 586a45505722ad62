"""The form: everything a workbook says, before it is one."""

from __future__ import annotations

import textwrap
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.explanation import reasons
from graph.messages import messages
from graph.review.doubt import doubts, words
from graph.workbook.fields import FIELDS, LONGEST, NO, RIGHT, YES, Key, text_hash, values_of
from graph.workbook.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction
    from graph.review import Decision, Review
    from graph.workbook.fields import Value

#: The columns of the sheet to correct, and of the one that tells where everything comes from.
COLUMNS: Final = ("no", "text", "heading", "doubt", *FIELDS, "comment", "item", "key")
CONTEXT: Final = ("no", "text", "part", "line", "link", "name", "words", "basis", "why", "where")
#: Characters of a heading on the sheet to correct; the whole of it stands on the sheet of context.
HEADING: Final = 90
#: From which doubt an item is marked, and how many reasons are told.
LEAST_DOUBT: Final = 0.3
MOST_REASONS: Final = 2
#: Stands in the first cell of the hidden sheet.
MARK: Final = "innspill review"


@dataclass(frozen=True, slots=True)
class Form:
    """A workbook's content: the rows of its sheets, each in document order.

    ``names`` are kind (actor, theme), name, full name or the theme above, and id, those of the document
    first; ``version`` is the number of decisions when it was made, ``last`` the id of the last, or empty.
    """

    document: str
    title: str
    language: str
    version: int
    last: str
    rows: tuple[Mapping[str, str], ...]
    context: tuple[tuple[str, ...], ...]
    names: tuple[tuple[str, str, str, str], ...]


def form(review: Review, decisions: Sequence[Decision], gazetteer: Gazetteer, language: str = "nb") -> Form:
    """The form for a document as it is reviewed now; ``decisions`` are all that its log holds."""
    known = gazetteer.including(review.extraction.candidates)
    wording, values = Wording(known, language), values_of(review)
    extraction = review.extraction
    headings = _headings(extraction)
    uncertain = _doubts(review, values, known, language)
    numbers = {item.id: str(number) for number, item in enumerate(extraction.items, 1)}
    rows = tuple(
        {
            "no": numbers[item.id],
            "text": shown(item.text),
            "heading": _cut(headings.get(item.section, "")),
            "doubt": uncertain.get(item.id, ""),
            **{field: wording.shown(field, values[item.id][field]) for field in FIELDS},
            "item": item.id,
            "key": Key(extraction.document.slug, item.id, text_hash(item.text), values[item.id]).line(),
        }
        for item in extraction.items
    )
    return Form(
        document=extraction.document.slug,
        title=extraction.document.title or extraction.document.source,
        language=language,
        version=len(decisions),
        last=decisions[-1].id if decisions else "",
        rows=rows,
        context=tuple(_context(review, known, numbers, headings, language)),
        names=_names(wording, known, {a.target for a in extraction.attributions}),
    )


def shown(text: str) -> str:
    """A text as a cell can hold it."""
    return " ".join(text.split())[:LONGEST]


def _cut(text: str) -> str:
    return textwrap.shorten(text, HEADING, placeholder=" …")


def _headings(extraction: Extraction) -> dict[str, str]:
    return {section.id: section.text for section in extraction.sections}


def _parts(extraction: Extraction) -> dict[str, str]:
    """The titles above and of every section, outermost first."""
    by_id = {section.id: section for section in extraction.sections}
    found: dict[str, str] = {}
    for section in extraction.sections:
        titles, at = list[str](), section.id
        while at in by_id and len(titles) < len(by_id):
            titles.append(by_id[at].text if not titles else by_id[at].title)
            at = by_id[at].parent
        found[section.id] = " › ".join(reversed(titles))
    return found


def _doubts(
    review: Review, values: Mapping[str, Mapping[str, Value]], gazetteer: Gazetteer, language: str
) -> dict[str, str]:
    """Why each item is worth a look before the others; nothing where somebody has said it is right."""
    say, clauses = messages("workbook", language), words()
    found: dict[str, str] = {}
    for item, doubt in doubts(review, gazetteer).items():
        said = values[item][RIGHT]
        reasons = [clauses[r.name][language].format(words=r.words) for r in doubt.reasons[:MOST_REASONS]]
        if said == (NO,):
            found[item] = say["doubt-wrong"]
        elif doubt.value >= LEAST_DOUBT and said != (YES,):
            found[item] = say["doubt"].format(reasons="; ".join(reasons))
    return found


def _context(
    review: Review,
    gazetteer: Gazetteer,
    numbers: Mapping[str, str],
    headings: Mapping[str, str],
    language: str,
) -> Iterable[tuple[str, ...]]:
    """One row a link, one an earlier decision, and one for an item that has neither."""
    extraction, parts = review.extraction, _parts(review.extraction)
    terms, say = messages("terms", language), messages("review", language)
    before = defaultdict[str, list["Decision"]](list)
    for kept in review.active:
        before[kept.item].append(kept.decision)
    for item in extraction.items:
        head = (numbers[item.id], shown(item.text), parts.get(item.section, ""), str(item.line or ""))
        rows = [
            (terms[f"role-{r.role}"], r.target, r.quote, r.basis, r.rule, shown(r.where))
            for r in reasons(extraction, item, gazetteer, language)
        ]
        rows += [
            (say[f"act-{d.act}"], d.who, d.quote if d.act != "confirm" else "", d.when[:10], d.why, "")
            for d in before[item.id]
        ]
        for row in rows or [("", "", "", "", "", headings.get(item.section, ""))]:
            yield (*head, *row)


def _beside(kind: str, one: str, gazetteer: Gazetteer, language: str) -> str:
    """What stands beside a name: an actor's in full, a theme's themes above it."""
    if kind == "actor":
        return gazetteer.label(one, language)
    return ", ".join(gazetteer.label(above, language) for above in gazetteer.themes[one].broader)


def _names(wording: Wording, gazetteer: Gazetteer, used: set[str]) -> tuple[tuple[str, str, str, str], ...]:
    found = list[tuple[str, str, str, str]]()
    for kind in ("actor", "theme"):
        names = wording.names(kind)
        for name, one in [*(n for n in names if n[1] in used), *(n for n in names if n[1] not in used)]:
            found.append((kind, name, _beside(kind, one, gazetteer, wording.language), one))
    return tuple(found)
