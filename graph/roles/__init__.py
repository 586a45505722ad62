"""Roles: who is asked, who asks, with whom, for whom, about what - and on which words it rests."""

from graph.roles.attribution import Reader
from graph.roles.sections import Voice

__all__ = ["Reader", "Voice"]
