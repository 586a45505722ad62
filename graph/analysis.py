"""Analysis: who stands in the middle, who belongs together, what nobody owns.

Betweenness: Freeman (1977), Sociometry 40(1); PageRank: Brin & Page (1998); communities: Louvain,
Blondel et al. (2008), https://doi.org/10.1088/1742-5468/2008/10/P10008, with a fixed seed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import networkx as nx

from graph.gazetteer import load
from graph.model import Basis, Kind, Role
from graph.projection import (
    Involvement,
    actor_actor,
    actor_theme,
    asked_together,
    node,
    partners,
    theme_theme,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.gazetteer import Gazetteer
    from graph.model import Extraction, Item
    from graph.projection import Graph
    from graph.store import Store

SEED: Final = 2021
#: Betweenness and PageRank are rounded so that the last digits, which differ by machine, are not shown.
DIGITS: Final = 3


@dataclass(frozen=True, slots=True, order=True)
class Standing:
    """How one actor stands.

    ``asked`` counts items that ask it, ``by_heading`` those where only a heading says so, ``ties``
    the actors it is asked with or to cooperate with (degree). ``between`` and ``rank`` are 0 to 1:
    the share of shortest paths among the other actors that run through it, and its PageRank among
    actors and themes. ``themes`` are the ids it is most asked about, with the number of items.
    """

    actor: str
    asked: int
    by_heading: int = 0
    ties: int = 0
    between: float = 0.0
    rank: float = 0.0
    themes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Tie:
    """Two nodes and the number of items that tie them."""

    weight: int
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the networks of some documents show; the most first."""

    titles: tuple[str, ...]
    kinds: Mapping[Kind, int]
    asking: int
    standings: tuple[Standing, ...]
    themes: tuple[tuple[str, int], ...]
    together: tuple[Tie, ...] = ()
    partners: tuple[Tie, ...] = ()
    theme_pairs: tuple[Tie, ...] = ()
    communities: tuple[tuple[str, ...], ...] = ()
    unowned: tuple[Item, ...] = field(default=())
    questions: tuple[Item, ...] = field(default=())


def analyse(store: Store, gazetteer: Gazetteer | None = None) -> Analysis:
    """The analysis of everything a store holds."""
    extractions = store.extractions()
    gazetteer = (gazetteer or load()).including(store.candidates())
    involved = Involvement(extractions, gazetteer)
    proposals = [(x, i) for x in extractions for i in x.items if i.kind is Kind.PROPOSAL]
    owned = {
        (x.document.slug, a.item) for x in extractions for a in x.attributions if a.role is Role.ADDRESSEE
    }
    return Analysis(
        titles=tuple(x.document.title for x in extractions),
        kinds=Counter(i.kind for x in extractions for i in x.items),
        asking=len(owned),
        standings=_standings(extractions, involved, gazetteer),
        themes=tuple(_most(involved.count(Role.SUBJECT))),
        together=_ties(asked_together(involved)),
        partners=_ties(partners(involved)),
        theme_pairs=_ties(theme_theme(involved)),
        communities=communities(actor_theme(involved)),
        unowned=tuple(i for x, i in proposals if (x.document.slug, i.id) not in owned),
        questions=tuple(i for x in extractions for i in x.items if i.kind is Kind.QUESTION),
    )


def communities(network: Graph) -> tuple[tuple[str, ...], ...]:
    """Groups of nodes more tied to each other than to the rest, largest first."""
    if not network.number_of_edges():
        return ()
    found = nx.community.louvain_communities(network, weight="weight", seed=SEED)
    return tuple(sorted((tuple(sorted(group)) for group in found), key=lambda g: (-len(g), g)))


def _standings(
    extractions: Sequence[Extraction], involved: Involvement, gazetteer: Gazetteer
) -> tuple[Standing, ...]:
    tied, about = actor_actor(involved), actor_theme(involved)
    between = nx.betweenness_centrality(tied) if len(tied) else {}
    rank = nx.pagerank(about, weight="weight") if len(about) else {}
    headed = _by_heading(extractions, gazetteer)
    standings = [
        Standing(
            actor=actor,
            asked=asked,
            by_heading=headed[actor],
            ties=tied.degree(actor) if actor in tied else 0,
            between=round(between.get(actor, 0.0), DIGITS),
            rank=round(rank.get(actor, 0.0), DIGITS),
            themes=_themes_of(about, actor),
        )
        for actor, asked in _most(involved.count(Role.ADDRESSEE))
    ]
    return tuple(standings)


def _by_heading(extractions: Sequence[Extraction], gazetteer: Gazetteer) -> Counter[str]:
    """Items per actor where every ask to it rests on a heading."""
    bases: dict[tuple[str, str, str], set[Basis]] = defaultdict(set)
    for extraction in extractions:
        for link in extraction.attributions:
            if link.role is Role.ADDRESSEE:
                key = (extraction.document.slug, link.item, node(link.role, link.target, gazetteer))
                bases[key].add(link.basis)
    return Counter(actor for (_, _, actor), found in bases.items() if found == {Basis.HEADING})


def _themes_of(about: Graph, actor: str) -> tuple[tuple[str, int], ...]:
    if actor not in about:
        return ()
    return tuple(_most(Counter({theme: about.edges[actor, theme]["weight"] for theme in about[actor]})))


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _ties(network: Graph) -> tuple[Tie, ...]:
    found = [Tie(network.edges[a, b]["weight"], min(a, b), max(a, b)) for a, b in network.edges]
    return tuple(sorted(found, key=lambda tie: (-tie.weight, tie.one, tie.other)))
