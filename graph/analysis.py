"""Analysis: who stands in the middle, who belongs together, what nobody owns.

Communities: Louvain, Blondel et al. (2008), https://doi.org/10.1088/1742-5468/2008/10/P10008, with a
fixed seed. What is counted in a store is counted by the store, see :mod:`graph.projection`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import networkx as nx

from graph.centrality import betweenness, pagerank
from graph.gazetteer import load
from graph.projection import (
    Entry,
    Projection,
    actor_actor,
    actor_theme,
    asked_together,
    partners,
    projected,
    projected_in,
    theme_theme,
)
from graph.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.gazetteer import Gazetteer
    from graph.model import Kind
    from graph.projection import Graph
    from graph.store import Home

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
    """What the networks of some documents show; the most first.

    ``unowned`` lists the first of ``unowned_count`` proposals that ask nobody, ``questions`` the first
    questions.
    """

    titles: tuple[str, ...]
    kinds: Mapping[Kind, int]
    asking: int
    standings: tuple[Standing, ...]
    themes: tuple[tuple[str, int], ...]
    together: tuple[Tie, ...] = ()
    partners: tuple[Tie, ...] = ()
    theme_pairs: tuple[Tie, ...] = ()
    communities: tuple[tuple[str, ...], ...] = ()
    unowned: tuple[Entry, ...] = field(default=())
    questions: tuple[Entry, ...] = field(default=())
    unowned_count: int = 0


def analyse(store: Home, gazetteer: Gazetteer | None = None) -> Analysis:
    """The analysis of everything a store holds.

    The store in memory holds a page's worth and is counted item by item, for rdflib groups slowly; every
    other store does the counting itself.
    """
    if isinstance(store, Store):
        gazetteer = (gazetteer or load()).including(store.candidates())
        return analysis_of(projected(store.extractions(), gazetteer))
    return analysis_of(projected_in(store))


def analysis_of(counts: Projection) -> Analysis:
    """What some counts show."""
    return Analysis(
        titles=counts.titles,
        kinds=counts.kinds,
        asking=counts.asking,
        standings=_standings(counts),
        themes=tuple(_most(counts.subjects)),
        together=_ties(asked_together(counts)),
        partners=_ties(partners(counts)),
        theme_pairs=_ties(theme_theme(counts)),
        communities=communities(actor_theme(counts)),
        unowned=counts.unowned,
        questions=counts.questions,
        unowned_count=counts.unowned_count,
    )


def communities(network: Graph) -> tuple[tuple[str, ...], ...]:
    """Groups of nodes more tied to each other than to the rest, largest first."""
    if not network.number_of_edges():
        return ()
    found = nx.community.louvain_communities(network, weight="weight", seed=SEED)
    return tuple(sorted((tuple(sorted(group)) for group in found), key=lambda g: (-len(g), g)))


def _standings(counts: Projection) -> tuple[Standing, ...]:
    tied, about = actor_actor(counts), actor_theme(counts)
    between, rank = betweenness(tied), pagerank(about)
    standings = [
        Standing(
            actor=actor,
            asked=asked,
            by_heading=counts.headed.get(actor, 0),
            ties=tied.degree(actor) if actor in tied else 0,
            between=round(between.get(actor, 0.0), DIGITS),
            rank=round(rank.get(actor, 0.0), DIGITS),
            themes=_themes_of(about, actor),
        )
        for actor, asked in _most(counts.asked)
    ]
    return tuple(standings)


def _themes_of(about: Graph, actor: str) -> tuple[tuple[str, int], ...]:
    if actor not in about:
        return ()
    return tuple(_most(Counter({theme: about.edges[actor, theme]["weight"] for theme in about[actor]})))


def _most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _ties(network: Graph) -> tuple[Tie, ...]:
    found = [Tie(network.edges[a, b]["weight"], min(a, b), max(a, b)) for a, b in network.edges]
    return tuple(sorted(found, key=lambda tie: (-tie.weight, tie.one, tie.other)))
