"""New names and spellings that people proposed in review, put into the vocabulary's files."""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING, Final

from graph.errors import InnspillError
from graph.gazetteer import vocabulary_place, vocabulary_text
from graph.layout import block, parsed, quoted, with_block, with_value
from graph.model import ConceptKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rdflib import Graph

    from graph.proposals import Proposal

FILES: Final = {ConceptKind.ACTOR: "actors.ttl", ConceptKind.THEME: "themes.ttl"}
HEADING: Final = "Proposed in review"


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
