"""Acts: what people may decide about an item; apart, so that the command can name them without the review."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """What was decided.

    ``confirm`` all of the item is right as it stands; ``kind``, ``force`` and ``text`` correct it
    (``text`` keeps one span of it); ``add`` and ``reject`` a link; ``merge`` the item repeats another;
    ``split`` it is several; ``answer`` what came of it; ``same`` and ``different`` whether another item
    asks the same; ``name`` proposes a new actor or theme, ``spelling`` another way to write a known one;
    ``note`` a remark, or (``wrong``) that something in the reading is wrong and not yet said right;
    ``withdraw`` takes an earlier decision back.
    """

    CONFIRM = "confirm"
    KIND = "kind"
    FORCE = "force"
    TEXT = "text"
    ADD = "add"
    REJECT = "reject"
    MERGE = "merge"
    SPLIT = "split"
    ANSWER = "answer"
    SAME = "same"
    DIFFERENT = "different"
    NAME = "name"
    SPELLING = "spelling"
    NOTE = "note"
    WITHDRAW = "withdraw"
