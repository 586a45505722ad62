"""New names and spellings that people proposed in review, put into the vocabulary's files."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import unified_diff
from typing import TYPE_CHECKING, Final

from graph.errors import InnspillError
from graph.gazetteer import vocabulary_place, vocabulary_text
from graph.language import fold
from graph.layout import block, parsed, quoted, with_block, with_value
from graph.model import ConceptKind
from graph.queries import arguments
from graph.review import Act, name_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rdflib import Graph

    from graph.gazetteer import Gazetteer
    from graph.review import Decision, Review

FILES: Final = {ConceptKind.ACTOR: "actors.ttl", ConceptKind.THEME: "themes.ttl"}
HEADING: Final = "Proposed in review"


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
    decisions = [k.decision for review in reviews for k in review.active]
    named = [(d, ConceptKind(d.target), name_id(d.quote), True) for d in decisions if d.act is Act.NAME]
    fresh = {concept: kind for _, kind, concept, _ in named}
    spelt = [(d, _kind(d, fresh, gazetteer), d.target, False) for d in decisions if d.act is Act.SPELLING]
    meanings = _meanings(gazetteer)
    found = dict[Proposal, None]()
    for decision, kind, concept, new in [*named, *spelt]:
        folded = fold(decision.quote)
        meant = meanings[kind].setdefault(folded, {concept})
        if meant != {concept}:
            raise _clash(decision, meant - {concept})
        if _is_held(kind, concept, folded, gazetteer):
            continue
        found[Proposal(kind, concept, " ".join(decision.quote.split()), new)] = None
    return tuple(sorted(found, key=lambda p: (p.kind, not p.new, p.concept, p.label)))


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


def _is_held(kind: ConceptKind, concept: str, folded: str, gazetteer: Gazetteer) -> bool:
    known = arguments.actors(gazetteer) if kind is ConceptKind.ACTOR else arguments.themes(gazetteer)
    return any(iri.rpartition("/")[2] == concept for iri in known.get(folded, ()))


def _clash(decision: Decision, others: set[str]) -> InnspillError:
    return InnspillError(
        "means-already",
        where=f"{decision.anchor.document}/{decision.anchor.item}",
        cure="withdraw-proposal",
        quote=decision.quote,
        others=", ".join(sorted(others)),
        who=decision.who,
        decision=decision.id,
    )


def edited(found: Sequence[Proposal]) -> dict[str, tuple[str, str]]:
    """The text before and after of each vocabulary file that changes, by name.

    Raises:
        InnspillError: a file is not laid out so that it can be changed by a program.
    """
    files = dict[str, tuple[str, str]]()
    for kind, name in FILES.items():
        mine = [proposal for proposal in found if proposal.kind is kind]
        if mine:
            before = vocabulary_text(name)
            files[name] = (before, _written(before, mine, vocabulary_place(name)))
    return files


def _written(text: str, found: Sequence[Proposal], where: str) -> str:
    before = parsed(text, where)
    for proposal in found:
        concept = f"{proposal.kind.value}:{proposal.concept}"
        if proposal.new:
            text = with_block(text, HEADING, _block(proposal, concept))
        else:
            text = with_value(text, concept, _property(proposal), quoted(proposal.label), where)
    _checked(before, parsed(text, where), found, where)
    return text


def _checked(before: Graph, after: Graph, found: Sequence[Proposal], where: str) -> None:
    """See that nothing went but what was there stands, and every proposal came.

    Raises:
        InnspillError: it did not; the file has another layout than the vocabularies'.
    """
    labels = {str(o) for _, _, o in after - before}
    if len(before - after) or any(proposal.label not in labels for proposal in found):
        raise InnspillError("odd-layout", where=where, cure="add-words")


def _property(proposal: Proposal) -> str:
    """An actor's abbreviation in capitals is read only so; any other spelling in whatever form."""
    capitals = proposal.kind is ConceptKind.ACTOR and proposal.label.isupper()
    return "inn:exactLabel" if capitals else "skos:altLabel"


def _block(proposal: Proposal, concept: str) -> str:
    label = quoted(proposal.label)
    scheme = f"<https://w3id.org/innspill/{proposal.kind.value}>"
    names = f"skos:prefLabel {label}@nb , {label}@nn , {label}@en"
    if proposal.kind is ConceptKind.THEME:
        top = f"skos:topConceptOf {scheme}"
        return block(concept, ["inn:Theme , skos:Concept", f"skos:inScheme {scheme}", names, top])
    kind, short = "inn:actorType inn:organisation", f"inn:shortLabel {label}"
    return block(
        concept,
        ["inn:Actor , skos:Concept , org:Organization", f"skos:inScheme {scheme}", kind, names, short],
    )


def difference(files: Mapping[str, tuple[str, str]]) -> str:
    """What would change, as a unified diff."""
    return "".join(
        line
        for name, (before, after) in sorted(files.items())
        for line in unified_diff(
            before.splitlines(keepends=True),
            after.splitlines(keepends=True),
            f"ontology/{name}",
            f"ontology/{name}",
        )
    )
