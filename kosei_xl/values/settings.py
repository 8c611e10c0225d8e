"""How the sheet 計画 shows a setting, and what it says holds where one is left blank."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from kosei_xl.values.model import Style
from kosei_xl.values.sheet_values import SheetValue
from kosei_xl.words import terms

_LEVEL_JOIN: Final = "＞"
_GIVEN: Final[Mapping[str, str]] = {"plan_id": terms.GIVEN_BY_PROGRAM, "plan_version": "1"}
"""What holds where settings are left blank that are none of the style's."""


def setting_shown(key: str, value: Any) -> SheetValue:
    """A value of the plan or its style as 計画 shows it; None for a blank cell."""
    value = _LEVEL_JOIN.join(value) if isinstance(value, tuple) else value
    value = terms.SETTING_CHOICES.get(key, {}).get(value, value)
    shown: SheetValue = (terms.YES if value else None) if isinstance(value, bool) else value
    return shown if shown != "" else None


@cache
def usual_setting(key: str) -> str:
    """What holds where a setting of 計画 is left blank."""
    if key in _GIVEN:
        return _GIVEN[key]
    if key not in Style.model_fields:
        return terms.MUST_BE_WRITTEN
    value = getattr(Style(), key)
    return terms.NOT_SO if isinstance(value, bool) else str(setting_shown(key, value) or terms.NOTHING_SET)


def printed_beside(key: str) -> Mapping[str, str]:
    """What stands beside a setting on 計画, by the key of its column: what holds without it, and an example."""
    return {"usual": usual_setting(key), "sample": terms.SETTING_SAMPLES[key]}
