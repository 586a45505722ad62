"""Text as words: tokens, lemmas, sentences and folding.

Lemmas come from simplemma's dictionaries of bokmål and nynorsk (https://github.com/adbar/simplemma).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from simplemma import is_known, lemmatize

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

LANGUAGES: Final = ("nb", "nn")

#: What the letters before a stroke are short for.
SHORT: Final = {"m/": "med", "v/": "ved", "u/": "uten"}

#: Signs that stand before the points of a list.
BULLETS: Final = "•·▪◦‣●○■□➢➤►✓✔–—-*+→◆❖\uf0b7\uf0a7\u2022"

#: A letter short for a preposition (``m/``), an arrow, a word with inner full stops (``f.eks``), a number, or
#: one mark of punctuation.
TOKEN: Final = re.compile(
    r"[mMvVuU]/(?=\s|[^\W\d_]{2})|[-=–]>|[^\W\d_]+(?:\.(?=[a-zæøå])[a-zæøå]+)*|\d+(?:[.,]\d+)*|[^\w\s]|_"
)

#: Where a sentence may end: a mark, perhaps a closing quote, then white space.
SENTENCE_END: Final = re.compile(r"[.?!…]+[\"»”')\]]*\s+")

#: Characters of the longest sentence read as one; longer ones are lists without marks.
LONGEST_SENTENCE: Final = 3000
#: Characters of the longest bracket that ends no sentence.
LONGEST_BRACKET: Final = 60
#: What an inflection adds to a word: utdanning-enes, bedrift-er, styrke-nde, nye-ste.
ENDING: Final = re.compile(
    r"(?:s|e|en|et|a|er|ar|r|n|t|te|de|dde|tte|ne|ene|ane|nde|ende|ande|re|ere|are|st|ste|est|este|ast|aste)?s?'?"
)
#: Characters that hold the last word before a full stop.
LONGEST_WORD: Final = 60


class Token(NamedTuple):
    """A word, number or mark at ``start:end`` of its text, with its lower-cased form."""

    start: int
    end: int
    text: str
    lower: str

    @property
    def is_word(self) -> bool:
        """Whether it is letters or digits rather than punctuation."""
        return self.text[0].isalnum()


@lru_cache(maxsize=512)
def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a text, in order; remembered, for the stages read one text after another.

    >>> [t.text for t in tokens("Nokut-akkrediteringen, f.eks. FK")]
    ['Nokut', '-', 'akkrediteringen', ',', 'f.eks', '.', 'FK']
    >>> [t.lower for t in tokens("dialog m/ KD -> plan og/eller kart")]
    ['dialog', 'med', 'kd', '->', 'plan', 'og', '/', 'eller', 'kart']
    """
    found = ((m.start(), m.end(), m[0], m[0].lower()) for m in TOKEN.finditer(text))
    return tuple(Token(start, end, word, SHORT.get(low, low)) for start, end, word, low in found)


@lru_cache(maxsize=100_000)
def lemmas(word: str) -> frozenset[str]:
    """The forms a lower-cased word is compared by: itself, its bokmål and nynorsk lemma, without genitive -s.

    >>> sorted(lemmas("fylkeskommunenes"))
    ['fylkeskommune', 'fylkeskommunene', 'fylkeskommunenes']
    """
    found = {word}
    for base in (word, word[:-1]) if word.endswith("s") and len(word) > 3 else (word,):  # noqa: PLR2004
        found.update(
            lemma
            for language in LANGUAGES
            if _inflects(lemma := lemmatize(base, lang=language).lower(), base)
        )
    if word.endswith("s") and not is_known(word, lang=LANGUAGES) and is_known(word[:-1], lang=LANGUAGES):
        found.add(word[:-1])
    return frozenset(found)


def _inflects(lemma: str, word: str) -> bool:
    """Whether a word is its lemma and an ending: *kompetanseforum* is no form of *kompetanse*."""
    return not word.startswith(lemma) or ENDING.fullmatch(word[len(lemma) :]) is not None


def fold(text: str) -> str:
    r"""Case, accents, quotes and white space put aside, for comparing texts as a reader would.

    >>> fold('  «Grønn»\n kompetanse ')
    'grønn kompetanse'
    """
    plain = unicodedata.normalize("NFC", text).lower()
    return " ".join(re.sub(r"[\"'«»“”„‘’]", "", plain).split())


def sentences(text: str, abbreviations: Collection[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence; an abbreviation ends none, nor a mark before a lower-case word.

    A text without marks is cut at spaces into pieces that can be read in bounded time.

    >>> text = "Vil HK-dir. bidra, f.eks. Oslo? Ja. Det er viktig."
    >>> [text[a:b] for a, b in sentences(text, {"f.eks"})]
    ['Vil HK-dir. bidra, f.eks. Oslo?', 'Ja.', 'Det er viktig.']
    """
    for first, end in _sentences(text, abbreviations):
        start = first
        while end - start > LONGEST_SENTENCE:
            cut = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
            cut = cut if cut > start else start + LONGEST_SENTENCE
            yield start, cut
            start = cut + (text[cut] == " ")
        if text[start:end].strip():
            yield start, end


def _in_brackets(text: str, index: int) -> bool:
    """Whether a bracket is open before a place in a text: "(NAV? KS?)" is one."""
    near = text[max(index - LONGEST_BRACKET, 0) : index]
    return near.rfind("(") > near.rfind(")") and text.find(")", index, index + LONGEST_BRACKET) >= 0


def _sentences(text: str, abbreviations: Collection[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for match in SENTENCE_END.finditer(text):
        following = text[match.end() : match.end() + 1]
        shouts = "!" in match[0]
        if (following.islower() and not shouts) or following in "–—-/" or _in_brackets(text, match.start()):
            continue
        last_word = text[max(start, match.start() - LONGEST_WORD) : match.start()].rsplit(None, 1)[-1:] or [
            ""
        ]
        if last_word[0].lower().lstrip('(«"') in abbreviations and match[0].startswith("."):
            continue
        yield start, match.start() + len(match[0].rstrip())
        start = match.end()
    if text[start:].strip():
        yield start, len(text.rstrip())
