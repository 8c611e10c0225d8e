"""Names of files that Windows and Linux both allow, whatever departments and points are called."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.verbs.opening import file_name


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("CON", "CON_"),
        ("nul", "nul_"),
        ("COM1", "COM1_"),
        ("COM¹", "COM¹_"),
        ("LPT9.xlsx", "LPT9_.xlsx"),
        ("AUX.調査票", "AUX_.調査票"),
        ("prn .調査票", "prn_ .調査票"),
        ("CONIN$", "CONIN$_"),
        ("PRN_課", "PRN_課"),
        ("CONSULT課", "CONSULT課"),
        ("COM10", "COM10"),
        ("D01_AUX", "D01_AUX"),
        ("", "_"),
        ("...", "_"),
        ("a:b?c", "a_b_c"),
        ("課. ", "課"),
        ("課\t名", "課_名"),
    ],
)
def test_file_name__reserved_or_empty__made_allowed(name: str, made: str) -> None:
    assert file_name(name) == made


def test_file_name__too_long__cut_and_two_stay_two() -> None:
    one, other = (file_name("行財政改革推進課" * 40 + end) for end in ("一係", "二係"))
    assert one != other
    for name in (one, other):
        assert len(f"{name}_指摘付き.xlsx.bak".encode()) <= 255
        assert name.startswith("行財政改革推進課行財政改革推進課")
        assert name == file_name(name)
    longest = "課" * 66
    assert file_name(longest) == longest


@given(st.text(max_size=300))
def test_file_name__any_text__written_and_listed(name: str) -> None:
    made = file_name(name)
    assert made == file_name(made)
    assert made.strip(" .") == made != ""
    assert len(made.encode(errors="surrogatepass")) <= 200
    assert Path(made).name == made
