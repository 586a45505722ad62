"""The IRIs of the project, in one place and free of any RDF library."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

BASE: Final = "https://w3id.org/innspill/"
INN: Final = BASE + "ns#"
ACTOR: Final = BASE + "actor/"
THEME: Final = BASE + "theme/"
RULE: Final = BASE + "rule/"
CUE: Final = BASE + "cue/"
DOCUMENT: Final = BASE + "document/"
GRAPH: Final = BASE + "graph/"

#: Prefixes bound in every serialisation and offered to every query.
PREFIXES: Final[dict[str, str]] = {
    "inn": INN,
    "actor": ACTOR,
    "theme": THEME,
    "rule": RULE,
    "cue": CUE,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


#: Norwegian letters as they are written in addresses.
TRANSLITERATION: Final[dict[str, str | int | None]] = {"æ": "ae", "ø": "o", "å": "a", "ß": "ss"}


def document_iri(slug: str) -> str:
    """The IRI of a document, which is also the name of its graph.

    >>> document_iri("verksted-2021")
    'https://w3id.org/innspill/document/verksted-2021'
    """
    return DOCUMENT + slug


def place_iri(slug: str, place: str) -> str:
    """The IRI of a section or item: the document's IRI and the place within it.

    >>> place_iri("verksted-2021", "dag-2/hva-bor-kmd/6d")
    'https://w3id.org/innspill/document/verksted-2021/dag-2/hva-bor-kmd/6d'
    """
    return f"{DOCUMENT}{slug}/{place}"


def slug(text: str, limit: int = 60) -> str:
    """Lower-case ASCII words joined by hyphens, cut at a word.

    >>> slug("Hva og hvordan bør fylkeskommunene følge opp", limit=20)
    'hva-og-hvordan-bor'
    """
    folded = text.lower().translate(str.maketrans(TRANSLITERATION))
    ascii_only = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_only)
    made = ""
    for word in words:
        if made and len(made) + 1 + len(word) > limit:
            break
        made = f"{made}-{word}" if made else word[:limit]
    return made
