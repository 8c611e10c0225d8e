"""Files that are no .xlsx: of other formats, of other programs, and other things that people send."""

import io
import tarfile
from functools import partial

from tests.tools.bad_files.corpus import add, bad, good, with_parts
from tests.tools.bad_files.ods import ods_of
from tests.tools.hostile import png, rezip

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _ole(stream: str) -> bytes:
    return OLE + bytes(504) + stream.encode("utf-16-le") + bytes(4000)


def _mail(attachment: str = "") -> bytes:
    head = "From: a@example.jp\r\nTo: b@example.jp\r\nSubject: =?utf-8?B?6Kq/5p+756Wo?=\r\nMIME-Version: 1.0\r\n"
    return f"{head}Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n{attachment}\r\n--x--\r\n".encode()


def _tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as made:
        about = tarfile.TarInfo("D01.xlsx")
        about.size = len(good())
        made.addfile(about, io.BytesIO(good()))
    return out.getvalue()


_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_OTHER: dict[str, tuple[bytes, str, str]] = {
    "pdf": (_PDF, "D01.pdf", "PDF"),
    "pdf_after_a_mark": (b"\xef\xbb\xbf\r\n" + _PDF, "D01.pdf", "PDF"),
    "zip_of_returns": (rezip({"D01.xlsx": b"PK", "D02.xlsx": b"PK"}), "D01.zip", "ZIP"),
    "zip_in_a_folder": (rezip({"回収/第1回/D01.xlsx": b"PK"}), "D01.zip", "ZIP"),
    "zip_of_pictures": (rezip({"a.png": b"x"}), "D01.zip", "圧縮"),
    "word_docx": (rezip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}), "D01.docx", "文書"),
    "word_doc": (_ole("WordDocument"), "D01.doc", "文書"),
    "rich_text": (b"{\\rtf1\\ansi D01}", "D01.rtf", "文書"),
    "slides_pptx": (
        rezip({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"}),
        "D01.pptx",
        "スライド",
    ),
    "slides_ppt": (_ole("PowerPoint Document"), "D01.ppt", "スライド"),
    "writer_odt": (
        rezip({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}),
        "D01.odt",
        "文書",
    ),
    "mail_eml": (_mail(), "D01.eml", "メール"),
    "mail_with_attachment": (_mail("Content-Disposition: attachment; filename=D01.xlsx"), "D01.eml", "メール"),
    "mail_msg": (_ole("__substg1.0_0037001F"), "D01.msg", "メール"),
    "winmail_dat": (b'x\x9f>"' + bytes(200), "D01.dat", "メール"),
    "picture_png": (png("red").getvalue(), "D01.png", "画像"),
    "picture_jpeg": (b"\xff\xd8\xff\xe0" + bytes(200), "D01.jpg", "画像"),
    "seven_zip": (b"7z\xbc\xaf\x27\x1c" + bytes(200), "D01.7z", "圧縮"),
    "rar": (b"Rar!\x1a\x07" + bytes(200), "D01.rar", "圧縮"),
    "lzh": (b"\x1d\x9f-lh5-" + bytes(200), "D01.lzh", "圧縮"),
    "tar_gz": (_tar(), "D01.tar.gz", "圧縮"),
    "csv": ("行キー,評価\na,A\nb,B\n".encode(), "D01.csv", "CSV"),
    "csv_of_windows": ("行キー,評価\na,A\nb,B\n".encode("cp932"), "D01.csv", "CSV"),
    "tabs": (b"key\trating\na\tA\nb\tB\n", "D01.txt", "CSV"),
    "web_page": (b"<html><table><tr><td>1</td></tr></table></html>", "D01.html", "HTML"),
    "web_archive": (
        b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related\r\n",
        "D01.mht",
        "メール",
    ),
    "xml_2003": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "D01.xml",
        "2003",
    ),
    "shortcut": (b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60), "D01.lnk", "ショートカット"),
    "link_of_the_net": (b"[InternetShortcut]\r\nURL=http://example.jp/\r\n", "D01.url", "ショートカット"),
}
for _name, (_data, _file, _says) in _OTHER.items():
    add(f"{_name}_by_its_name", partial(bytes, _data), "K193", None, "none", file=_file, says=_says)
    add(f"{_name}_called_xlsx", partial(bytes, _data), "K193", None, "none", file="D01.xlsx", says=_says)


@bad("K102")
def locked_with_a_password() -> bytes:
    return _ole("EncryptedPackage")


@bad("K102", file="D01.xls")
def head_of_an_old_workbook() -> bytes:
    return OLE + bytes(4088)


@bad("K101", file="D01.xls")
def old_workbook_cut_short() -> bytes:
    return _ole("Workbook")


@bad("K101")
def words_only() -> bytes:
    return "これは文書です".encode()


@bad("K101")
def a_program() -> bytes:
    return b"\x7fELF" + bytes(range(256)) * 40


for _file in ("D01.zip", "D01", "D01.xlsx.download", "D01.XLSX", "D01.xls", "D01.csv", "D01.xlsx.zip"):
    add(f"good_file_called_{_file.replace('.', '_')}", lambda: good(), None, None, "all", file=_file)


@bad("K192", reads="all", file="D01.ods")
def saved_as_ods() -> bytes:
    return ods_of(good())


@bad("K192", reads="all")
def saved_as_ods_called_xlsx() -> bytes:
    return ods_of(good())


@bad("K101", file="D01.ods", says="大きすぎ")
def ods_of_millions_of_cells() -> bytes:
    return ods_of(
        good(),
        more='<table:table table:name="大">' + '<table:table-row table:number-rows-repeated="2000">'
        '<table:table-cell table:number-columns-repeated="2400" office:value-type="float" office:value="1"/>'
        "</table:table-row></table:table>" * 1 + '<table:table table:name="大2"><table:table-row '
        'table:number-rows-repeated="2000"><table:table-cell table:number-columns-repeated="2400" '
        'office:value-type="float" office:value="1"/></table:table-row></table:table>',
    )


@bad("K101", file="D01.ods", says="遠いセル")
def ods_with_a_far_cell() -> bytes:
    return ods_of(
        good(),
        more='<table:table table:name="遠"><table:table-row table:number-rows-repeated="1048575">'
        "<table:table-cell/></table:table-row><table:table-row><table:table-cell "
        'table:number-columns-repeated="16383"/><table:table-cell office:value-type="float" '
        'office:value="1"/></table:table-row></table:table>',
    )


@bad("K192", reads="all", file="D01.ods")
def ods_blank_to_the_end() -> bytes:
    return ods_of(
        good(),
        more='<table:table table:name="白"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>',
    )


@bad("K101", file="D01.ods")
def ods_broken() -> bytes:
    return rezip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<broken"})


@bad("K105", file="D01.xlsb")
def xlsb_of_nothing() -> bytes:
    return with_parts({"xl/workbook.bin": bytes(50)}, without=("xl/workbook.xml",))


@bad(None, reads="all")
def binary_part_beside() -> bytes:
    return with_parts({"xl/workbook.bin": bytes(50)})
