"""Proposals: new names and spellings that people put forward in review, and what they would clash with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graph.errors import InnspillError
from graph.language import fold
from graph.model import ConceptKind
from graph.queries import arguments
from graph.review import Act, name_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.gazetteer import Gazetteer
    from graph.review import Decision, Review

#: The acts that put words forward.
PROPOSING: Final = frozenset({Act.NAME, Act.SPELLING})


@dataclass(frozen=True, slots=True, order=True)
class Proposal:
    """A name for a concept of a kind: of a new one, or one more of one that is there."""

    kind: ConceptKind
    concept: str
    label: str
    new: bool


def proposals(reviews: Iterable[Review], gazetteer: Gazetteer) -> tuple[Proposal, ...]:
    """What was proposed and the vocabulary does not hold, new concepts first, each once.

    Raises:
        InnspillError: a name already means something else, or a spelling is of nothing known.
    """
    found = dict[Proposal, None]()
    for decision, proposal, others in _read(reviews, gazetteer):
        if others:
            raise InnspillError(
                "means-already",
                where=f"{decision.anchor.document}/{decision.anchor.item}",
                cure="withdraw-proposal",
                quote=decision.quote,
                others=", ".join(sorted(others)),
                who=decision.who,
                decision=decision.id,
            )
        if not _is_held(proposal, gazetteer):
            found[proposal] = None
    return tuple(sorted(found, key=lambda p: (p.kind, not p.new, p.concept, p.label)))


def untaken(review: Review, ids: Iterable[str], gazetteer: Gazetteer) -> None:
    """See that what some decisions, of these ids, propose means nothing else yet.

    Raises:
        InnspillError: the vocabulary, or another proposal for the document, gives the words another meaning.
    """
    new = set(ids)
    wanted = {k.decision.id for k in review.active if k.decision.id in new and k.decision.act in PROPOSING}
    if not wanted:
        return
    for decision, _, others in _read([review], gazetteer, wanted):
        if others and decision.id in wanted:
            raise InnspillError(
                "words-mean",
                where=decision.anchor.item,
                cure="other-words",
                quote=decision.quote,
                others=", ".join(_labels(others, gazetteer)),
            )


def _read(
    reviews: Iterable[Review], gazetteer: Gazetteer, only: Iterable[str] | None = None
) -> Iterator[tuple[Decision, Proposal, set[str]]]:
    """Each decision that proposes something, what it does, and what else its words mean.

    A spelling of what is not known is an error, unless it is none of those that ``only`` names.
    """
    decisions = [k.decision for review in reviews for k in review.active]
    named = [(d, ConceptKind(d.target), name_id(d.quote), True) for d in decisions if d.act is Act.NAME]
    fresh = {concept: kind for _, kind, concept, _ in named}
    spelt = [d for d in decisions if d.act is Act.SPELLING]
    if only is not None:
        known = fresh.keys() | gazetteer.actors.keys() | gazetteer.themes.keys()
        spelt = [d for d in spelt if d.id in only or d.target in known]
    meanings = _meanings(gazetteer)
    for decision, kind, concept, new in [
        *named,
        *((d, _kind(d, fresh, gazetteer), d.target, False) for d in spelt),
    ]:
        meant = meanings[kind].setdefault(fold(decision.quote), {concept})
        proposal = Proposal(kind, concept, " ".join(decision.quote.split()), new)
        yield decision, proposal, set() if meant == {concept} else meant - {concept}


def _kind(decision: Decision, fresh: Mapping[str, ConceptKind], gazetteer: Gazetteer) -> ConceptKind:
    target = decision.target
    if target in gazetteer.themes:
        return ConceptKind.THEME
    if target in gazetteer.actors:
        return ConceptKind.ACTOR
    if target in fresh:
        return fresh[target]
    raise InnspillError(
        "spelling-of-nothing",
        where=decision.anchor.item,
        cure="propose-first",
        quote=decision.quote,
        target=target,
    )


def _meanings(gazetteer: Gazetteer) -> dict[ConceptKind, dict[str, set[str]]]:
    """What every folded name may already mean, by kind."""
    known = {ConceptKind.ACTOR: arguments.actors(gazetteer), ConceptKind.THEME: arguments.themes(gazetteer)}
    return {
        kind: {name: {iri.rpartition("/")[2] for iri in iris} for name, iris in names.items()}
        for kind, names in known.items()
    }


def _is_held(proposal: Proposal, gazetteer: Gazetteer) -> bool:
    actor = proposal.kind is ConceptKind.ACTOR
    known = arguments.actors(gazetteer) if actor else arguments.themes(gazetteer)
    held = known.get(fold(proposal.label), ())
    return any(iri.rpartition("/")[2] == proposal.concept for iri in held)


def _labels(concepts: Iterable[str], gazetteer: Gazetteer) -> list[str]:
    """Names people know concepts by; a name that was only proposed by its id."""
    known = gazetteer.actors.keys() | gazetteer.themes.keys()
    return sorted(gazetteer.label(one, "nb") if one in known else one for one in concepts)
