"""import: the list that a city keeps becomes a master, in two steps: a 対応表 to look at, then the master."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kosei_xl.verbs.init import blank_plan


def completed(plan_id: str, presets: Sequence[str]) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
    """What completes a plan that was made from a list: its key, and the documents of the presets."""

    def complete(known: Mapping[str, Any]) -> Mapping[str, Any]:
        documents = blank_plan(plan_id, presets, style=known.get("style", {})).plan
        return {**documents.model_dump(mode="json", exclude_defaults=True), **known} | {
            "plan_id": plan_id,
            "style": documents.style.model_dump(mode="json", exclude_defaults=True),
        }

    return complete
