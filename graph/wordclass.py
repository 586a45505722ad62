"""Word classes: whether a word is a finite verb, infinitive, passive, noun or adjective.

The dictionaries give no parts of speech, but a verb betrays itself by its paradigm: ``sikre`` is one
because ``sikrende`` is in the dictionary as a form of it, ``regionale`` is none. So no list of verbs is
kept here, only of what no paradigm tells.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from simplemma import is_known, lemmatize

from graph.language import LANGUAGES, lemmas

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Present tense without -r, and the commonest irregular past forms.
IRREGULAR_FINITE: Final = frozenset(
    "er var har hadde blir ble vart vert gjør gjorde gikk fikk kom tok så sto stod ga gav fins finnes finst"
    " veit vet ser går får må bør skal kan vil burde skulle kunne måtte ville etterspør spør sier seier synes"
    " lyt kjem treng krev gjev tek held ligg sit finn let".split()
)

#: Irregular infinitives that compound verbs end in (foreslå, delta, oppnå).
IRREGULAR_ENDINGS: Final = (
    "slå",
    "gå",
    "stå",
    "gjøre",
    "delta",
    "innta",
    "overta",
    "ivareta",
    "tilby",
    "omgi",
    "oppnå",
)

#: Infinitives that do not end in -e.
SHORT_INFINITIVES: Final = frozenset(
    "få gå se sjå gi gje ta bli ha stå slå forstå by si la dra nå bety bestå oppnå oppstå anslå bidra delta"
    " foreta ivareta overta motta oppta gjenta avgi omgi tilby inngå foregå foreslå fastslå avstå"
    " spørre spørje".split()
)

#: Prefixes of verbs.
PREFIXES: Final = frozenset(
    "an av be bi fore for fra fram frem gjen gjennom i inn med mot ned om opp over på sam til under ut ved"
    " vedlike ivare del delta etter unn tilbake videre".split()
)

#: Comparatives and the plural of short adjectives look like infinitives, and the dictionary has rare
#: verbs of the same form.
NEVER_VERBS: Final = frozenset(
    "bedre flere fleire større mindre færre eldre yngre lengre lenger verre høyere lavere andre nye hele"
    " gode lange korte høye trege lave smale faste brede friske raske mange alle denne disse desse egne"
    " neste første siste begge både ikke ikkje felles mer meir bra lite ofte ute inne oppe nede borte hjemme"
    " heime ille gjerne låg lav".split()
)

#: Prepositions and conjunctions that a noun follows.
PREPOSITIONS: Final = frozenset(
    "av med for i på til om fra frå mellom hos ved innen mot og eller uten utan under over etter gjennom"
    " via".split()
)
#: Articles: a noun follows, perhaps behind adjectives.
ARTICLES: Final = frozenset("en ei et ein eit én éi ett".split())
#: Adjectives of the singular that end as no plural does; a noun follows.
SINGULAR_ADJECTIVES: Final = frozenset(
    "ny nytt god godt stor stort egen eget annen annet eigen eige annan anna felles".split()
)
#: Words that open a clause, behind which "en" is its subject.
CLAUSE_OPENERS: Final = frozenset(
    "når at hva kva som hvis dersom viss om hvor kor der hvordan korleis mens medan må kan bør".split()
)
#: Endings of a definite noun, behind which a past form is a verb.
DEFINITE: Final = ("en", "et", "ene", "ane", "ens", "ets")
#: What else follows a noun first in a clause rather than a verb.
NOUN_FOLLOWERS: Final = frozenset("sammen saman som der både når hvor kor slik innan ! . , ; :".split())
#: Words that stand for a subject, and before a verb, though they may stand before a noun too.
PRONOUNS: Final = frozenset("alle mange andre disse desse denne begge noen nokon".split())

#: Passive -s that is no passive: deponents, and adjectives of the same form.
DEPONENT: Final = frozenset(
    "felles ellers synes finnes lykkes trives møtes enes minnes undres kjennes".split()
)


@lru_cache(maxsize=50_000)
def is_infinitive(word: str) -> bool:
    """Whether a lower-cased word can be an infinitive, judged by its paradigm in the dictionary.

    >>> [w for w in ("sikre", "regionale", "nye", "kompetanse", "fasilitere", "få") if is_infinitive(w)]
    ['sikre', 'fasilitere', 'få']
    """
    if word in SHORT_INFINITIVES or _is_prefixed(word):
        return True
    if not word.endswith(("e", "a")) or word in NEVER_VERBS or not word.isalpha():
        return False
    if any(_has_verb_paradigm(form, language) for language in LANGUAGES for form in {word, word[:-1] + "e"}):
        return True
    if is_known(word, lang=LANGUAGES):
        return False
    if word.endswith(("ere", "era")):
        return len(word) > 6  # noqa: PLR2004 - the productive suffix of loan verbs
    return any(is_infinitive(word[cut:]) for cut in range(3, len(word) - 4))


def _is_prefixed(word: str) -> bool:
    """A short verb behind a prefix, which the dictionary seldom has: vedta, oppgi, gjennomgå.

    >>> [w for w in ("vedta", "pålegge", "utstå", "data", "omsorg") if _is_prefixed(w)]
    ['vedta', 'utstå']
    """
    return any(word.endswith(short) and word[: -len(short)] in PREFIXES for short in SHORT_INFINITIVES)


def _has_verb_paradigm(word: str, language: str) -> bool:
    """At least two of present, participle and passive are forms of it in the dictionary."""
    stem = word[:-1]
    forms = (
        (stem + "er", stem + "ende", stem + "es")
        if language == "nb"
        else (stem + "ar", stem + "ast", stem + "ande")
    )
    lemma = {stem + "e", stem + "a"}

    def is_form(form: str) -> bool:
        return is_known(form, lang=language) and lemmatize(form, lang=language) in lemma

    if stem.endswith("j") and is_form(stem + "er") and not is_known(stem + "en", lang="nb"):
        return True
    return sum(map(is_form, forms)) > 1


@lru_cache(maxsize=50_000)
def is_finite(word: str) -> bool:
    """Whether a lower-cased word is likely a finite verb: present, or a past form that is no participle.

    What takes another -e is an imperative (*oppdater*), not a present tense.

    >>> words = ("mangler", "bedrifter", "er", "endringer", "finansierer", "oppdater", "overtok")
    >>> [word for word in words if is_finite(word)]
    ['mangler', 'er', 'finansierer', 'overtok']
    """
    if word in IRREGULAR_FINITE:
        return True
    if not word.endswith("r"):
        return _is_strong_past(word)
    if word in NEVER_VERBS or (is_infinitive(word + "e") and not is_infinitive(word[:-1])):
        return False
    if word.endswith("ar") and is_finite(word[:-2] + "er"):
        return True
    return any(
        lemma != word and (is_infinitive(lemma) or lemma.endswith(IRREGULAR_ENDINGS))
        for lemma in lemmas(word)
    )


def _is_strong_past(word: str) -> bool:
    """A past form that ends as no participle does: overtok, gikk, skrev."""
    if word.endswith(tuple("aesrtdn")) or not word.isalpha() or word in NEVER_VERBS:
        return False
    if is_noun(word) or is_infinitive(word + "e"):
        return False
    known = [lemmatize(word, lang=language) for language in LANGUAGES if is_known(word, lang=language)]
    return any(lemma != word and lemma[0] == word[0] and is_infinitive(lemma) for lemma in known)


@lru_cache(maxsize=20_000)
def is_weak_past(word: str) -> bool:
    """Whether a lower-cased word may be a regular past form; many are participles' plurals as well.

    >>> [w for w in ("etterlyste", "endte", "krevde", "kommune") if is_weak_past(w)]
    ['etterlyste', 'endte', 'krevde']
    """
    return word.endswith(("te", "de")) and any(
        lemma != word and is_infinitive(lemma) for lemma in lemmas(word)
    )


@lru_cache(maxsize=50_000)
def may_be_plural(word: str) -> bool:
    """Whether a word that looks like a present tense may be a noun's plural as well.

    A compound that no dictionary has is judged by its last part: verbs are seldom compounds.

    >>> [w for w in ("plasser", "rammer", "mangler", "krever", "praksisplasser") if may_be_plural(w)]
    ['plasser', 'rammer', 'mangler', 'praksisplasser']
    """
    if not word.endswith(("er", "ar")):
        return False
    if is_known(word, lang=LANGUAGES):
        return is_known(word[:-1] + "ne", lang=LANGUAGES)
    return any(is_known(word[cut:-1] + "ne", lang=LANGUAGES) for cut in range(len(word) - 3))


@lru_cache(maxsize=50_000)
def could_be_finite(word: str) -> bool:
    """Whether a lower-cased word is a finite verb in any surroundings; most words are in none.

    >>> [w for w in ("mangler", "bedriftene", "endte") if could_be_finite(w)]
    ['mangler', 'endte']
    """
    return word.endswith("r") or is_finite(word) or is_weak_past(word)


def finite_at(words: Sequence[str], index: int) -> bool:
    """Whether the word at an index of a lower-cased clause is a finite verb.

    A form that may be a plural is one where it stands first before a preposition, or behind an
    adjective, a number or a preposition; Norwegian verbs stand behind their subject.

    >>> [finite_at("bedriftene mangler gode rammer".split(), i) for i in range(4)]
    [False, True, False, False]
    """
    word = words[index]
    if index and word.endswith("r") and words[index + 1 : index + 2] in (["ikke"], ["ikkje"]):
        return True
    if index and is_weak_past(word) and words[index - 1].endswith(DEFINITE):
        return True
    adjective = index and words[index - 1] in SINGULAR_ADJECTIVES
    if adjective or not is_finite(word) or _is_behind_article(words, index):
        return False
    if not may_be_plural(word):
        return True
    if index == 0:
        return len(words) > 1 and words[1] not in PREPOSITIONS | NOUN_FOLLOWERS
    return not _attributive(words[index - 1])


def _is_behind_article(words: Sequence[str], index: int) -> bool:
    """Whether an article stands before the word; "en" behind a word that opens a clause is a pronoun."""
    if not index or words[index - 1] not in ARTICLES:
        return False
    pronoun = index > 1 and words[index - 1] in {"en", "ein"} and words[index - 2] in CLAUSE_OPENERS
    return not pronoun


@lru_cache(maxsize=20_000)
def _attributive(word: str) -> bool:
    """Whether a word stands before nouns rather than before verbs."""
    if word in PREPOSITIONS or word in NEVER_VERBS or word.isdigit():
        return word not in PRONOUNS
    adjective = word.endswith("e") and not word.endswith(("ene", "ane"))
    return adjective and lemmatize(word, lang="nb") in {word[:-1], word[:-1] + "g", word[:-2]}


@lru_cache(maxsize=20_000)
def is_noun(word: str) -> bool:
    """Whether a lower-cased word has the definite form of a noun in the dictionary.

    >>> [w for w in ("krav", "arbeid", "avklar", "lytt") if is_noun(w)]
    ['krav', 'arbeid']
    """
    return any(
        is_known(word + ending, lang=language) and lemmatize(word + ending, lang=language) == word
        for language in LANGUAGES
        for ending in ("et", "en", "a")
    )


@lru_cache(maxsize=20_000)
def is_adjective(word: str) -> bool:
    """Whether a lower-cased word is likely an adjective: it has a neuter in -t, or a suffix of adjectives.

    >>> [w for w in ("smal", "dyre", "tungvint", "byråkratisk", "kommunene") if is_adjective(w)]
    ['smal', 'dyre', 'tungvint', 'byråkratisk']
    """
    if word.endswith(("ig", "ige", "leg", "lege", "sk", "ske", "ert", "erte", "vint", "vinte")):
        return True
    base = word.removesuffix("e")
    return any(
        is_known(form + "t", lang=LANGUAGES) and is_known(form + "e", lang=LANGUAGES) for form in (word, base)
    )


@lru_cache(maxsize=50_000)
def is_passive(word: str) -> bool:
    """Whether a lower-cased word is a verb's passive in -s.

    >>> [w for w in ("tydeliggjøres", "rettes", "endringens", "finnes", "tas") if is_passive(w)]
    ['tydeliggjøres', 'rettes', 'tas']
    """
    if not word.endswith(("s", "ast")) or word in DEPONENT:
        return False
    if word.endswith("ast"):
        return is_infinitive(word[:-2])
    base = word[:-1]
    if base in SHORT_INFINITIVES or is_infinitive(base):
        return True
    return is_known(word, lang=LANGUAGES) and lemmatize(word, lang="nb") == base
