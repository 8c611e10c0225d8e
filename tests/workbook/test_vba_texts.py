"""Module texts read back from a VBA project: the inverse of what we write, and of what another reader sees."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kosei_xl.verbs import disk
from kosei_xl.workbook.vba.project import compressed, module, vba_project
from kosei_xl.workbook.vba.texts import compared_text, decompressed, module_texts
from tests.tools.hostile import unzip


@given(st.binary(max_size=9000))
@example(b"ab" * 5000)
@example(b"")
@example(bytes(range(256)) * 17)
def test_decompressed__what_was_compressed__the_same(data: bytes) -> None:
    assert decompressed(compressed(data)) == data


def test_module_texts__project_of_ours__every_module_as_typed() -> None:
    texts = {"KoseiOne": "Sub A()\n' 日本語\nEnd Sub\n", "KoseiTwo": "Sub B()\n" + "X = 1\n" * 3000 + "End Sub\n"}
    found = module_texts(vba_project("P", [module(name, text) for name, text in texts.items()]))
    assert found is not None
    assert found.keys() == texts.keys()
    for name, text in texts.items():
        assert compared_text(found[name]) == compared_text(text)


def test_module_texts__the_add_in__has_its_macros() -> None:
    found = module_texts(unzip(disk.bundled("macros", "kosei.xlam"))["xl/vbaProject.bin"])
    assert found is not None
    assert "Public Sub Press(ByVal Verb As String)" in found["KoseiMacros"]
    assert "Function KOSEI_WAREKI" in found["xlwings_udfs"]


def test_plain_text__what_the_editor_changes__is_the_same() -> None:
    ours = 'Attribute VB_Name = "A"\nDim Row As Long\n    Row = 2\n'
    assert compared_text(ours) == compared_text('Attribute VB_Name = "A"\r\nDIM row as Long \r\n\r\n  Row  = 2\r\n')
    assert compared_text(ours) != compared_text(ours.replace("2", "3"))


@pytest.mark.parametrize("cut", [0, 8, 100, 600])
def test_module_texts__damaged__none_and_no_exception(cut: int) -> None:
    whole = vba_project("P", [module("KoseiOne", "Sub A()\nEnd Sub\n")])
    assert module_texts(whole[:cut]) is None


@given(st.binary(max_size=40), st.integers(0, 6000))
def test_module_texts__changed_anywhere__never_an_exception(noise: bytes, at: int) -> None:
    whole = bytearray(vba_project("P", [module("KoseiOne", "Sub A()\nEnd Sub\n")]))
    whole[at : at + len(noise)] = noise
    module_texts(bytes(whole))
