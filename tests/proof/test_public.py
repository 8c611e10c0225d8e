"""A published folder proves itself: whatever is changed in it is named, what only looks otherwise is not."""

import hashlib
import json
import random
import re
from pathlib import Path

import pytest

from kosei_xl.proof.verify.public import verify_public_folder
from kosei_xl.proof.verify.public_page import conditions, read_public_page
from kosei_xl.publish.data import whole_hash
from kosei_xl.publish.figures import written
from kosei_xl.values.cells import CellRef
from kosei_xl.verbs.publish import verify_public
from tests.tools.adopting import codes
from tests.tools.published import master_of, published, sample_with_amounts

PAGE, PACKAGE = "index.html", "data/datapackage.json"
SHEETS = ("digest.html", "committee.html")
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The files of the sample as published, by path."""
    folder = tmp_path_factory.mktemp("public")
    published(master_of(folder, sample_with_amounts()), folder / "公表")
    paths = (path for path in (folder / "公表").rglob("*") if path.is_file())
    return {path.relative_to(folder / "公表").as_posix(): path.read_bytes() for path in paths}


def found(files: Files) -> list[tuple[str, str]]:
    """(code, message) of every finding."""
    return [(one.code, one.message()) for one in verify_public_folder("公表", files.get).problems]


def page(files: Files, *pairs: tuple[str, str]) -> Files:
    """The folder with its page changed, whose hash fits again: only what the page says tells."""
    html = files[PAGE].decode()
    for old, new in pairs:
        assert html.count(old) == 1, (old, html.count(old))
        html = html.replace(old, new)
    return fitting({**files, PAGE: html.encode()})


def fitting(files: Files) -> Files:
    """The folder whose hashes are those of its files, on the page and in datapackage.json."""
    package = json.loads(files[PACKAGE])
    html = files[PAGE].decode()
    for one in (*package["resources"], *package["files"]):
        path = f"data/{one['path']}" if "schema" in one else one["path"]
        if path != PAGE:
            new = hashlib.sha256(files[path]).hexdigest()
            html = html.replace(one["hash"].removeprefix("sha256:"), new)
            one["hash"] = f"sha256:{new}"
    named = read_public_page(html).hashes.items()
    lines = sorted(f"{path} {sha}\n" for path, sha in named if path.endswith((".csv", "data/data.json")))
    whole = hashlib.sha256("".join(lines).encode()).hexdigest()
    html = re.sub(r'(data-hash-of="data">)[0-9a-f]+', rf"\g<1>{whole}", html)
    short = " ".join(whole[n : n + 4] for n in range(0, 16, 4))
    sheets = {
        path: re.sub(r'(data-hash-of="data">)[0-9a-f ]+', rf"\g<1>{short}", files[path].decode()).encode()
        for path in SHEETS
    }
    pages = {PAGE: html.encode(), **sheets}
    for one in package["files"]:
        if one["path"] in pages:
            one["hash"] = f"sha256:{hashlib.sha256(pages[one['path']]).hexdigest()}"
    return {**files, **pages, PACKAGE: json.dumps(package, ensure_ascii=False).encode()}


def figures(files: Files) -> list[re.Match[str]]:
    return list(re.finditer(r'<(?:a|span|tspan)\b[^>]*class="n"[^>]*>([^<]+)<', files[PAGE].decode()))


def test_folder__as_made__nothing(sample: Files) -> None:
    assert found(sample) == []
    assert found(fitting(sample)) == []
    assert verify_public_folder("公表", sample.get).compared > 400


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("other", ["0000 0000 0000 0000", "", "{}"])
def test_sheet__another_hash_or_too_little_of_it__named(sample: Files, sheet: str, other: str) -> None:
    html = sample[sheet].decode()
    ((short,),) = (re.findall(r'data-hash-of="data">([0-9a-f ]{19})<', html),)
    changed = html.replace(f">{short}<", f">{other.format(short[:9])}<").encode()
    told = [message for code, message in found({**sample, sheet: changed}) if code == "K562"]
    assert len(told) == 2  # of the sheet itself, and of what it prints


def licensed(files: Files, **other: str) -> Files:
    """The folder whose datapackage.json names another licence."""
    package = json.loads(files[PACKAGE])
    package["licenses"][0] |= other
    return {**files, PACKAGE: json.dumps(package, ensure_ascii=False).encode()}


@pytest.mark.parametrize(
    "other",
    [
        {"name": "CC0-1.0"},
        {"title": "CC0 1.0 全世界"},
        {"path": "https://creativecommons.org/publicdomain/zero/1.0/legalcode.ja"},
    ],
)
def test_licence__other_than_the_page_says__named(sample: Files, other: dict[str, str]) -> None:
    ((code, said),) = found(licensed(sample, **other))
    assert code == "K571"
    assert all(text in said for text in (*other.values(), "クリエイティブ・コモンズ 表示 4.0 国際（CC-BY-4.0）"))


def test_licence__none_in_the_package__named(sample: Files) -> None:
    package = json.loads(sample[PACKAGE])
    del package["licenses"]
    assert [code for code, _ in found({**sample, PACKAGE: json.dumps(package).encode()})] == ["K571"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("クリエイティブ・コモンズ\n  表示 4.0 国際（CC-BY-4.0）", []),
        ("このデータの利用の条件", []),
        ("CC BY 4.0", []),
        ("CC-BY-4.0 による", []),
        ("CC0-1.0 による", ["K571"]),
    ],
)
def test_licence__called_otherwise_by_a_page_of_ones_own__only_another_one_is_named(
    sample: Files, words: str, told: list[str]
) -> None:
    assert [
        code for code, _ in found(page(sample, ("クリエイティブ・コモンズ 表示 4.0 国際（CC-BY-4.0）", words)))
    ] == told


def test_file__that_nothing_names__named(sample: Files) -> None:
    own = verify_public_folder("公表", sample.get, sample).problems
    assert own == ()
    more = verify_public_folder("公表", sample.get, (*sample, "data/extra.csv", "data/data.json.bak")).problems
    assert [(str(one.code), one.at.file if one.at else "") for one in more] == [
        ("K572", "公表/data/extra.csv"),
        ("K572", "公表/data/data.json.bak"),
    ]


def test_figure__any_one_changed__named_with_what_it_counts(sample: Files) -> None:
    html = sample[PAGE].decode()
    every = figures(sample)
    assert len(every) > 60
    for one in random.Random(19).sample(every, 25):
        number = one[1].replace(",", "")
        other = str(int(number) + 1)
        changed = html[: one.start(1)] + other + html[one.end(1) :]
        said = [text for code, text in found(fitting({**sample, PAGE: changed.encode()})) if code == "K560"]
        assert len(said) == 1
        assert f"数が{other}になっています" in said[0]
        label = re.search(r'aria-label="([^"]+) [^" ]+"', one[0])
        assert label is None or f"「{label[1]}」" in said[0]


def test_figure__written_in_another_way__nothing(sample: Files) -> None:
    html = sample[PAGE].decode()
    for one in figures(sample)[:4]:
        wide = "".join(chr(ord(letter) + 0xFEE0) if letter.isdigit() else letter for letter in one[1])
        changed = html[: one.start(1)] + f"\n {wide} " + html[one.end(1) :]
        assert found(fitting({**sample, PAGE: changed.encode()})) == []


def test_figure__where_it_counts_changed__named(sample: Files) -> None:
    html = sample[PAGE].decode()
    other = html.replace("評価=B", "評価=A", 1)
    assert {code for code, _ in found(fitting({**sample, PAGE: other.encode()}))} >= {"K560"}


def test_figure__without_its_data__told(sample: Files) -> None:
    one = next(one for one in figures(sample) if "href" in one[0])
    bare = re.sub(r' data-(?:file|where)="[^"]*"', "", one[0])
    assert [code for code, _ in found(page_at(sample, one, bare))] == ["K564"]
    lost = one[0].replace("data-where", 'data-file="data/none.csv" data-where')
    assert [code for code, _ in found(page_at(sample, one, lost))] == ["K564"]


def page_at(files: Files, one: re.Match[str], text: str) -> Files:
    html = files[PAGE].decode()
    return fitting({**files, PAGE: (html[: one.start()] + text + html[one.end() :]).encode()})


def test_text__changed__named_with_item_and_column(sample: Files) -> None:
    files = page(sample, ("４月に市役所１階へ相談窓口を開設し", "５月に市役所１階へ相談窓口を開設し"))
    ((code, said),) = found(files)
    assert code == "K561"
    assert "「m-001・R7_year_end」の「当初予定」" in said


def test_text__only_spaces_and_line_ends__nothing(sample: Files) -> None:
    html = sample[PAGE].decode()
    assert found(fitting({**sample, PAGE: re.sub("</p><p", "</p>\n  <p", html).encode()})) == []


def test_list__item_taken_out__named(sample: Files) -> None:
    html = sample[PAGE].decode()
    one = re.search(r'<section id="n-1" class="counted".*?</section>', html, re.S)
    assert one is not None
    less = re.sub(r"<li>.*?</li>", "", one[0], count=1, flags=re.S)
    said = {code for code, _ in found(page_at(sample, one, less))}
    assert said == {"K565"}
    assert "item-m-027" not in one[0]
    other = re.sub(r'href="#item-[^"]+"', 'href="#item-m-027"', one[0], count=1)
    assert {code for code, _ in found(page_at(sample, one, other))} == {"K565"}


def test_bar__longer_than_its_count__named(sample: Files) -> None:
    one = re.search(r'<rect class="seg even-1"[^>]* width="([\d.]+)%"', sample[PAGE].decode())
    assert one is not None
    longer = one[0].replace(f'width="{one[1]}%"', f'width="{float(one[1]) + 3:.3f}%"')
    ((code, said),) = found(page_at(sample, one, longer))
    assert code == "K566"
    assert "data/ratings.csv" in said
    same = one[0].replace(f'width="{one[1]}%"', f'width="{float(one[1]) + 0.004:.3f}%"')
    assert found(page_at(sample, one, same)) == []


def test_data__one_rating_changed__hash_and_every_figure_it_was_in(sample: Files) -> None:
    data = sample["data/ratings.csv"].decode("utf-8-sig")
    head, *rows = data.split("\r\n")
    at = head.split(",").index("評価")
    place = next(n for n, row in enumerate(rows) if row.startswith("m-001,R7_year_end,"))
    cells = rows[place].split(",")
    assert cells[at] == "A"
    cells[at] = "S"
    rows[place] = ",".join(cells)
    files = {**sample, "data/ratings.csv": b"\xef\xbb\xbf" + "\r\n".join([head, *rows]).encode()}
    said = found(files)
    assert next(text for code, text in said if code == "K562").startswith("「data/ratings.csv」")
    assert {code for code, _ in found(fitting(files))} >= {"K560", "K561", "K565", "K566"}


@pytest.mark.parametrize("name", ["data/items.csv", "data/data.json", "data/dictionary.csv", PACKAGE, PAGE])
def test_file__missing_or_another__named(sample: Files, name: str) -> None:
    without = {path: data for path, data in sample.items() if path != name}
    assert ("K563", f"「{name}」がありません。") in found(without)
    other = {**sample, name: sample[name] + b" "}
    named = [text for code, text in found(other) if code == "K562"]
    assert (name == PACKAGE and named == []) or any(f"「{name}」" in text for text in named)


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b'{"resources": 1}', "か".encode() * 9, b"\xff\xfe\x00"])
def test_files__broken__told_and_nothing_raised(sample: Files, junk: bytes) -> None:
    for name in sample:
        assert found({**sample, name: junk}), name


def test_conditions__any_text__come_back() -> None:
    where = {"区分=x": "a&b=c%26", "評価": "", "％": "50%"}
    assert conditions(written(where)) == where


def test_verify__path_out_of_the_folder__not_read(sample: Files, tmp_path: Path) -> None:
    package = json.loads(sample[PACKAGE])
    secret = tmp_path / "secret.csv"
    secret.write_bytes(b"secret")
    package["files"].append({"path": "../secret.csv", "hash": f"sha256:{hashlib.sha256(b'secret').hexdigest()}"})
    for name, data in {**sample, PACKAGE: json.dumps(package).encode()}.items():
        path = tmp_path / "公表" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert [code for code, _ in codes(verify_public(tmp_path / "公表").diagnostics)] == ["K563"]


def test_digest__figure_or_text_changed__named(sample: Files) -> None:
    html = sample["digest.html"].decode()
    one = re.search(r'<a class="n"[^>]*>(\d+)<', html)
    assert one is not None
    figure = html[: one.start(1)] + str(int(one[1]) + 1) + html[one.end(1) :]
    text = html.replace("６月に再試験を行う", "７月に再試験を行う")
    assert text != html
    for changed, expected in ((figure, "K560"), (text, "K561"), (html, None)):
        files = fitting({**sample, "digest.html": changed.encode()})
        assert [code for code, _ in found(files)] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("path", "counted"),
    [
        ("data/x.csv", True),
        ("data/dictionary.csv", True),
        ("data/sub/x.csv", True),
        ("data/data.json", True),
        ("data/datapackage.json", False),
        ("data/sub/data.json", False),
        ("data/data.xlsx", False),
        ("data/x.parquet", False),
        ("data/x.csv.gz", False),
        ("data/x.CSV", False),
        ("data/.csv", True),
        ("data/a\nb.csv", True),
        ("x.csv", False),
        ("sub/data/x.csv", False),
        ("database/x.csv", False),
        ("data.json", False),
        ("files/会議.html", False),
    ],
)
def test_whole_hash__any_path__published_and_verified_by_the_same_files(path: str, counted: bool) -> None:
    """Who publishes and who verifies share no code: what one counts among the data and the other does not tells."""
    base, sha = ("data/a.csv", "a" * 64), "b" * 64
    without, published_hash = whole_hash([base]), whole_hash([base, (path, sha)])
    names = "".join(f'<td data-hash-of="{name}">{said}</td>' for name, said in (base, (path, sha)))
    files = {PAGE: f'<table><tr>{names}</tr></table><p data-hash-of="data">{published_hash}</p>'.encode()}
    verified = verify_public_folder("公表", files.get)
    assert verified.data_hash == published_hash
    assert (published_hash != without) is counted
    assert [one.message() for one in verified.problems if one.at == CellRef("公表/index.html")] == []
