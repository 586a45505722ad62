"""Projections: networks of actors and themes made of who is asked, together, with whom, about what."""

from graph.projection.aggregation import projected_in
from graph.projection.counting import node, projected
from graph.projection.networks import (
    Graph,
    actor_actor,
    actor_theme,
    asked_together,
    partners,
    theme_theme,
)
from graph.projection.values import MOST_LISTED, Entry, Projection

__all__ = [
    "MOST_LISTED",
    "Entry",
    "Graph",
    "Projection",
    "actor_actor",
    "actor_theme",
    "asked_together",
    "node",
    "partners",
    "projected",
    "projected_in",
    "theme_theme",
]
