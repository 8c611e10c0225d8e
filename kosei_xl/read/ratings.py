"""Spellings of a rating -> its code."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Protocol

from kosei_xl.values.model import RATING, Plan, Rating
from kosei_xl.words import terms
from kosei_xl.words.codes import Code
from kosei_xl.words.spellings import same_sign, typed_alike


class HasScale(Protocol):
    """A scale, or anything else with ratings."""

    @property
    def ratings(self) -> tuple[Rating, ...]:
        """The scale, in its order."""


def read_rating(text: str, scale: HasScale) -> str | None:
    """Code of the rating that a text means; "" for a dash (no rating), None when it is not in the scale.

    Full width, lower case, circles of any kind, brackets and the declared synonyms are accepted, and where nothing else
    fits signs that are typed for one another (A' for A′, - for −). A rating whose code is itself a dash wins over "no
    rating". A text that could mean two ratings means none.
    """
    own, known, loose = _spellings(scale.ratings)
    plain = text.strip()
    if plain in own:
        return own[plain]
    for spellings, folded in ((known, same_sign(plain)), (loose, typed_alike(plain))):
        if folded and folded in spellings:
            return spellings[folded]
    return "" if plain in terms.DASHES else None


def outside_scale(text: str, plan: Plan, point: str, field: str = RATING) -> tuple[Code, Mapping[str, str]]:
    """The finding about a text that is no rating of a point's scale, and what it says: K173 for another scale's."""
    scale = plan.scale_at(point, field)
    said = {"value": text, "allowed": scale.allowed}
    for key, other in plan.scales.items():
        if other != scale and read_rating(text, other):
            return Code.RATING_OF_ANOTHER_SCALE, {**said, "scale": key}
    return Code.RATING_NOT_IN_SCALE, said


def confusable(scale: HasScale) -> Iterator[tuple[Rating, str, Rating]]:
    """Each (rating, its spelling, an earlier rating) where the spelling would mean both."""
    first: dict[str, Rating] = {}
    for rating in scale.ratings:
        for spelling in dict.fromkeys((rating.code, rating.label, *rating.synonyms)):
            earlier = first.setdefault(same_sign(spelling), rating) if same_sign(spelling) else rating
            if earlier != rating:
                yield rating, spelling, earlier


@lru_cache(maxsize=64)
def _spellings(
    ratings: tuple[Rating, ...],
) -> tuple[Mapping[str, str], Mapping[str, str | None], Mapping[str, str | None]]:
    """The codes as they are, all spellings as `same_sign` and `typed_alike` have them; None for what means two."""
    known: dict[str, str | None] = {}
    loose: dict[str, str | None] = {}
    for rating in ratings:
        for spelling in (rating.code, rating.label, *rating.synonyms):
            for spellings, folded in ((known, same_sign(spelling)), (loose, typed_alike(spelling))):
                spellings[folded] = rating.code if spellings.get(folded, rating.code) == rating.code else None
    return {rating.code: rating.code for rating in ratings}, known, loose
