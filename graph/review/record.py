"""Records: a decision out of plain values, and what may be wrong with one."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from graph.errors import InnspillError
from graph.model import Role
from graph.namespaces import slug
from graph.review.decision import OF_LINK, PAIRS, TARGETS, Act, Anchor, Decision

NEEDED: Final = ("act", "document", "item", "text", "who", "when")
KEYS: Final = frozenset((*NEEDED, "id", "role", "target", "quote", "spans", "link", "why"))
CURE: Final = "Rett linjen, eller hent filen på nytt"
#: What the ids of actors and themes are made of; they become part of an IRI.
IDENTITY: Final = re.compile(r"[a-z0-9][a-z0-9-]*")
WHEN: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")
ADDRESS: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
#: What no text from a document holds: control characters and halves of surrogate pairs.
UNSPEAKABLE: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def from_record(record: Any, where: str = "", line: int | None = None) -> Decision:
    """A decision from plain values.

    Raises:
        InnspillError: a key or value is missing, unknown or of the wrong type; names file and line.
    """
    problem = _problem_of_record(record)
    if not problem:
        try:
            made = _decision(record)
        except ValueError as error:
            problem = f"ugyldig verdi ({error})"
        else:
            problem = problem_of(made)
            if record.get("id", made.id) != made.id:
                problem = "linjen er endret: innholdet svarer ikke til id-en"
    if problem:
        raise InnspillError(problem, where=where, line=line, cure=CURE)
    return made


def _problem_of_record(record: Any) -> str:
    """What is wrong with the form of plain values; empty where nothing is."""
    if not isinstance(record, dict):
        return "en avgjørelse er et JSON-objekt"
    if unknown := sorted(set(record) - KEYS):
        return f"ukjent felt «{unknown[0]}»"
    if missing := [key for key in NEEDED if key not in record]:
        return f"feltet «{missing[0]}» mangler"
    spans = record.get("spans", [])
    if bad := sorted(key for key, value in record.items() if key != "spans" and not isinstance(value, str)):
        return f"feltet «{bad[0]}» skal være tekst"
    right = isinstance(spans, list) and all(
        isinstance(span, list) and [type(end) for end in span] == [int, int] for span in spans
    )
    return "" if right else "feltet «spans» skal være par av hele tall"


def _decision(record: dict[str, Any]) -> Decision:
    return Decision(
        when=record["when"],
        who=record["who"],
        act=Act(record["act"]),
        anchor=Anchor(record["document"], record["item"], record["text"]),
        target=record.get("target", ""),
        role=Role(record["role"]) if record.get("role") else None,
        quote=record.get("quote", ""),
        spans=tuple((start, end) for start, end in record.get("spans", ())),
        link=record.get("link", ""),
        why=record.get("why", ""),
    )


def problem_of(decision: Decision) -> str:
    """What is wrong with a decision, in words; empty where nothing is."""
    if not decision.who.strip():
        return "det står ikke hvem som har avgjort"
    if not _is_time(decision.when):
        return f"«{decision.when}» er ikke et tidspunkt som 2026-01-31T12:00:00.000000Z"
    if decision.link and not ADDRESS.fullmatch(decision.link):
        return f"«{decision.link}» er ikke en nettadresse"
    anchor = decision.anchor
    texts = (decision.who, decision.target, decision.quote, decision.why, anchor.document, anchor.item)
    if any(map(UNSPEAKABLE.search, (*texts, anchor.text))):
        return "teksten har tegn som ikke kan lagres"
    return _problem_of_target(decision) or _problem_of_words(decision)


def _is_time(when: str) -> bool:
    try:
        return bool(WHEN.fullmatch(when) and datetime.fromisoformat(when))
    except ValueError:
        return False


def _problem_of_target(decision: Decision) -> str:
    act, target = decision.act, decision.target
    if act in TARGETS and target not in TARGETS[act]:
        return f"«{target}» er ikke mulig for {act.value}"
    if act in OF_LINK:
        right = decision.role and IDENTITY.fullmatch(target)
        return "" if right else f"{act.value} trenger rolle og aktør eller tema"
    if decision.role:
        return f"{act.value} har ingen rolle"
    if act in PAIRS and not all(target.partition("/")):
        return f"{act.value} trenger dokument/innspill som mål"
    if act in {Act.MERGE, Act.SPELLING, Act.WITHDRAW} and not target:
        return f"{act.value} trenger et mål"
    return ""


def _problem_of_words(decision: Decision) -> str:
    act = decision.act
    if act in {Act.NAME, Act.SPELLING} and not slug(decision.quote):
        return f"{act.value} trenger et navn"
    if act is Act.NOTE and not (decision.target or decision.quote.strip()):
        return f"{act.value} trenger en tekst"
    if (act is Act.MERGE or act in PAIRS) and not decision.quote.strip():
        return f"{act.value} trenger teksten i det andre innspillet"
    if act in {Act.TEXT, Act.SPLIT}:
        return _problem_of_spans(decision.spans, len(decision.anchor.text), split=act is Act.SPLIT)
    return f"{act.value} har ingen utsnitt" if decision.spans else ""


def _problem_of_spans(spans: tuple[tuple[int, int], ...], length: int, *, split: bool) -> str:
    if len(spans) != 1 and not split:
        return "det skal være ett utsnitt"
    if len(spans) < 2 and split:  # noqa: PLR2004 - one part is no split
        return "det skal være minst to utsnitt"
    ends = [0, *(end for _, end in spans)]
    right = all(before <= start < end <= length for before, (start, end) in zip(ends, spans, strict=False))
    return "" if right else "utsnittene ligger ikke etter hverandre i teksten"
