"""Which language the user reads: Japanese, or English where KOSEI_LANG begins with "en"."""

import os
from typing import Literal


def language() -> Literal["ja", "en"]:
    """The language of everything shown."""
    return "en" if os.environ.get("KOSEI_LANG", "").lower().startswith("en") else "ja"
