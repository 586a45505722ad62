"""Personal data that a mailed page must not carry: e-mail addresses and national identity numbers.

Each is covered letter by letter, so that every offset into the text stays true.
"""

from __future__ import annotations

import re
from typing import Final

#: An address, and eleven digits as a *fødselsnummer* is written, alone or as six and five.
PERSONAL: Final = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w/-])\d{6}[ ]?\d{5}(?![\w/-])",
)
COVER: Final = "•"


def masked(text: str) -> str:
    """The text with personal data covered; as long as before.

    >>> masked("Spør kari@eksempel.no (010203 12345), org. 974760673")
    'Spør •••••••••••••••• (••••••••••••), org. 974760673'
    """
    return PERSONAL.sub(lambda found: COVER * len(found[0]), text)
