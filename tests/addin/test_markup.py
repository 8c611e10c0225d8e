"""The handbook's plain text as HTML: what is understood, and that nothing of it is lost."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from kosei_xl.addin.building.markup import Heading, headings, inline, to_html

TEXT = """## 一つ {#one}

始めの行、
続きの行。

- 一番
- 二番の
  続き

1. 先に
2. 後に

```
kosei <check>
```

{{piece}}

### 中 {#part}
K405と`K405`、K999。
"""


def test_to_html__each_kind_of_block__as_it_is_meant() -> None:
    made = to_html(TEXT, {"piece": "<table></table>"})
    assert made.split("\n") == [
        '<h2 id="one">一つ</h2>',
        "<p>始めの行、続きの行。</p>",
        "<ul><li>一番</li><li>二番の続き</li></ul>",
        "<ol><li>先に</li><li>後に</li></ol>",
        "<pre>kosei &lt;check&gt;</pre>",
        "<table></table>",
        '<h3 id="part">中</h3>',
        '<p><a href="#K405">K405</a>と<code class="whole">K405</code>、K999。</p>',
        "",
    ]


def test_to_html__piece_that_nothing_makes__refused() -> None:
    with pytest.raises(KeyError):
        to_html("{{gone}}", {})


def test_to_html__table__heads_and_cells_with_what_is_understood_in_them() -> None:
    made = to_html("前\n\n| 値 | 印刷 |\n|---|---|\n| `1,500` | **K405** |\n| 日 | 令和 |\n\n後", {})
    found = html.fromstring(f"<div>{made}</div>")
    assert found.xpath(".//th/text()") == ["値", "印刷"]
    cells = [(cell.get("data-head"), str(cell.xpath("string()"))) for cell in found.iterfind(".//td")]
    assert cells == [("値", "1,500"), ("印刷", "K405"), ("値", "日"), ("印刷", "令和")]
    assert found.xpath(".//td/b/a/@href") == ["#K405"]
    assert found.xpath("./p/text()") == ["前", "後"]


def test_headings__chapters_and_parts__in_order() -> None:
    assert headings(TEXT) == (Heading(2, "一つ", "one"), Heading(3, "中", "part"))


def test_inline__bold_link_and_signs__escaped() -> None:
    assert inline("**太い**と[設定](#settings) a<b&c") == '<b>太い</b>と<a href="#settings">設定</a> a&lt;b&amp;c'
    assert inline("`a" + "b" * 20 + "`") == "<code>a" + "b" * 20 + "</code>"


@given(st.lists(st.text("あK405<&>\"'、。 -", min_size=1, max_size=12).filter(str.strip), max_size=6))
def test_to_html__any_lines__no_letter_lost(lines: list[str]) -> None:
    page: Any = html.fromstring(f"<div>{to_html(chr(10).join(lines), {})}</div>")
    shown = page.text_content()
    assert sorted(re.sub(r"[-\s]", "", shown)) == sorted(re.sub(r"[-\s]", "", "".join(lines)))
