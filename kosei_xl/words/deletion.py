"""The words that a department writes into a field to empty it: a blank alone does not say that."""

from kosei_xl.words.notation import folded

DELETION = "（削除）"
"""What people are told to write."""
_SPELLINGS = frozenset({"(削除)", "[削除]", "〔削除〕", "【削除】"})


def is_deletion(text: str | None) -> bool:
    """Whether a text says that the field is to be empty: 「（削除）」 in brackets of any kind and width."""
    if text is None or "削" not in text or "除" not in text:  # no other letters fold to these
        return False
    return folded(text) in _SPELLINGS
