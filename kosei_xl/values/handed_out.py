"""配布記録 as it is looked up when surveys come back."""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kosei_xl.values.stored import HandedOut

GIVEN_TEXTS, GIVEN_PICTURES = "texts", "pictures"
"""Fields of "given" in 配布記録."""


class HandedOutRecords(tuple["HandedOut", ...]):
    """配布記録, in which each of a thousand returned surveys is looked up: by one step, not by going through all."""

    def of(self, point: str, dept_code: str, plan_version: int, plan_id: str) -> "tuple[HandedOut, ...]":
        """Those of a point, a department and a version of the plan, handed out by a plan ("" for this one)."""
        return self._by_survey.get((point, dept_code, plan_version, plan_id), ())

    def came_over(self, plan_id: str, point: str) -> bool:
        """Whether a plan before handed out surveys of a point that came over while it was open."""
        return (plan_id, point) in self._came_over

    @cached_property
    def _by_survey(self) -> "dict[tuple[str, str, int, str], tuple[HandedOut, ...]]":
        found: dict[tuple[str, str, int, str], tuple[HandedOut, ...]] = {}
        for one in self:
            survey = one.point, one.dept_code, one.plan_version, one.plan_id
            found[survey] = (*found.get(survey, ()), one)
        return found

    @cached_property
    def _came_over(self) -> frozenset[tuple[str, str]]:
        return frozenset((one.plan_id, one.point) for one in self if one.plan_id)
