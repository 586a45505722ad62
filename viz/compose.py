"""From extractions to what the page shows: names, counts, marks and ties.

The one place that says what counts as an ask, so that picture, matrix and lists agree.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.model import ConceptKind, Role
from viz.decided import decided_by_item
from viz.view import DocumentView, ItemView, LinkView, Names, NodeView, SectionView, Tie, View

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.gazetteer import Gazetteer, Labels
    from graph.judgements import Judgement
    from graph.model import Attribution, Extraction, Item

#: The colour group of each actor type; a type not listed is "other".
GROUPS = {
    "ministry": "ministry",
    "government": "ministry",
    "agency": "agency",
    "programme": "agency",
    "county": "county",
    "unit": "county",
    "body": "county",
    "socialpartner": "socialpartner",
    "collective": "collective",
}


def compose(
    extractions: Sequence[Extraction], gazetteer: Gazetteer, judgements: Sequence[Judgement] = ()
) -> View:
    """What the page shows of these documents.

    Args:
        extractions: what was read, one per document.
        gazetteer: the names of actors, themes and rules.
        judgements: what people decided; what is about no item here is passed over.
    """
    gazetteer = gazetteer.including(c for one in extractions for c in one.candidates)
    read = [view for n, one in enumerate(extractions) for view in _items(n, one)]
    decided = decided_by_item([item.key for item in read], judgements, gazetteer)
    items = tuple(replace(item, decided=decided.get(item.key, ())) for item in read)
    keys = {link.node for item in items for link in item.links}
    keys |= {one.node for item in items for one in item.decided if one.node}
    rules = sorted({link.rule for item in items for link in item.links} & set(gazetteer.rules))
    return View(
        documents=tuple(_document(one) for one in extractions),
        nodes=_nodes(items, _with_broader(keys, gazetteer), gazetteer),
        sections=tuple(view for one in extractions for view in _sections(one)),
        items=items,
        ties=_ties(items),
        rules={rule: _names(gazetteer.rules[rule]) for rule in rules},
    )


def vocabulary(gazetteer: Gazetteer) -> tuple[NodeView, ...]:
    """Every actor and theme there is to choose from."""
    keys = [f"actor:{actor}" for actor in gazetteer.actors] + [f"theme:{theme}" for theme in gazetteer.themes]
    return _nodes((), keys, gazetteer)


def node_key(role: Role, target: str) -> str:
    """The key of a link's target.

    >>> node_key(Role.SUBJECT, "fagskole"), node_key(Role.PARTNER, "fk")
    ('theme:fagskole', 'actor:fk')
    """
    return f"{'theme' if role is Role.SUBJECT else 'actor'}:{target}"


def utf16(text: str, offset: int) -> int:
    """An offset in code points as one in UTF-16 units, which is how a browser counts.

    >>> utf16("\N{SEEDLING} FK", 2)
    3
    """
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def _names(labels: Labels) -> Names:
    return Names(nb=labels.nb, nn=labels.nn or labels.nb, en=labels.en or labels.nb)


def _document(extraction: Extraction) -> DocumentView:
    document = extraction.document
    title = document.title or document.source or document.slug
    return DocumentView(document.slug, title, document.source, document.language, document.date)


def _sections(extraction: Extraction) -> list[SectionView]:
    slug = extraction.document.slug
    return [
        SectionView(
            key=f"{slug}/{section.id}",
            title=section.title,
            text=section.text,
            parent=f"{slug}/{section.parent}" if section.parent else "",
            line=section.line,
        )
        for section in sorted(extraction.sections)
    ]


def _items(document: int, extraction: Extraction) -> list[ItemView]:
    links: dict[str, list[Attribution]] = defaultdict(list)
    for attribution in extraction.attributions:
        links[attribution.item].append(attribution)
    texts = {section.id: section.text for section in extraction.sections}
    texts |= {item.id: item.text for item in extraction.items}
    slug = extraction.document.slug
    return [_item(document, slug, item, links[item.id], texts) for item in sorted(extraction.items)]


def _item(
    document: int, slug: str, item: Item, attributions: Sequence[Attribution], texts: dict[str, str]
) -> ItemView:
    order = list(Role)
    found = sorted(attributions, key=lambda a: (order.index(a.role), a.target, a.rule, a.mention))
    return ItemView(
        key=f"{slug}/{item.id}",
        document=document,
        section=f"{slug}/{item.section}" if item.section else "",
        parent=f"{slug}/{item.parent}" if item.parent else "",
        marker=item.marker,
        text=item.text,
        kind=item.kind.value,
        force=item.force.value if item.force else "",
        line=item.line,
        end_line=item.end_line,
        page=item.page,
        links=tuple(_link(slug, attribution, texts) for attribution in found),
    )


def _link(slug: str, attribution: Attribution, texts: dict[str, str]) -> LinkView:
    mention = attribution.mention
    text = texts.get(mention.where, "")
    return LinkView(
        role=attribution.role.value,
        node=node_key(attribution.role, attribution.target),
        basis=attribution.basis.value,
        rule=attribution.rule,
        quote=mention.quote,
        where=f"{slug}/{mention.where}" if mention.where in texts else "",
        start=utf16(text, mention.start),
        end=utf16(text, mention.end),
    )


def _with_broader(keys: set[str], gazetteer: Gazetteer) -> list[str]:
    """The keys and the themes above them, so that "part of" always has a name."""
    found, todo = set(keys), sorted(keys)
    while todo:
        kind, _, concept = todo.pop().partition(":")
        theme = gazetteer.themes.get(concept) if kind == ConceptKind.THEME else None
        above = {f"theme:{broader}" for broader in theme.broader} - found if theme else set()
        found |= above
        todo.extend(sorted(above))
    return sorted(found)


def _nodes(items: Sequence[ItemView], keys: Iterable[str], gazetteer: Gazetteer) -> tuple[NodeView, ...]:
    involved: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for item in items:
        involved.update({link.node for link in item.links})
        if item.is_ask:
            asked.update(item.nodes(Role.ADDRESSEE, Role.SUBJECT))
    made = [_node(key, gazetteer, involved[key], asked[key]) for key in keys]
    return tuple(sorted(made, key=lambda n: (n.kind, *_rank(n), n.name.nb, n.key)))


def _rank(node: NodeView) -> tuple[int, int]:
    """Actors go by what they are asked for, themes by all that is said about them."""
    counts = (-node.asks, -node.items)
    return counts if node.kind == ConceptKind.ACTOR else counts[::-1]


def _node(key: str, gazetteer: Gazetteer, items: int, asks: int) -> NodeView:
    kind, _, concept = key.partition(":")
    if kind == ConceptKind.THEME:
        theme = gazetteer.themes.get(concept)
        label = _upper(_names(theme.labels)) if theme else Names(concept, concept, concept)
        forms = theme.forms if theme else ()
        broader = tuple(f"theme:{above}" for above in theme.broader) if theme else ()
        return NodeView(key, kind, concept, kind, label, label, items, asks, broader, forms)
    actor = gazetteer.actors.get(concept)
    if actor is None:
        label = Names(concept, concept, concept)
        return NodeView(key, kind, concept, "other", label, label, items, asks)
    label = _upper(_names(actor.labels))
    short = actor.short if actor.short != actor.labels.nb else ""
    name = Names(short, short, short) if short else label
    group = GROUPS.get(actor.type, "other")
    forms = actor.forms + actor.exact + actor.inner + actor.contextual
    return NodeView(key, kind, concept, group, name, label, items, asks, (), forms)


def _upper(names: Names) -> Names:
    """Sentence case, as a name stands alone in lists and pictures.

    >>> _upper(Names("fagskole", "fagskule", "vocational college")).nn
    'Fagskule'
    """
    return Names(*(text[:1].upper() + text[1:] for text in (names.nb, names.nn, names.en)))


def _ties(items: Sequence[ItemView]) -> tuple[Tie, ...]:
    found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        if item.is_ask:
            for pair in _pairs(item):
                found[pair].append(place)
    return tuple(Tie(*pair, tuple(places)) for pair, places in sorted(found.items()))


def _pairs(item: ItemView) -> Iterable[tuple[str, str, str]]:
    """What an ask ties together; nobody and no theme count too, so that sums come out right."""
    asked = item.nodes(Role.ADDRESSEE)
    for actor in asked or [""]:
        for theme in item.nodes(Role.SUBJECT) or [""]:
            yield actor, theme, "ask"
    for role in (Role.PARTNER, Role.BENEFICIARY):
        for actor in asked:
            yield from ((actor, other, role.value) for other in item.nodes(role) if other != actor)
