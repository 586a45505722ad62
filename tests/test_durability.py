"""Nothing acknowledged is lost: a sample here, the whole in ``benchmarks/decisions.py``."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import pytest

from tests import durability

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the writers are forked")


def test_ten_writers_killed_lose_nothing_they_acknowledged(tmp_path: Path) -> None:
    chance, total = random.Random(6), 0  # noqa: S311 - a sample, not a secret
    for number in range(10):
        log = tmp_path / f"decisions-{number % 3}.sqlite"
        made, held = durability.killed(log, f"skriver {number}", chance)
        assert made <= held
        assert len(held) <= len(made) + 1, "at most the one that was under way"
        total += len(made)
    assert total > 0


def test_four_writers_at_once_keep_all_of_theirs(tmp_path: Path) -> None:
    made, held = durability.together(tmp_path / "decisions.sqlite", 4, 50)
    assert len(made) == 200
    assert held == made


def test_five_full_disks_keep_what_was_acknowledged_and_go_on(tmp_path: Path) -> None:
    for number in range(5):
        folder = tmp_path / f"disk-{number}"
        folder.mkdir()
        try:
            made, held, goes_on = durability.full(folder)
        except PermissionError:
            pytest.skip("a disk in memory may not be mounted here")
        assert len(made) > 5
        assert held == made
        assert goes_on
