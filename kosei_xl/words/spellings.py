"""How people write the signs of a rating: what is the same sign, and what only looks like it."""

import unicodedata

from kosei_xl.words.terms import DASHES

_CIRCLES = str.maketrans("〇◯", "○○")
_ALIKE = str.maketrans(
    {
        **dict.fromkeys("'’‘‛´`＇ʹʼˈ‵", "′"),
        **dict.fromkeys('"”“＂', "″"),
        **dict.fromkeys((*DASHES, "─", "━", "﹣", "‒", "ｰ"), "-"),
        **dict.fromkeys("✕✖╳⨯Ｘｘ", "X"),
        **dict.fromkeys("Δ∆▵", "△"),
        **dict.fromkeys("▼▿∇", "▽"),
        **dict.fromkeys("◉⊚⦿", "◎"),
        **dict.fromkeys("⭕⚪", "○"),
        "×": "X",
        "﹢": "+",
    }
)


def same_sign(text: str) -> str:
    """A text as it is compared with a rating: in half width and capitals, circles alike, no spaces, no brackets around.

    A prime stays a prime and a minus a minus: NFKC makes an accent of a space and a mark, which is not one of them.
    """
    return "".join(unicodedata.normalize("NFKC", text.translate(_CIRCLES)).split()).strip("「」()").upper()


def typed_alike(text: str) -> str:
    """The same with signs that are typed for one another made one: primes, dashes, crosses, triangles."""
    return same_sign(text.translate(_ALIKE)).translate(_ALIKE)


def is_dash(text: str) -> bool:
    """Whether a text is nothing but a dash of any kind."""
    return typed_alike(text) == "-"
