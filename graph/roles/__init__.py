"""Roles: who is asked, who asks, with whom, for whom, about what - and on which words it rests."""

from graph.roles.attribution import Reader

__all__ = ["Reader"]
