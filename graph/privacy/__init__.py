"""Personal data: found where it stands, and covered before anything is made of the text."""

from graph.privacy.finding import Finding, Trace, found, personal
from graph.privacy.masking import CONTACT, EVERYTHING, is_covered, masked, redacted

__all__ = [
    "CONTACT",
    "EVERYTHING",
    "Finding",
    "Trace",
    "found",
    "is_covered",
    "masked",
    "personal",
    "redacted",
]
