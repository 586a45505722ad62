"""Review: what people decided about what the machine read."""

from graph.acts import Act
from graph.review.beside import decisions_in
from graph.review.decision import OF_LINK, PAIRS, Anchor, Decision, now
from graph.review.draft import PART, reading, words_at
from graph.review.exchange import from_lines, read_lines, to_lines
from graph.review.log import LINES, LOG, Log, OvertakenError
from graph.review.outcome import Conflict, Kept, LinkKey, Reason, Review, Standing
from graph.review.record import problem_of
from graph.review.replay import name_id, replay

__all__ = [
    "LINES",
    "LOG",
    "OF_LINK",
    "PAIRS",
    "PART",
    "Act",
    "Anchor",
    "Conflict",
    "Decision",
    "Kept",
    "LinkKey",
    "Log",
    "OvertakenError",
    "Reason",
    "Review",
    "Standing",
    "decisions_in",
    "from_lines",
    "name_id",
    "now",
    "problem_of",
    "read_lines",
    "reading",
    "replay",
    "to_lines",
    "words_at",
]
