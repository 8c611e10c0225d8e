"""A new master by questions: nothing is written before the last answer, whatever is answered before."""

from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

import click
import pytest

from kosei_xl.verbs import opening
from tests.tools.office import Ran, kosei

ANSWERS = [
    *("第１次試しの計画", "R8", "令和11年度", "潮見市", "", "方針", ""),
    *("協働", "財政", ""),
    *("企画課　総務部", "財政課、総務部", "福祉課", ""),
    *("◎ 予定以上", "○　予定どおり", "× 遅れ", "", "×"),
    *("R8 上半期", "令和8年度 年度末", ""),
    *("", "はい"),
]


def _run(path: Path, answers: Sequence[str], lang: str = "ja") -> tuple[Ran, list[str]]:
    """Answer one after the other; when there are no more somebody presses Ctrl+C -> the run, and what was asked."""
    asked, left = [], list(answers)

    def prompt(question: str, default: str, **_: object) -> str:
        asked.append(question)
        if not left:
            raise click.Abort
        return left.pop(0) or default

    with patch.object(click, "prompt", prompt):
        return kosei("init", path, "--wizard", lang=lang), asked


def test_wizard__everything_answered__a_master_that_lacks_its_items_alone(tmp_path: Path) -> None:
    path = tmp_path / "事務局.xlsx"
    ran, _ = _run(path, ANSWERS)
    assert ran.code == 0, ran.err
    plan = opening.open_master(path).plan
    assert (plan.name, plan.period_start, plan.period_end) == ("第１次試しの計画", 2026, 2029)
    assert (plan.style.area_term, plan.style.item_term, plan.style.office) == ("方針", "項目", "行政経営課")
    assert [(d.name, d.bureau) for d in plan.departments] == [
        ("企画課", "総務部"),
        ("財政課", "総務部"),
        ("福祉課", None),
    ]
    assert [(r.code, r.label, r.behind) for r in plan.ratings] == [
        ("◎", "予定以上", False),
        ("○", "予定どおり", False),
        ("×", "遅れ", True),
    ]
    assert [(p.label, str(p.date)) for p in plan.points] == [
        ("令和８年度上半期", "2026-09-30"),
        ("令和８年度末", "2027-03-31"),
    ]
    checked = kosei("check", path)
    assert checked.out.count("K186") == 1
    assert "取組の項目" in checked.out


@pytest.mark.parametrize("count", range(len(ANSWERS)))
def test_wizard__stopped_anywhere__nothing_is_there(tmp_path: Path, count: int) -> None:
    path = tmp_path / "事務局.xlsx"
    for answers in (ANSWERS[:count], [*ANSWERS[:count], "やめる"]):
        ran, _ = _run(path, answers)
        assert (ran.code, "何も作らずに終わりました" in ran.err) == (2, True)
    assert [*tmp_path.iterdir()] == []


def test_wizard__answers_that_cannot_be_used__asked_again(tmp_path: Path) -> None:
    wrong = [
        *("", "計画", "いつか", "R8", "2025", "R11", "", "", "", ""),
        *("協働", "協働", "財政", ""),
        *("企画課 総務部", "企画課 市長部局", ""),
        *("A", "A 順調", "B", "", "C", "B"),
        *("上半期", "R8 上半期", "2026 half", ""),
        *("9", "1", "はい"),
    ]
    path = tmp_path / "事務局.xlsx"
    ran, _ = _run(path, wrong)
    assert ran.code == 0, ran.err
    plan = opening.open_master(path).plan
    assert [area.name for area in plan.areas] == ["協働", "財政"]
    assert [(rating.code, rating.label, rating.behind) for rating in plan.ratings] == [
        ("A", "A", False),
        ("B", "B", True),
    ]
    assert (len(plan.departments), len(plan.points)) == (1, 1)


def test_wizard__file_is_there_or_other_flags__refused_before_anything_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "事務局.xlsx"
    path.write_bytes(b"mine")
    ran, asked = _run(path, ANSWERS)
    assert (ran.code, asked, path.read_bytes()) == (2, [], b"mine")
    ran = kosei("init", tmp_path / "他.xlsx", "--wizard", "--sample", "midori")
    assert (ran.code, "--wizard は" in ran.err) == (2, True)


def test_wizard__in_english__asks_in_english(tmp_path: Path) -> None:
    ran, asked = _run(tmp_path / "master.xlsx", [*ANSWERS[:-1], "yes"], lang="en")
    assert ran.code == 0, ran.err
    assert asked[0] == "Name of the plan"
    assert asked[-1] == "Make it? (yes, no)"
