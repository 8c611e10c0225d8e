"""Texts in XML are written as Python's own library writes them."""

from xml.sax.saxutils import escape, quoteattr

from hypothesis import given
from hypothesis import strategies as st

from kosei_xl.workbook.xml_text import xml_attribute, xml_text

TEXTS = st.text(st.sampled_from("a\"'<>&;\n\r\t課"), max_size=8)


@given(TEXTS)
def test_xml_text__any_text__as_the_library(text: str) -> None:
    assert xml_text(text) == escape(text)


@given(TEXTS)
def test_xml_attribute__any_text__as_the_library(text: str) -> None:
    assert xml_attribute(text) == quoteattr(text)
