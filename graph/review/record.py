"""Records: a decision out of plain values, and what may be wrong with one."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

from graph.acts import Act
from graph.errors import InnspillError
from graph.messages import Sentence, sentence
from graph.model import Role
from graph.namespaces import slug
from graph.review.decision import OF_LINK, PAIRS, TARGETS, Anchor, Decision

NEEDED: Final = ("act", "document", "item", "text", "who", "when")
KEYS: Final = frozenset((*NEEDED, "id", "role", "target", "quote", "spans", "link", "why"))
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
            problem = sentence("odd-value", reason=error)
        else:
            problem = problem_of(made)
            if record.get("id", made.id) != made.id:
                problem = sentence("line-edited")
    if problem:
        raise InnspillError(problem, where=where, line=line, cure="mend-line")
    return made


def _problem_of_record(record: Any) -> Sentence | None:
    """What is wrong with the form of plain values; None where nothing is."""
    if not isinstance(record, dict):
        return sentence("no-object")
    if unknown := sorted(set(record) - KEYS):
        return sentence("unknown-field", key=unknown[0])
    if missing := [key for key in NEEDED if key not in record]:
        return sentence("field-missing", key=missing[0])
    spans = record.get("spans", [])
    if bad := sorted(key for key, value in record.items() if key != "spans" and not isinstance(value, str)):
        return sentence("field-is-text", key=bad[0])
    right = isinstance(spans, list) and all(
        isinstance(span, list) and [type(end) for end in span] == [int, int] for span in spans
    )
    return None if right else sentence("spans-are-pairs")


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


def problem_of(decision: Decision) -> Sentence | None:
    """What is wrong with a decision; None where nothing is."""
    if not decision.who.strip():
        return sentence("nobody-decided")
    if not _is_time(decision.when):
        return sentence("no-time", when=decision.when)
    if decision.link and not ADDRESS.fullmatch(decision.link):
        return sentence("no-web-address", link=decision.link)
    anchor = decision.anchor
    texts = (decision.who, decision.target, decision.quote, decision.why, anchor.document, anchor.item)
    if any(map(UNSPEAKABLE.search, (*texts, anchor.text))):
        return sentence("unstorable-text")
    return _problem_of_target(decision) or _problem_of_words(decision)


def _is_time(when: str) -> bool:
    try:
        return bool(WHEN.fullmatch(when) and datetime.fromisoformat(when))
    except ValueError:
        return False


def _problem_of_target(decision: Decision) -> Sentence | None:
    act, target = decision.act, decision.target
    if act in TARGETS and target not in TARGETS[act]:
        return sentence("target-impossible", target=target, act=act)
    if act in OF_LINK:
        right = decision.role and IDENTITY.fullmatch(target)
        return None if right else sentence("needs-role", act=act)
    if decision.role:
        return sentence("has-no-role", act=act)
    if act in PAIRS and not all(target.partition("/")):
        return sentence("needs-item", act=act)
    if act in {Act.MERGE, Act.SPELLING, Act.WITHDRAW} and not target:
        return sentence("needs-target", act=act)
    return None


def _problem_of_words(decision: Decision) -> Sentence | None:
    act = decision.act
    if act in {Act.NAME, Act.SPELLING} and not slug(decision.quote):
        return sentence("needs-name", act=act)
    if act is Act.NOTE and not (decision.target or decision.quote.strip()):
        return sentence("needs-text", act=act)
    if (act is Act.MERGE or act in PAIRS) and not decision.quote.strip():
        return sentence("needs-other-text", act=act)
    if act in {Act.TEXT, Act.SPLIT}:
        return _problem_of_spans(decision.spans, len(decision.anchor.text), split=act is Act.SPLIT)
    return sentence("has-no-spans", act=act) if decision.spans else None


def _problem_of_spans(spans: tuple[tuple[int, int], ...], length: int, *, split: bool) -> Sentence | None:
    if len(spans) != 1 and not split:
        return sentence("one-span")
    if len(spans) < 2 and split:  # noqa: PLR2004 - one part is no split
        return sentence("two-spans")
    ends = [0, *(end for _, end in spans)]
    right = all(before <= start < end <= length for before, (start, end) in zip(ends, spans, strict=False))
    return None if right else sentence("spans-in-order")
