"""A paper as Markdown (CommonMark, https://spec.commonmark.org/)."""

from __future__ import annotations

import re

from graph.papers.paper import Block, Bullets, Entry, Grid, Heading, Paper, Text


def to_markdown(paper: Paper) -> str:
    """The paper as Markdown in which text from documents has no effect."""
    subjects = "\n".join(f"*{_plain(subject)}*" for subject in paper.subjects)
    parts = [f"# {_plain(paper.title)}", subjects, *map(_block, paper.blocks)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {_plain(block.text)}"
        case Text():
            return _plain(block.text)
        case Bullets():
            return "\n".join(
                "- " + f"**{_plain(lead)}**: " * bool(lead) + _plain(text) for lead, text in block.points
            )
        case Grid():
            lines = [block.columns, ("---",) * len(block.columns), *block.rows]
            return "\n".join(f"| {' | '.join(_cell(c) for c in line)} |" for line in lines)
        case Entry():
            words = "".join(
                _plain(text) if not marked else f"**{_plain(text)}**" for text, marked in block.words
            )
            notes = "".join(f"\n   {_plain(name)}: {_plain(value)}" for name, value in block.notes)
            return f"{block.number}. {_plain(block.label)}: {words}{notes}\n   {_plain(block.source)}"


def _cell(text: str) -> str:
    return text if text == "---" else _plain(text)


def _plain(text: str) -> str:
    r"""Text from a document without any effect in Markdown or HTML.

    >>> _plain("<b>*KMD*</b>")
    '\\<b\\>\\*KMD\\*\\</b\\>'
    """
    return re.sub(r"([\\`*_\[\]<>|&])", r"\\\1", " ".join(text.split()))
