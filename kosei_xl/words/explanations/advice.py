"""What a finding is for and what to do about it, beside its message in `words.findings`."""

from typing import NamedTuple


class Advice(NamedTuple):
    """Why there is such a finding, and what the reader can do about it, each in Japanese and in English."""

    why: str
    do: str
    why_en: str
    do_en: str
