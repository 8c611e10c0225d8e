"""Spellings of a rating -> its code."""

import unicodedata
from typing import Protocol

from kosei_xl.values.model import Rating
from kosei_xl.words import terms

_CIRCLES = str.maketrans("〇◯", "○○")


class HasScale(Protocol):
    """A plan, or anything else with a rating scale."""

    @property
    def ratings(self) -> tuple[Rating, ...]:
        """The scale, in its order."""


def read_rating(text: str, plan: HasScale) -> str | None:
    """Code of the rating that a text means; "" for a dash (no rating), None when it is not in the scale.

    Full width, lower case, circles of any kind, brackets and the declared synonyms are accepted. A rating whose code is
    itself a dash wins over "no rating".
    """
    plain = _fold(text)
    for rating in plan.ratings:
        if plain and plain in {_fold(spelling) for spelling in (rating.code, rating.label, *rating.synonyms)}:
            return rating.code
    if text.strip() in terms.DASHES:
        return ""
    return None


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text.translate(_CIRCLES)).split()).strip("「」()").upper()
