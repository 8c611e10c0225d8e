"""The open data as files: CSV and JSON piece by piece, and datapackage.json (Frictionless) that describes them."""

import csv
import datetime as dt
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kosei_xl.later import dataclass
from kosei_xl.publish.columns import FILES, DataColumn, DataTable
from kosei_xl.publish.edition import Edition
from kosei_xl.publish.rows import DataRow, Datum, data_rows, tables_of_edition
from kosei_xl.words.csv_text import CSV_TEXT_NOTE, csv_text

DATA = "data"
"""The folder of the data inside the published one."""
PACKAGE_FILE = f"{DATA}/datapackage.json"
DICTIONARY_FILE = f"{DATA}/dictionary.csv"
JSON_FILE = f"{DATA}/data.json"
BOM = b"\xef\xbb\xbf"
"""Tells Excel that a CSV is UTF-8."""
_PIECE_ROWS = 500


@dataclass(frozen=True, slots=True)
class FileMade:
    """A file of the published folder: its path inside it (with "/"), its SHA-256 and its bytes' number."""

    path: str
    sha256: str
    size: int


def datum_text(value: Datum) -> str:
    """A value as text: dates as 2026-03-31, numbers without commas, true and false."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def text_row(table: DataTable, row: DataRow) -> dict[str, str]:
    """The texts of a row by head, as whoever reads its CSV gets them."""
    return {column.head: datum_text(row.get(column.key)) for column in table.columns}


def data_files(edition: Edition) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Every file of the data but datapackage.json, in pieces: (path, pieces). One is to be read before the next."""
    tables = tables_of_edition(edition)
    for table in tables:
        yield f"{DATA}/{table.file}", csv_pieces(table.columns, data_rows(edition, table.name))
    yield DICTIONARY_FILE, csv_pieces(DICTIONARY, dictionary_rows(tables))
    yield JSON_FILE, json_pieces((table, data_rows(edition, table.name)) for table in tables)


def whole_hash(files: Iterable[tuple[str, str]]) -> str:
    """One SHA-256 for all data: of the lines 「path hash」 of its CSVs and its JSON, by path.

    It is what may stand on paper and in 発行記録. The workbook and the Parquet files say the same in other forms.
    """
    lines = sorted(f"{path} {sha256}\n" for path, sha256 in files if _is_data(path))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _is_data(path: str) -> bool:
    return path == JSON_FILE or (path.startswith(f"{DATA}/") and path.endswith(".csv"))


def data_hash(edition: Edition) -> str:
    """The `whole_hash` of the data that an edition would have, without making any file."""
    made = []
    for path, pieces in data_files(edition):
        digest = hashlib.sha256()
        for piece in pieces:
            digest.update(piece)
        made.append((path, digest.hexdigest()))
    return whole_hash(made)


def csv_pieces(columns: Sequence[DataColumn], rows: Iterable[DataRow]) -> Iterator[bytes]:
    """A CSV in pieces of some hundred rows: UTF-8 with BOM, CRLF, one line of heads."""
    yield BOM
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\r\n")
    write.writerow([column.head for column in columns])
    for n, row in enumerate(rows, 1):
        write.writerow([_csv_cell(row.get(column.key)) for column in columns])
        if n % _PIECE_ROWS == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def _csv_cell(value: Datum) -> str:
    return csv_text(value) if isinstance(value, str) else datum_text(value)


def json_pieces(tables: Iterable[tuple[DataTable, Iterable[DataRow]]]) -> Iterator[bytes]:
    """One JSON object: the name of each table -> its rows, each by the names for programs; a row a line."""
    yield b"{"
    for number, (table, rows) in enumerate(tables):
        yield f'{"," if number else ""}\n"{table.name}": ['.encode()
        piece: list[str] = []
        for n, row in enumerate(rows):
            values = {column.key: _json_value(row.get(column.key)) for column in table.columns}
            piece.append(f"{',' if n else ''}\n{json.dumps(values, ensure_ascii=False)}")
            if len(piece) == _PIECE_ROWS:
                yield "".join(piece).encode()
                piece = []
        yield f"{''.join(piece)}\n]".encode()
    yield b"\n}\n"


def _json_value(value: Datum) -> str | int | float | bool | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, dt.date) else value


DICTIONARY = (
    DataColumn("ファイル", "file"),
    DataColumn("表", "table"),
    DataColumn("列", "head"),
    DataColumn("JSONでの名前", "key"),
    DataColumn("型", "type"),
    DataColumn("単位", "unit"),
    DataColumn("内容", "about"),
)
_TYPE_WORDS: Mapping[str, str] = {
    "string": "文字",
    "integer": "整数",
    "number": "数",
    "boolean": "true・false",
    "date": "日付（年-月-日）",
}


def dictionary_rows(tables: Iterable[DataTable]) -> Iterator[DataRow]:
    """What holds for every CSV, then what each column of each table means."""
    yield {"file": "（すべてのCSV）", "about": CSV_TEXT_NOTE}
    for table in tables:
        for column in table.columns:
            yield {
                "file": table.file,
                "table": table.title,
                "head": column.head,
                "key": column.key,
                "type": _TYPE_WORDS[column.type],
                "unit": column.unit or None,
                "about": column.about or None,
            }


def data_package(edition: Edition, files: Sequence[FileMade]) -> bytes:
    """datapackage.json: each CSV with its schema and hash, the licence, and the hash of every other file."""
    plan, point = edition.plan, edition.current.point
    made = {one.path: one for one in files}
    tables = tables_of_edition(edition)
    resources = [_resource(table, made[f"{DATA}/{table.file}"]) for table in tables]
    described = {f"{DATA}/{table.file}" for table in tables}
    found: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "kosei-plan",
        "id": f"{plan.plan_id}:{point.key}",
        "title": f"{plan.name}　{point.label}の進捗状況",
        "description": CSV_TEXT_NOTE,
        "homepage": "../index.html",
        "created": f"{edition.day.isoformat()}T00:00:00+09:00",
        "licenses": [{"name": edition.licence.key, "title": edition.licence.title, "path": edition.licence.path}],
        "contributors": [{"title": plan.style.organization or plan.name, "role": "publisher"}],
        "resources": resources,
        "files": [
            {"path": one.path, "bytes": one.size, "hash": f"sha256:{one.sha256}"}
            for one in files
            if one.path not in described
        ],
    }
    return (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(table: DataTable, made: FileMade) -> dict[str, Any]:
    keys = [{"fields": head, "reference": {"resource": other, "fields": head}} for head, other in table.refers]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "path": FILES[table.name][0],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
        "bytes": made.size,
        "hash": f"sha256:{made.sha256}",
        "schema": {
            "fields": [_schema(table, column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.primary),
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _schema(table: DataTable, column: DataColumn) -> dict[str, Any]:
    found: dict[str, Any] = {"name": column.head, "title": column.key, "type": column.type}
    if column.about:
        found["description"] = column.about
    if column.unit:
        found["unit"] = column.unit
    if column.head in table.primary:
        found["constraints"] = {"required": True}
    return found
