"""What a rule of the grammar says of an actor: a role and the rule's name."""

from __future__ import annotations

from typing import Final, NamedTuple

from graph.model import Role


class Reading(NamedTuple):
    """A role and the rule that gives it."""

    role: Role
    rule: str


NAMED: Final = Reading(Role.MENTIONED, "named")
