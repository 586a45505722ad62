"""From a view to the data blocks of the page: small ones as JSON, large ones packed.

Items stand as rows, and what comes again and again in them as places in lists: 100,000 items of 40 words
make a page of about 17 MB. Packed blocks are gzip in base64; a browser unpacks them by itself
(https://compression.spec.whatwg.org/). ``viz/frontend/src/data.ts`` reads what is written here.
"""

from __future__ import annotations

import base64
import gzip
import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from graph.model import Basis, Force, Kind, Role
from graph.namespaces import PREFIXES
from graph.triples import BASES as BASIS_IRIS
from graph.triples import FORCES

if TYPE_CHECKING:
    from graph.analysis import Analysis
    from graph.queries.library import NamedQuery
    from viz.view import DecidedView, ItemView, LinkView, SectionView, View

ROLES: Final = tuple(role.value for role in Role)
BASES: Final = tuple(basis.value for basis in Basis)
KINDS: Final = tuple(kind.value for kind in Kind)
STRENGTHS: Final = tuple(force.value for force in Force)
#: Items beyond this many characters of JSON are packed.
PLAIN_LIMIT: Final = 2_000_000
#: The most characters of items in a page that is to go by mail (25 MB is a common limit of one letter).
MAIL_LIMIT: Final = 20_000_000


@dataclass(frozen=True, slots=True)
class Block:
    """The text of the items' block and how many are in it; ``packed``: it is gzip in base64."""

    text: str
    items: int
    packed: bool = False


def overview_of(view: View, here: int) -> dict[str, Any]:
    """What the page shows before it has read the items, of which ``here`` are in it."""
    return {
        "documents": [asdict(document) for document in view.documents],
        "nodes": [asdict(node) for node in view.nodes],
        "rules": {rule: asdict(names) for rule, names in view.rules.items()},
        "counts": {
            "items": len(view.items),
            "here": here,
            "proposals": sum(item.kind == Kind.PROPOSAL for item in view.items),
            "unowned": view.unowned,
        },
        "time": asdict(view.time) if view.time else None,
        "prefixes": PREFIXES,
        "forces": {force.value: str(iri) for force, iri in FORCES.items()},
        "bases": {basis.value: str(iri) for basis, iri in BASIS_IRIS.items()},
    }


def analysis_of(analysis: Analysis) -> dict[str, Any]:
    """The findings that take the whole network to find."""
    return {
        "asking": analysis.asking,
        "standings": [
            {
                "actor": one.actor,
                "asked": one.asked,
                "heading": one.by_heading,
                "ties": one.ties,
                "between": one.between,
                "rank": one.rank,
            }
            for one in analysis.standings
        ],
        "pairs": [[tie.one, tie.other, tie.weight] for tie in analysis.together],
        "communities": [list(group) for group in analysis.communities],
    }


def query_of(query: NamedQuery) -> dict[str, Any]:
    """A named query with its text, titles and parameters."""
    return {
        "name": query.name,
        "text": query.text,
        "title": {code: query.title.of(code) for code in ("nb", "nn", "en")},
        "description": {code: query.description.of(code) for code in ("nb", "nn", "en")},
        "parameters": [{"name": p.name, "required": p.required} for p in query.parameters],
    }


def items_block(view: View, most: int = MAIL_LIMIT) -> Block:
    """Sections and items, plain where they are few; past ``most`` characters those that ask strongest."""
    text = json_text(_Rows(view).packed())
    if len(text) <= PLAIN_LIMIT:
        return Block(text, len(view.items))
    block = Block(packed(text.encode()), len(view.items), packed=True)
    if len(block.text) <= most:
        return block
    return items_block(_strongest(view, int(0.95 * len(view.items) * most / len(block.text))), most)


def _strongest(view: View, count: int) -> View:
    """The view with ``count`` of its items: those that ask, the strongest first, then the rest."""
    order = [*STRENGTHS, ""]
    ranked = sorted(view.items, key=lambda item: (not item.is_ask, order.index(item.force)))
    kept = {item.key for item in ranked[:count]}
    return replace(view, items=tuple(item for item in view.items if item.key in kept))


def json_text(data: Any) -> str:
    """JSON that can stand in a script element: no character of it means anything to HTML."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def packed(content: bytes) -> str:
    """Bytes as gzip in base64, the same for the same bytes.

    >>> packed(b"abc") == packed(b"abc")
    True
    """
    return base64.b64encode(gzip.compress(content, compresslevel=6, mtime=0)).decode("ascii")


class _Rows:
    """Writes sections and items as rows that name each other by place."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.nodes = {node.key: place for place, node in enumerate(view.nodes)}
        self.sections = {section.key: place for place, section in enumerate(view.sections)}
        self.items = {item.key: place for place, item in enumerate(view.items)}
        self.slugs = {document.slug: place for place, document in enumerate(view.documents)}
        self.rules = sorted({link.rule for item in view.items for link in item.links})
        self.rule_places = {rule: place for place, rule in enumerate(self.rules)}
        self.texts = {section.key: section.text for section in view.sections}
        self.texts |= {item.key: item.text for item in view.items}

    def packed(self) -> dict[str, Any]:
        return {
            "roles": ROLES,
            "bases": BASES,
            "rules": self.rules,
            "kinds": KINDS,
            "forces": STRENGTHS,
            "sections": [self._section(section) for section in self.view.sections],
            "items": [self._item(item) for item in self.view.items],
        }

    def _section(self, section: SectionView) -> list[Any]:
        slug, _, place = section.key.partition("/")
        parent = self.sections.get(section.parent, -1)
        return [self.slugs[slug], place, section.title, section.text, parent, section.line]

    def _item(self, item: ItemView) -> list[Any]:
        return [
            item.key.partition("/")[2],
            item.document,
            self.sections.get(item.section, -1),
            self.items.get(item.parent, -1),
            item.marker,
            item.text,
            KINDS.index(item.kind),
            STRENGTHS.index(item.force) if item.force else -1,
            item.line,
            item.end_line,
            item.page,
            [self._link(link, item) for link in item.links],
            *([[self._decided(one) for one in item.decided]] if item.decided else []),
        ]

    def _link(self, link: LinkView, item: ItemView) -> list[Any]:
        row = [
            ROLES.index(link.role),
            self.nodes[link.node],
            BASES.index(link.basis),
            self.rule_places[link.rule],
            self._where(link, item),
            link.start,
            link.end,
        ]
        utf16 = self.texts.get(link.where, "").encode("utf-16-le", "surrogatepass")
        same = utf16[2 * link.start : 2 * link.end] == link.quote.encode("utf-16-le", "surrogatepass")
        return row if same else [*row, link.quote]

    def _decided(self, one: DecidedView) -> list[Any]:
        """What a person decided; empty texts at the end are left out."""
        role, node = ROLES.index(one.role) if one.role else -1, self.nodes.get(one.node, -1)
        row = [one.act, one.day, role, node, one.who, one.why, one.target, one.words, one.before, one.link]
        while row[-1] == "":
            row.pop()
        return row

    def _where(self, link: LinkView, item: ItemView) -> int | str:
        """0: the item itself, 1: its section, 2: the item above, 3 and up: a section above; else the key."""
        if link.where in {item.key, item.parent}:
            return 0 if link.where == item.key else 2
        above, up = item.section, 1
        while above in self.sections and above != link.where:
            above = self.view.sections[self.sections[above]].parent
            up = 3 if up == 1 else up + 1
        return up if above == link.where else link.where
