"""What fifty thousand workbooks need, computed from what one was measured to take: `python -m tests.tools.bench.needs`.

Prints the table of the manual; `--write` puts it there. `--measure` measures anew first, once each, and keeps the numbers
in measured.json: a consolidation of the returns of one city, and masters of many cities gathered.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from tests.tools.bench.compact import put_between
from tests.tools.bench.scaling import Run, runs
from tests.tools.bench.table import computer
from tests.tools.bench.timing import ROOT

HANDBOOK: Final = ROOT / "macros" / "handbook.md"
BEGIN: Final = "<!-- needs: python -m tests.tools.bench.needs --write -->"
END: Final = "<!-- needs end -->"
MEASURED: Final = Path(__file__).with_name("measured.json")
CITIES: Final = 1_741
SURVEYS: Final = 29
"""Of each city."""
CORES: Final = 8
PROCESSES: Final = 4
"""That read for one `gather`."""
ITEMS: Final = 62
"""Of a master that is gathered; a return that is consolidated has 10."""


def measured() -> Mapping[str, Any]:
    """Measure, and what is kept of it."""
    (consolidate,), (gather,) = runs("consolidate", SURVEYS, 10), runs("gather", 100, ITEMS)
    return {"machine": computer(), "consolidate": asdict(consolidate), "gather": asdict(gather)}


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """The table, in Japanese, with the machine named."""
    consolidate, gather = Run(**found["consolidate"]), Run(**found["gather"])
    surveys = CITIES * SURVEYS
    each, master = consolidate.cpu / consolidate.size, gather.cpu / gather.size
    whole = surveys * each + CITIES * master
    disk, ledger = (consolidate.given + consolidate.written) / consolidate.size, gather.written / gather.size
    yield f"測った計算機：{found['machine']}。調査票は10項目、まとめる事務局ブックは{ITEMS}項目。"
    yield ""
    yield "| 要るもの | 測った一つ | 数 | 合わせて |"
    yield "|---|---|---|---|"
    yield f"| 統合のCPU時間 | 調査票一冊 {1000 * each:.0f}ミリ秒 | {surveys:,}冊 | {_time(surveys * each)} |"
    yield f"| まとめのCPU時間 | 事務局ブック一冊 {1000 * master:.0f}ミリ秒 | {CITIES:,}冊 | {_time(CITIES * master)} |"
    together = surveys * each / CORES + CITIES * master / PROCESSES
    yield f"| かかる時間 | 統合は{CORES}コア、まとめは{PROCESSES}コアで手分け | | {_time(together)} |"
    yield f"| 1コアだけでかかる時間 | | | {_time(whole)} |"
    yield f"| 統合のメモリ | 一団体 {consolidate.peak:.0f}MB | 同時に{CORES}団体 | {consolidate.peak * CORES / 1000:.1f}GB |"
    yield f"| まとめのメモリ | {gather.peak:.0f}MB | 1 | {gather.peak / 1000:.1f}GB |"
    yield (
        f"| ディスク：調査票、事務局ブックとその控え | 調査票一冊につき {1000 * disk:.0f}KB | {surveys:,}冊 | "
        f"{surveys * disk / 1000:.1f}GB |"
    )
    yield f"| ディスク：まとめた台帳と集計 | 一団体 {1000 * ledger:.1f}KB | {CITIES:,}団体 | {CITIES * ledger:.0f}MB |"


def _time(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    return f"{minutes // 60}時間{minutes % 60}分" if minutes >= 60 else f"{minutes}分"


def kept() -> Mapping[str, Any]:
    """What was measured last."""
    found: Mapping[str, Any] = json.loads(MEASURED.read_text(encoding="utf-8"))
    return found


def main(arguments: Sequence[str]) -> None:
    """Measure where that is asked, print, and write where that is asked."""
    if "--measure" in arguments:
        MEASURED.write_text(json.dumps(measured(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    table = [*lines(kept())]
    print(*table, sep="\n")
    if "--write" in arguments:
        text = put_between(HANDBOOK.read_text(encoding="utf-8"), table, BEGIN, END)
        HANDBOOK.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
