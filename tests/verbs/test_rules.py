"""`kosei rules`, and how findings of rules of meaning are told: apart, switched off, kept out of letters."""

import json

import pytest
from click.testing import CliRunner

from kosei_xl.cli import app
from kosei_xl.collect.rules.settings import for_departments
from kosei_xl.values.diagnostics import Diagnostic
from kosei_xl.verbs import telling
from kosei_xl.words.codes import Code
from kosei_xl.words.meaning import MEANING
from kosei_xl.words.sense import morphemes


def _run(*arguments: str, lang: str = "ja") -> str:
    done = CliRunner(env={"KOSEI_LANG": lang}).invoke(app, ["rules", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def test_rules__no_codes__every_rule_with_its_examples() -> None:
    told = _run()
    assert [code for code in MEANING if f"\n{code} " not in told] == []
    assert told.count("見つける例：") == told.count("見つけない例：") == len(MEANING)
    assert "見つける例：再掲の項目の名称：相談の窓口　元の項目の名称：相談窓口の開設" in told
    assert "〔日付と期間〕" in told
    assert "見つける例：取組実績：募集は令和７年９月17日から11月27日（62日間）に行った。" in told
    assert "K331 注意（課）" in told
    assert "K368 注意（事務局）" in told


def test_rules__code_and_english__that_rule_alone() -> None:
    told = _run("k331", lang="en")
    assert "K331 warning (departments)" in told
    assert "K332" not in told
    assert "Finds: " in told


def test_rules__that_surveys_say_too__said() -> None:
    assert "調査票の「点検」の欄も" in _run("K368")
    assert "調査票" not in _run("K331")


def test_rules__code_of_another_finding_or_none__left_out_or_refused() -> None:
    assert "K405" not in _run("K405")
    assert CliRunner().invoke(app, ["rules", "K999"]).exit_code != 0


def test_rules__json__for_programs() -> None:
    (rule,) = json.loads(_run("K362", "--json"))["rules"]
    assert rule["group"] == "language"
    assert rule["audience"] == "office"
    assert rule["runs"] is morphemes.available()
    assert rule["finds"] == MEANING[Code.WORDS_DO_NOT_JOIN].fires


def test_rules__extra_missing__named_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(morphemes, "available", lambda: False)
    assert "K362" in telling.not_run_lines()[0]
    assert "kosei_xl[meaning]" in telling.not_run_lines()[0]
    monkeypatch.setattr(morphemes, "available", lambda: True)
    assert telling.not_run_lines() == ()


def test_letters__findings_of_language__not_for_departments() -> None:
    problems = [Diagnostic(code) for code, rule in MEANING.items() if rule.group == "language"]
    assert for_departments(problems, ()) == ()
