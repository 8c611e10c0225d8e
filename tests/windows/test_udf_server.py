"""Worksheet functions as Excel calls them: xlwings' own DLL, a COM server in another process, our Python functions."""

import json

import pytest

from tests.windows.side import PYTHON, USER, Windows

pytestmark = pytest.mark.windows


def test_udf_server__started_as_vba_does__answers_and_ends(installed: Windows) -> None:
    addin = rf"C:\users\{USER}\AppData\Roaming\Microsoft\Excel\XLSTART\kosei.xlam"
    done = installed.call(PYTHON, installed.inside("udf_server.py"), r"C:\行革 & 改革\事務局ブック.xlsm", addin)
    assert done.code == 0, done.text
    found = json.loads(done.out.decode("ascii").splitlines()[-1])
    assert found.pop("seconds") < 60
    assert found == {"activate": 0, "KOSEI_WAREKI": "令和7年4月1日", "KOSEI_NENDO": "令和7年度", "ended": 0}
