"""The demo says what a newcomer has to know, also where there is no program that prints."""

from pathlib import Path

import pytest

from kosei_xl import demo
from kosei_xl.verbs import report
from kosei_xl.verbs.opening import silent
from kosei_xl.verbs.pdf_programs import ConversionFailed, Converter, Reason
from kosei_xl.words.messages import in_language


def test_demo__nothing_that_prints_is_installed__said_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing() -> Converter:
        raise ConversionFailed(Reason.MISSING, "no program that prints")

    monkeypatch.setattr(report, "find_converter", nothing)
    monkeypatch.setattr(report, "missing_fonts", lambda fonts: ())
    lines = demo.run(tmp_path / "demo", silent)
    told = [line for line in lines if "印刷の問題" in line]
    assert len(told) == 1
    assert "no program that prints" in told[0]
    assert "（K502）" in told[0]
    assert "(K502)" in in_language(told[0], "en")
    assert list((tmp_path / "demo" / "資料").glob("*.pdf")) == []
