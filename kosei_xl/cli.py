"""The `kosei` command: flags, one call into `verbs`, messages, exit code. No rule lives here.

A command imports its own verb, so that a check does not wait for what prints.

Exit codes: 2 when the call is wrong or nothing was readable, 1 with error findings, 0 otherwise. Findings go to stdout,
progress to stderr.
"""

from kosei_xl.verbs.collector import look_seldom

look_seldom()  # before anything is loaded: Python would look through it again and again

import atexit
import datetime as dt
import errno
import io
import json
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kosei_xl import __version__
from kosei_xl.values.diagnostics import Diagnostic, KoseiError, apart, has_errors
from kosei_xl.values.refusals import WrongCall
from kosei_xl.verbs.plugins import ask_for_no_plugins
from kosei_xl.verbs.telling import finding_line as _line
from kosei_xl.verbs.telling import language, missing_package, not_run_lines
from kosei_xl.words import terms
from kosei_xl.words.dates import read_day
from kosei_xl.words.findings import SEVERITY_LABELS, Severity
from kosei_xl.words.meaning import EXTRA
from kosei_xl.words.messages import Message, in_language, told
from kosei_xl.words.usage import USAGE, usage_text

if TYPE_CHECKING:
    from kosei_xl.verbs.opening import Findings

_FILE = click.Path(path_type=Path)
_SHOWN_FINDINGS = 200
_COUNTS = re.compile(r" \d+/\d+[：:]")
"""What a line of progress has that counts."""


_NO_MORE_OUTPUT = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG, errno.EPIPE))


class _Progress:
    """Progress on stderr; on a terminal, lines that count take the place of each other."""

    counting = False

    def say(self, line: str) -> None:
        text, counts = in_language(line, language()), _COUNTS.search(line) is not None
        with suppress(OSError):  # what goes on does not end because it cannot be told
            if not sys.stderr.isatty():
                click.echo(text, err=True)
                return
            before = "\r\x1b[2K" if self.counting and counts else "\n" if self.counting else ""
            click.echo(f"{before}{text}", err=True, nl=not counts)
            self.counting = counts


_say = _Progress().say


def _show(diagnostics: Sequence[Diagnostic], lang: str) -> None:
    known, new = apart(diagnostics, __version__)
    for problem in known[:_SHOWN_FINDINGS]:
        click.echo(_line(problem, lang))
    shown_new = new[: max(0, _SHOWN_FINDINGS - len(known))]
    if shown_new:
        click.echo(in_language(told("new_rules", version=__version__), lang))
    for problem in shown_new:
        click.echo(_line(problem, lang))
    if len(diagnostics) > _SHOWN_FINDINGS:
        more = len(diagnostics) - _SHOWN_FINDINGS
        click.echo(
            f"… and {more} more (--json shows all)" if lang == "en" else f"…ほか{more}件（--json ですべて出ます）"
        )
    counts = {s: sum(p.severity is s and p.acknowledged is None for p in diagnostics) for s in Severity}
    answered = sum(p.acknowledged is not None for p in diagnostics)
    if lang == "en":
        click.echo(
            ", ".join([f"{s.value}: {n}" for s, n in counts.items()] + [f"answered: {answered}"] * bool(answered))
        )
    else:
        shown = [f"{SEVERITY_LABELS[s]} {n}件" for s, n in counts.items()] + [f"確認済 {answered}件"] * bool(answered)
        click.echo("、".join(shown))


def _day(text: str | None) -> dt.date:
    """The day given, or the clock's."""
    day = read_day(text) if text else dt.date.today()
    if day is None:
        raise WrongCall(told("bad_day", text=text))
    return day


def _finish(result: "Findings", as_json: bool) -> None:
    """Print what was found, and leave with 1 when there are errors."""
    lang = language()
    if as_json:
        _print_json(result.diagnostics, result.summary.to_json() if result.summary else {}, lang)
    else:
        _show(result.diagnostics, lang)
    sys.exit(1 if has_errors(result.diagnostics) else 0)


def _print_json(diagnostics: Sequence[Diagnostic], counts: dict[str, Any], lang: str) -> None:
    found = {"diagnostics": [problem.to_json(lang) for problem in diagnostics], "counts": counts}
    _echo_json(found)


def _echo_json(value: object) -> None:
    """JSON is UTF-8 whatever the code page: a program reads it."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kosei", help="版を表示します。")
def app() -> None:
    """行政改革の進捗を、各課のExcelから委員会資料までまとめます。"""


@app.command()
@click.argument("master", type=_FILE)
@click.option("--sample", metavar="NAME", help="同梱の見本の計画から作ります（midori）。")
@click.option("--from", "plan_file", type=_FILE, help="PLAN.json から作ります。")
@click.option(
    "--preset",
    "presets",
    multiple=True,
    metavar="NAME",
    help="白紙のブックの帳票の体裁。PLAN.json では、そこにない呼び方、帳票、列を補います（何度でも指定できます）。\n\n"
    + "\n\n".join(f"{name}＝{what}" for name, what in terms.PRESETS.items()),
)
@click.option("--entries", "entries_file", type=_FILE, help="ENTRIES.json の記入を台帳に入れておきます。")
@click.option("--template", type=_FILE, help="書式を整えた自分のひな形（master.xlsx）を使います。")
@click.option("--wizard", is_flag=True, help="質問に答えて作ります。最後に確かめるまで、何も書き込みません。")
def init(
    master: Path,
    sample: str | None,
    plan_file: Path | None,
    presets: tuple[str, ...],
    entries_file: Path | None,
    template: Path | None,
    wizard: bool,
) -> None:
    """事務局ブックを作ります。何も指定しなければ、「はじめに」シートから書き込める白紙のブックです。"""
    from kosei_xl.verbs import init

    if wizard:
        _by_questions(master, template, alone=not (sample or plan_file or presets or entries_file))
        return
    init.init_from(master, init.PlanSource(sample, plan_file, entries_file, presets), _say, template=template)


def _by_questions(master: Path, template: Path | None, *, alone: bool) -> None:
    from kosei_xl.verbs import init, wizard

    if not alone:
        raise WrongCall(told("wizard_alone"))
    init.refuse_taken(master)

    def ask(question: Message, usual: str) -> str:
        try:
            answer = click.prompt(in_language(question, language()), default=usual, show_default=bool(usual), err=True)
        except click.Abort as error:
            click.echo(err=True)
            raise WrongCall(told("wizard_cancelled")) from error
        return str(answer)

    _say(told("wizard_begin"))
    init.init(master, wizard.plan_by_questions(ask, _say), None, _say, template=template)


@app.command(name="import")
@click.argument("lists", nargs=-1, required=True, type=_FILE)
@click.option(
    "--out", required=True, type=_FILE, help="作る事務局ブック。もうあれば書き込まず、変わるところを示します。"
)
@click.option("--mapping", type=_FILE, metavar="対応表.xlsx", help="直した対応表。このとおりに取り込みます。")
@click.option("--accept", is_flag=True, help="案のままで取り込みます。案と質問は対応表に残ります。")
@click.option(
    "--sheet", "sheets", multiple=True, metavar="NAME", help="読むシート（何度でも指定できます）。なければすべて。"
)
@click.option("--preset", "presets", multiple=True, metavar="NAME", help="できるブックの帳票の体裁（initと同じ名前）。")
@click.option("--today", metavar="DATE", help="元号や年度のない一覧を読むときの今日の日付。なければ今日です。")
@click.option("--json", "as_json", is_flag=True, help="結果をJSONで出します。")
def import_(
    lists: tuple[Path, ...],
    out: Path,
    mapping: Path | None,
    accept: bool,
    sheets: tuple[str, ...],
    presets: tuple[str, ...],
    today: str | None,
    as_json: bool,
) -> None:
    """市の一覧表（Excel、CSV、ODS）を事務局ブックにします。

    はじめは、どう読むかの案「…_対応表.xlsx」だけを作ります。直したら --mapping に指定します。
    """
    from kosei_xl.verbs import import_list

    options = import_list.ImportOptions(mapping, accept, sheets, presets)
    made = import_list.import_lists(lists, out, options, _day(today), _say)
    for line in made.differences:
        click.echo(in_language(line, language()))
    _finish(made.checked, as_json)


@app.command()
@click.argument("master", type=_FILE)
@click.option("--point", required=True, help="報告時点の表示名（報告時点シート）か、時点キー。")
@click.option("--out", required=True, type=_FILE, help="調査票を置くフォルダー。")
@click.option("--template", type=_FILE, help="書式を整えた自分のひな形（department.xlsx）を使います。")
@click.option(
    "--by", type=click.Choice(["課", "部"]), default="課", show_default=True, help="課ごとか、部ごとに1冊か。"
)
def distribute(master: Path, point: str, out: Path, template: Path | None, by: str) -> None:
    """各課に配る調査票を作ります。"""
    from kosei_xl.verbs import distribute

    made = distribute.distribute(master, point, out, _say, template=template, by_bureau=by == "部")
    click.echo(in_language(told("made_surveys", count=len(made), folder=out), language()))


@app.command()
@click.argument("paths", nargs=-1, required=True, type=_FILE)
@click.option("--master", type=_FILE, help="事務局ブック。計画はここから読みます。")
@click.option("--json", "as_json", is_flag=True, help="結果をJSONで出します。")
@click.option("--annotate", type=_FILE, metavar="DIR", help="指摘を付けた調査票の写しと、課への文を置くフォルダー。")
@click.option("--today", metavar="DATE", help="課への文で期限を数える日。なければ今日です。")
def check(
    paths: tuple[Path, ...], master: Path | None, as_json: bool, annotate: Path | None, today: str | None
) -> None:
    """調査票や事務局ブックを点検します。届いたファイルは書き換えません。"""
    if annotate is not None:
        from kosei_xl.verbs.annotate import annotate as annotate_all

        made = annotate_all(paths, annotate, _day(today), master, _say)
        for path in made.files:
            _say(told("made_file", path=path))
        _finish(made.checked, as_json)
    from kosei_xl.verbs import check

    for line in not_run_lines():
        _say(line)
    _finish(check.check(paths, master, _say), as_json)


@app.command()
@click.argument("master", type=_FILE)
@click.argument("paths", nargs=-1)
@click.option("--point", required=True, help="報告時点の表示名か、時点キー。")
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Daskのクラスターのワーカーで調査票を読みます（tcp://名前:8786）。つながらなければこのパソコンで読みます。",
)
@click.option("--json", "as_json", is_flag=True, help="結果をJSONで出します。")
def consolidate(master: Path, paths: tuple[str, ...], point: str, cluster: str | None, as_json: bool) -> None:
    """届いた調査票を事務局ブックに統合します。

    ファイルを指定しなければ、「競合」シートの採用だけを台帳に入れます。調査票は s3:// などのアドレスでも指定できます。
    """
    from kosei_xl.verbs import consolidate
    from kosei_xl.verbs.remote import places

    _finish(consolidate.consolidate_into(master, places(paths), point, _say, cluster=cluster), as_json)


@app.command()
@click.argument("master", type=_FILE)
@click.option("--point", required=True, help="報告時点の表示名か、時点キー。")
@click.option("--out", required=True, type=_FILE, help="資料を置くフォルダー。")
@click.option("--final", is_flag=True, help="案の印を付けません。エラーが残っていれば作りません。")
@click.option("--date", "day", metavar="DATE", help="--final で、発行の日（2026-06-01 など）。なければ今日です。")
@click.option("--pdf", is_flag=True, help="PDFも作ります。")
@click.option("--part", "only", multiple=True, metavar="KEY", help="この帳票だけを印刷します（何度でも指定できます）。")
@click.option("--name", help="ファイル名（拡張子なし）。")
@click.option("--duplex", is_flag=True, help="両面印刷用に、資料がいつも表のページから始まるよう白紙を入れます。")
@click.option("--preview", type=_FILE, help="ページの画像（PNG）を置くフォルダー。")
@click.option("--before", type=_FILE, help="見直し前の計画の事務局ブック（見直した項目の表と文に要ります）。")
@click.option("--template", type=_FILE, help="書式を整えた自分のひな形（report.xlsx）を使います。")
@click.option(
    "--marks-since",
    type=_FILE,
    help="前に作った資料（.xlsx、または 発行:番号）から変わったところに下線を引き、修正箇所一覧を付けます。",
)
@click.option("--show-deleted", is_flag=True, help="--marks-since で、削った文も取消線で見せます（見え消し）。")
@click.option("--discard-edits", is_flag=True, help="資料に加えた直しが台帳に入っていなくても、捨てて作り直します。")
@click.option("--notes", is_flag=True, help="数のセルを選ぶと、どの項目を数えたかが出るようにします。")
@click.option("--json", "as_json", is_flag=True, help="結果をJSONで出します。")
def report(
    master: Path,
    point: str,
    out: Path,
    final: bool,
    day: str | None,
    pdf: bool,
    only: tuple[str, ...],
    name: str | None,
    duplex: bool,
    preview: Path | None,
    before: Path | None,
    template: Path | None,
    marks_since: Path | None,
    show_deleted: bool,
    discard_edits: bool,
    notes: bool,
    as_json: bool,
) -> None:
    """委員会資料（Excelブック、PDF）を作ります。"""
    from kosei_xl.verbs import report

    if day and not final:
        raise WrongCall(told("date_of_a_draft"))
    result = report.report(
        master,
        point,
        out,
        final=final,
        pdf=pdf,
        duplex=duplex,
        previews=preview,
        only=only,
        name=name,
        template=template,
        before=before,
        marks_since=marks_since,
        show_deleted=show_deleted,
        discard_edits=discard_edits,
        notes=notes,
        day=_day(day),
        say=_say,
    )
    for path in result.files:
        _say(told("made_file", path=path))
    _finish(result.checked, as_json)


@app.command()
@click.argument("reports", nargs=-1, required=True, type=_FILE)
@click.option(
    "--public", is_flag=True, help="公表のフォルダー（publish）を確かめます。--master を付けると発行記録とも比べます。"
)
@click.option("--master", type=_FILE, help="事務局ブック。なければ資料の近くから探します。")
@click.option("--before", type=_FILE, help="見直し前の計画の事務局ブック（見直した項目の表と文に要ります）。")
@click.option(
    "--explain", "cell", metavar="CELL", help="このセル（進捗状況!C12 など）が台帳のどこから来たかを出します。"
)
@click.option("--json", "as_json", is_flag=True, help="結果をJSONで出します。")
def verify(
    reports: tuple[Path, ...], public: bool, master: Path | None, before: Path | None, cell: str | None, as_json: bool
) -> None:
    """できた資料（PDFも）を台帳と照合し、違うセルを一つずつ示します。ファイルは書き換えません。"""
    if public:
        from kosei_xl.verbs import publish

        if len(reports) != 1 or cell is not None or before is not None:
            raise WrongCall(told("public_one_folder"))
        _finish(publish.verify_public(reports[0], _say, master), as_json)
    from kosei_xl.verbs import verify

    if cell is None:
        _finish(verify.verify(reports, master, before, _say), as_json)
        return
    if len(reports) != 1:
        raise WrongCall(told("verify_one_report"))
    found, problems = verify.explain_cell(reports[0], cell, master, before, _say)
    if as_json:
        shown: dict[str, Any] = {"explanation": found.to_json() if found else None}
        shown["diagnostics"] = [problem.to_json(language()) for problem in problems]
        _echo_json(shown)
    else:
        for line in found.lines() if found else (() if problems else (told("explain_unknown", cell=cell),)):
            click.echo(in_language(line, language()))
        for problem in problems:
            click.echo(_line(problem, language()))
    sys.exit(1 if has_errors(problems) else 0)


@app.command()
@click.argument("report", type=_FILE)
@click.option("--master", type=_FILE, required=True, help="事務局ブック。直しはこの台帳に入ります。")
@click.option("--before", type=_FILE, help="見直し前の計画の事務局ブック（見直した項目の表があるとき）。")
@click.option("--json", "as_json", is_flag=True, help="結果をJSONで出します。")
def adopt(report: Path, master: Path, before: Path | None, as_json: bool) -> None:
    """資料で直した文を、事務局ブックの台帳に入れます。数や評価、見出しは入れず、直す場所を示します。"""
    from kosei_xl.verbs import adopt

    _finish(adopt.adopt_from(report, master, before, _say), as_json)


@app.command()
@click.argument("master", type=_FILE)
@click.option("--point", required=True, help="報告時点の表示名か、時点キー。")
@click.option("--out", required=True, type=_FILE, help="決裁資料を置くフォルダー。")
@click.option("--marks-since", type=_FILE, help="前に作った資料（.xlsx）。変わったところを修正箇所一覧にします。")
@click.option(
    "--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="照合日（2026-05-20 のように）。なければ今日の日付です。"
)
@click.option("--before", type=_FILE, help="見直し前の計画の事務局ブック（見直した項目の表と文に要ります）。")
@click.option("--template", type=_FILE, help="書式を整えた自分のひな形（report.xlsx）を使います。")
@click.option("--discard-edits", is_flag=True, help="資料に加えた直しが台帳に入っていなくても、捨てて作り直します。")
@click.option("--json", "as_json", is_flag=True, help="結果をJSONで出します。")
def pack(
    master: Path,
    point: str,
    out: Path,
    marks_since: Path | None,
    day: dt.datetime | None,
    before: Path | None,
    template: Path | None,
    discard_edits: bool,
    as_json: bool,
) -> None:
    """決裁に添える一式（案の印のない資料、検証結果、検算書、修正箇所一覧、残っている指摘）を作ります。"""
    from kosei_xl.verbs import pack

    result = pack.pack(
        master,
        point,
        out,
        day=(day or dt.datetime.now()).date(),
        template=template,
        before=before,
        marks_since=marks_since,
        discard_edits=discard_edits,
        say=_say,
    )
    for path in result.files:
        _say(told("made_file", path=path))
    _finish(result.checked, as_json)


@app.command()
@click.argument("master", type=_FILE)
@click.option("--point", required=True, help="報告時点の表示名か、時点キー。")
@click.option("--publication", type=int, help="確定する発行の番号。なければ、いちばん新しい発行です。")
@click.option("--reopen", is_flag=True, help="確定を解きます。--why に理由を書いてください。")
@click.option("--ended", is_flag=True, help="計画がこの時点で期間の途中に終わったとして、項目を計画終了にします。")
@click.option("--why", default="", help="確定を解く理由、計画が終わった理由（記録に残ります）。")
@click.option(
    "--date", "day", metavar="DATE", help="確定した日、計画が終わった日（2026-06-01 など）。なければ今日です。"
)
def close(
    master: Path, point: str, publication: int | None, reopen: bool, ended: bool, why: str, day: str | None
) -> None:
    """発行した報告時点を確定します。その時点の資料は、いつ印刷しても同じになり、遅れて届く調査票は台帳に入りません。"""
    from kosei_xl.verbs import close

    if reopen:
        close.reopen(master, point, _day(day), why, _say)
    elif ended:
        close.close_ended(master, point, _day(day), why, publication=publication, say=_say)
    else:
        close.close(master, point, _day(day), publication=publication, say=_say)


@app.command()
@click.argument("master", type=_FILE)
@click.option("--point", required=True, help="報告時点の表示名か、時点キー。")
@click.option("--out", required=True, type=_FILE, help="正誤表を置くフォルダー。")
@click.option("--publication", type=int, help="比べる発行の番号。なければ、確定した発行か、いちばん新しい発行です。")
@click.option("--pdf", is_flag=True, help="PDFも作ります。")
@click.option("--template", type=_FILE, help="書式を整えた自分のひな形（report.xlsx）を使います。")
@click.option("--json", "as_json", is_flag=True, help="結果をJSONで出します。")
def errata(
    master: Path, point: str, out: Path, publication: int | None, pdf: bool, template: Path | None, as_json: bool
) -> None:
    """発行した資料と今の内容の違いを、正誤表（Excelブック、Webページ）にします。"""
    from kosei_xl.report.errata import errata_lines
    from kosei_xl.verbs import errata as verb

    made = verb.make_errata(master, point, out, publication=publication, pdf=pdf, template=template, say=_say)
    for path in made.files:
        _say(told("made_file", path=path))
    if not as_json:
        for line in errata_lines(made.lines):
            click.echo(in_language(line, language()))
    _finish(made.checked, as_json)


@app.command("publish")
@click.argument("master", type=_FILE)
@click.option("--point", required=True, help="報告時点の表示名か、時点キー。")
@click.option("--out", required=True, type=_FILE, help="公表のフォルダー。前に作ったものは置き換えます。")
@click.option("--draft", is_flag=True, help="直す指摘があっても、案として作ります。")
@click.option(
    "--licence", help="データの利用の条件（CC-BY-4.0、PDL-1.0、CC0-1.0）。なければCC-BY-4.0とし、そう知らせます。"
)
@click.option(
    "--attach", "papers", type=_FILE, multiple=True, help="添える委員会資料（Excelブック、PDF）。何度でも書けます。"
)
@click.option("--url", "address", default="", metavar="URL", help="ページを置くアドレス。配る紙にQRコードが付きます。")
@click.option("--parquet", is_flag=True, help="データをParquetでも作ります（pyarrowが要ります）。")
@click.option("--page-templates", type=_FILE, help="ページの自分のひな形のフォルダー（index.html、style.cssなど）。")
@click.option("--date", "day", metavar="DATE", help="作った日（2026-06-01 など）。なければ今日です。")
@click.option("--json", "as_json", is_flag=True, help="結果をJSONで出します。")
def publish_command(
    master: Path,
    point: str,
    out: Path,
    draft: bool,
    licence: str | None,
    papers: tuple[Path, ...],
    address: str,
    parquet: bool,
    page_templates: Path | None,
    day: str | None,
    as_json: bool,
) -> None:
    """市民が見るページと、だれでも使えるデータ（CSV、JSON）を、一つのフォルダーに作ります。"""
    from kosei_xl.verbs import publish

    wishes = publish.PublishWishes(_day(day), draft, licence, page_templates, papers, address, parquet)
    _finish(publish.publish(master, point, out, wishes, _say), as_json)


@app.command("gather")
@click.argument("masters", nargs=-1, required=True)
@click.option("--out", required=True, type=_FILE, help="台帳と集計を置くフォルダー。前に作ったものは置き換えます。")
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Daskのクラスターのワーカーで読みます（tcp://名前:8786）。つながらなければこのパソコンで読みます。",
)
@click.option("--json", "as_json", is_flag=True, help="結果をJSONで出します。")
def gather_command(masters: tuple[str, ...], out: Path, cluster: str | None, as_json: bool) -> None:
    """多くの事務局ブックを一つの台帳（Parquet）にまとめ、団体・分野・課・評価ごとの集計を作ります。

    フォルダーを指定すると、その中のブックを全部読みます（s3:// などのアドレスも使えます）。書き換えはしません。
    """
    from kosei_xl.verbs import gather
    from kosei_xl.verbs.remote import places

    _finish(gather.gather(places(masters), out, _say, cluster=cluster), as_json)


@app.command("serve")
@click.argument("master", type=_FILE)
@click.option("--point", required=True, help="報告時点の表示名か、時点キー。")
def serve_command(master: Path, point: str) -> None:
    """提出状況と、市民向けのページの案を、このパソコンのブラウザーでだけ見られるようにします。Ctrl+Cで終わります。"""
    from kosei_xl.verbs import serve

    serve.serve(master, point, lambda: _day(None), _say)


@app.command("next")
@click.argument("master", type=_FILE)
@click.option("--label", metavar="NAME", help="表示名。なければ、前の同じ種類の時点の年度を進めます。")
@click.option("--date", "day", metavar="DATE", help="基準日。なければ、前の同じ種類の時点に合わせます。")
@click.option("--due", metavar="DATE", help="提出期限。なければ、前の同じ種類の時点に合わせます。")
@click.option("--json", "as_json", is_flag=True, help="結果をJSONで出します。")
def next_command(master: Path, label: str | None, day: str | None, due: str | None, as_json: bool) -> None:
    """次の報告時点を足し、当初予定や指標など、書き直さなくてよいものを前の時点から写します。"""
    from kosei_xl.verbs import next as next_verb

    date, until = (_day(text) if text else None for text in (day, due))
    _, findings = next_verb.begin_next(master, label=label, date=date, due=until, say=_say)
    _finish(findings, as_json)


@app.command()
@click.argument("old", type=_FILE)
@click.argument("new", required=False, type=_FILE)
@click.option(
    "--from", "since", metavar="POINT", help="一つの事務局ブックの中で比べるときの、前の報告時点の表示名か、時点キー。"
)
@click.option("--to", "until", metavar="POINT", help="同じく、後の報告時点。")
@click.option("--json", "as_json", is_flag=True, help="結果をJSONで出します。")
def diff(old: Path, new: Path | None, since: str | None, until: str | None, as_json: bool) -> None:
    """二つのブックを、項目ごと、欄ごとに比べます。

    同じ課の調査票どうし、事務局ブックどうし（計画の版が違えば計画、同じなら台帳）、または一つの事務局ブックの二つの報告時点を比べます。
    """
    from kosei_xl.collect.differences import comparison_json, comparison_lines
    from kosei_xl.report.revised import revision_json, revision_lines
    from kosei_xl.verbs import diff

    found = diff.diff(old, new, since=since, until=until, say=_say)
    revision = found.revision
    if as_json:
        shown = comparison_json(found.comparisons) if revision is None else revision_json(revision)
        shown["diagnostics"] = [problem.to_json(language()) for problem in found.diagnostics]
        _echo_json(shown)
    else:
        for line in comparison_lines(found.comparisons) if revision is None else revision_lines(revision):
            click.echo(in_language(line, language()))
        _show(found.diagnostics, language())
    sys.exit(1 if has_errors(found.diagnostics) else 0)


@app.command()
@click.argument("master", type=_FILE)
@click.option("--point", required=True, help="報告時点の表示名か、時点キー。")
@click.option("--items", is_flag=True, help="項目ごとの状況も出します。")
@click.option("--reminders", type=_FILE, metavar="DIR", help="課ごとの提出・修正のお願いの文を置くフォルダー。")
@click.option("--today", metavar="DATE", help="期限を数える日（2026-11-21 など）。なければ今日です。")
@click.option("--json", "as_json", is_flag=True, help="結果をJSONで出します。")
def status(master: Path, point: str, items: bool, reminders: Path | None, today: str | None, as_json: bool) -> None:
    """どの課から届き、何が残っているかを、課、部、項目ごとに示します。事務局ブックは書き換えません。"""
    from kosei_xl.verbs import status

    found = status.status(master, point, _day(today), reminders=reminders, say=_say)
    if as_json:
        shown = status.status_json(found)
        shown["diagnostics"] = [problem.to_json(language()) for problem in found.diagnostics]
        _echo_json(shown)
    else:
        for line in status.status_lines(found, items=items):
            click.echo(in_language(line, language()))
        for problem in found.diagnostics:
            click.echo(_line(problem, language()))
    sys.exit(1 if has_errors(found.diagnostics) else 0)


@app.command()
@click.argument("master", type=_FILE)
@click.option("--item", metavar="NO", help="項目の番号（枝番は「4-1」）。省くとすべての項目です。")
@click.option("--field", metavar="NAME", help="欄の見出しかキー（取組実績、results など）。")
@click.option("--point", help="報告時点の表示名か、時点キー。")
@click.option("--json", "as_json", is_flag=True, help="結果をJSONで出します。")
def log(master: Path, item: str | None, field: str | None, point: str | None, as_json: bool) -> None:
    """台帳の記入が、いつ、どのファイルのどのセルから来て、前は何だったかを示します。"""
    from kosei_xl.verbs import log

    traced = log.trace(master, item, field, point)
    if as_json:
        _echo_json(log.trace_json(traced))
    else:
        for line in log.trace_lines(traced):
            click.echo(in_language(line, language()))


@app.command("next-plan")
@click.argument("master", type=_FILE)
@click.option("--out", required=True, type=_FILE, help="作る事務局ブック。")
@click.option("--id", "plan_id", required=True, metavar="ID", help="次の計画の識別名（今の計画と違うもの）。")
@click.option("--title", required=True, metavar="NAME", help="次の計画の名称。")
@click.option("--until", "period_end", required=True, type=int, help="次の計画の終わりの年度（西暦）。")
@click.option("--follow-up", is_flag=True, help="フォローアップの印のある項目だけを引き継ぎます。")
@click.option(
    "--open-point",
    type=click.Choice(["close", "move"]),
    help="今の計画がこれで終わるとき、開いている時点を、そのまま確定する（close）か、次の計画に移す（move）か。",
)
@click.option("--why", default="", metavar="TEXT", help="--open-point で、計画が終わる理由。記録に残ります。")
@click.option("--date", "day", metavar="DATE", help="--open-point で、計画が終わった日。なければ今日です。")
def next_plan_command(
    master: Path,
    out: Path,
    plan_id: str,
    title: str,
    period_end: int,
    follow_up: bool,
    open_point: str | None,
    why: str,
    day: str | None,
) -> None:
    """次の計画（またはフォローアップの計画）の事務局ブックを、続いている項目から作ります。"""
    from kosei_xl.collect.next_plan import NextPlanWishes, PlanEnding
    from kosei_xl.verbs import next_plan

    wishes = NextPlanWishes(plan_id, title, period_end, follow_up)
    ending = None
    if open_point is not None:
        ending = PlanEnding("move" if open_point == "move" else "close", _day(day), why)
    next_plan.begin_next_plan(master, out, wishes, _say, ending)


@app.command()
@click.argument("master", type=_FILE)
@click.option("--item", metavar="NO", help="項目の番号（枝番は「4-1」）。省くとすべての項目です。")
@click.option("--out", type=_FILE, help="経過、時点、引き継ぎの表を書き出すブック（.xlsx）。")
def history(master: Path, item: str | None, out: Path | None) -> None:
    """項目が時点ごとにどう進んだか（評価、金額、指標）を示します。--out で、後任の人への引き継ぎの表も作ります。"""
    from kosei_xl.verbs import history

    if out is not None:
        history.write_history(master, out, _say)
        return
    for line in history.history_of(master, item):
        click.echo(in_language(line, language()))


@app.command()
@click.argument("master", type=_FILE)
@click.option("--force", is_flag=True, help="統合のあとに直した内容があっても戻します（その内容は .bak に移ります）。")
def undo(master: Path, force: bool) -> None:
    """事務局ブックを、前に統合する前の内容に戻します。もう一度行うと、戻す前に返ります。"""
    from kosei_xl.verbs import undo

    undo.undo(master, force=force, say=_say)


@app.command()
@click.argument("codes", nargs=-1, metavar="[K405]...")
@click.option("--json", "as_json", is_flag=True, help="結果をJSONで出します。")
def explain(codes: tuple[str, ...], as_json: bool) -> None:
    """指摘の番号が、なぜあり、どうすればよいかを示します。番号を省くと、すべての指摘を一行ずつ出します。"""
    from kosei_xl.verbs import explain

    asked = explain.codes_asked(codes)
    if as_json:
        _echo_json(explain.explanations_json(asked, language()))
        return
    for line in explain.explanation_lines(asked) if codes else explain.list_of_codes():
        click.echo(in_language(line, language()))


@app.command()
@click.argument("codes", nargs=-1, metavar="[K331]...")
@click.option("--json", "as_json", is_flag=True, help="結果をJSONで出します。")
def rules(codes: tuple[str, ...], as_json: bool) -> None:
    """記入の意味を調べる規則を、見つける例と見つけない例を付けて示します。"""
    from kosei_xl.verbs import rules

    asked = rules.rules_asked(codes)
    if as_json:
        click.echo(json.dumps(rules.rules_json(asked, language()), ensure_ascii=False, indent=2))
        return
    for line in rules.rule_lines(asked):
        click.echo(in_language(line, language()))


@app.command()
@click.argument("master", type=_FILE)
@click.option("--out", required=True, type=_FILE, help="作るブック（.xlsx）。")
@click.option("--json", "as_json", is_flag=True, help="結果をJSONで出します。")
def tables(master: Path, out: Path, as_json: bool) -> None:
    """台帳、指標、受領などを、集計や分析に使う表（1セルに一つの値）として書き出します。"""
    from kosei_xl.verbs import tables

    _finish(tables.tables(master, out, _say), as_json)


@app.command()
@click.argument("master", type=_FILE)
@click.option("--list", "as_list", is_flag=True, help="項目・枝番を1行ずつにした一覧を書き出します。")
@click.option("--out", required=True, type=_FILE, help="作るブック（.xlsx）。")
@click.option("--json", "as_json", is_flag=True, help="結果をJSONで出します。")
def export(master: Path, as_list: bool, out: Path, as_json: bool) -> None:
    """計画と時点ごとの評価・記入を、1枚の一覧にして書き出します。"""
    from kosei_xl.verbs import export

    if not as_list:
        raise WrongCall(told("export_what"))
    _finish(export.export_list(master, out, _say), as_json)


@app.command()
@click.option("--out", type=_FILE, default=Path("demo"), show_default=True, help="見本を置くフォルダー。")
def demo(out: Path) -> None:
    """見本の計画で、配布から委員会資料までを通してやってみます。"""
    from kosei_xl.demo import run

    for line in run(out, _say):
        click.echo(in_language(line, language()))


@app.command()
@click.argument("which", type=click.Choice(["plan", "entries"]))
def schema(which: str) -> None:
    """PLAN.json または ENTRIES.json のJSON Schemaを出します。"""
    from kosei_xl.verbs import init

    _echo_json(init.schema(which))


@app.group()
def addin() -> None:
    """Excelのアドイン（タブ「行革進捗」）を作り、整えます。"""


@addin.command("build")
@click.option("--out", type=_FILE, default=Path("macros/kosei.xlam"), show_default=True, help="作るファイル。")
def addin_build(out: Path) -> None:
    """macros のマクロとリボンから、アドイン kosei.xlam と、その隣に手引き manual.html を作り直します。"""
    from kosei_xl.addin.building import build

    build.build_addin(out)
    build.build_manual(out.with_name("manual.html"), app)
    click.echo(in_language(told("addin_made", path=out), language()))


@addin.command("master")
@click.argument("master", type=_FILE)
@click.argument("out", type=_FILE)
def addin_master(master: Path, out: Path) -> None:
    """いまの事務局ブック（.xlsx）から、ボタンの付いたもの（.xlsm）を作ります。元のブックはそのままです。"""
    from kosei_xl.verbs import init

    init.add_buttons(master, out, _say)


_DRY_RUN = click.option("--dry-run", is_flag=True, help="することを表示するだけで、何も変えません。")


@addin.command("install")
@_DRY_RUN
@click.option("--udf-server", is_flag=True, help="Pythonを動かしたままにして、二度目からを速くします。")
def addin_install(dry_run: bool, udf_server: bool) -> None:
    """アドインをExcelに入れ、このPythonを使うように設定します。"""
    from kosei_xl.addin.setup import install
    from kosei_xl.addin.setup.machine import this_machine
    from kosei_xl.addin.setup.security import security

    machine = this_machine()
    steps = install.install_steps(machine, _bundled_addin(), server=udf_server)
    if not machine.windows and not dry_run:
        raise install.NotInstalled(told("doctor_no_windows"))
    install.carry_out(steps, _say, dry_run=dry_run)
    for one in security(machine) if machine.windows and not dry_run else ():
        _say(f"{_severity_label(one.severity)}: {in_language(one.text, language())}" if one.severity else one.text)
    click.echo(in_language(told("install_dry" if dry_run else "install_done"), language()))


@addin.command("uninstall")
@_DRY_RUN
def addin_uninstall(dry_run: bool) -> None:
    """アドインをExcelから外します。"""
    from kosei_xl.addin.setup import install
    from kosei_xl.addin.setup.machine import this_machine

    steps = install.uninstall_steps(this_machine())
    install.carry_out(steps, _say, dry_run=dry_run)
    ending = "install_nothing" if not steps else "install_dry" if dry_run else "install_removed"
    click.echo(in_language(told(ending), language()))


@addin.command("doctor")
def addin_doctor() -> None:
    """アドインが動かないときに、PCの設定を確かめて直し方を示します。何も変えません。"""
    from kosei_xl.addin.setup.doctor import examine
    from kosei_xl.addin.setup.machine import this_machine

    found = examine(this_machine(), _bundled_addin())
    for one in found:
        label = _severity_label(one.severity) if one.severity else "OK"
        click.echo(f"{label}: {in_language(one.text, language())}")
    if all(one.severity is None for one in found):
        click.echo(in_language(told("doctor_fine"), language()))
    sys.exit(1 if any(one.severity is Severity.ERROR for one in found) else 0)


@addin.command("kit")
@click.option("--out", required=True, type=_FILE, help="キットを置く新しいフォルダー。")
@click.option("--python", default="3.11", show_default=True, help="入れる先のPythonの版。")
@click.option("--meaning", is_flag=True, help="言葉を調べる点検の部品（約77MB）も入れます。")
def addin_kit(out: Path, python: str, meaning: bool) -> None:
    """インターネットにつながらないPCのための、インストールキットを作ります。"""
    from kosei_xl.addin.setup.kit import make_kit

    names = make_kit(out, python=python, extras=(EXTRA,) if meaning else (), say=_say)
    click.echo(in_language(told("kit_made", count=len(names), path=out), language()))


def _bundled_addin() -> bytes:
    from kosei_xl.addin.building.wrapper import ADDIN_NAME
    from kosei_xl.verbs import disk

    return disk.bundled("macros", ADDIN_NAME)


def _severity_label(severity: Severity) -> str:
    return severity.value if language() == "en" else SEVERITY_LABELS[severity]


def _usage_error(error: click.ClickException) -> click.ClickException:
    """A wrong call with its message as Japanese is written; what shows anything else (the help) as it is."""
    if isinstance(error, click.UsageError) and type(error).show is click.UsageError.show:
        return click.UsageError(usage_text(error.format_message()), error.ctx)
    return error


def _speak_japanese(group: click.Group) -> None:
    """Let click's own words be Japanese. Each of its modules keeps the function that translates them as `_`."""

    def single(text: str) -> str:
        return USAGE.get(text, text) if language() == "ja" else text

    def plural(one: str, many: str, count: int) -> str:
        return single(one if count == 1 else many)

    for module in (click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.types):
        for name, words in (("_", single), ("ngettext", plural)):
            if hasattr(module, name):
                setattr(module, name, words)
    group.subcommand_metavar = "コマンド …"
    for command in (group, *group.commands.values()):
        command.options_metavar = "[オプション]"
        if isinstance(command, click.Group) and command is not group:
            _speak_japanese(command)


def main() -> None:
    """Run the command; every foreseen problem is one message and an exit code, never a traceback."""
    if sys.argv[1:] == [terms.READER_ARGUMENT]:
        from kosei_xl.workbook import reader

        reader.main()
        return
    look_seldom()
    ask_for_no_plugins()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a redirected console on Windows knows cp932 only
    try:
        try:
            _carry_out()
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except OSError as error:
        if error.errno not in _NO_MORE_OUTPUT or error.filename is not None:
            raise
        _give_up_output(error)


def main_alone() -> None:
    """`main` as a program of its own, the script `kosei`. When all is done, Python would take apart whatever it holds,
    a thirtieth of what a short command takes; the system gets it back all the same.
    """
    codes: list[int] = []

    def leave() -> None:
        if not codes:
            return
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except (OSError, ValueError, AttributeError):
            return  # Python has a code of its own for what nobody can be told any more
        os._exit(codes[0])

    atexit.register(leave)  # before what a verb registers, and so called after it
    try:
        main()
    except SystemExit as end:
        codes += [end.code or 0] if isinstance(end.code, int | None) else []
        raise
    codes.append(0)


def _give_up_output(error: OSError) -> None:
    """End with 2 where what was found can be told no more; quietly with 1 where nobody listens (`| head`)."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # what is left unsaid goes there when the program ends
    if error.errno == errno.EPIPE:
        sys.exit(1)
    _say(told("no_output", why=error.strerror))
    sys.exit(2)


def _carry_out() -> None:
    lang = language()
    as_json = "--json" in sys.argv[1:]
    if lang == "ja":
        _speak_japanese(app)
    try:
        app.main(prog_name="kosei", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(2)
    except click.ClickException as error:
        (_usage_error(error) if lang == "ja" else error).show()
        sys.exit(2)
    except KoseiError as error:
        diagnostics: tuple[Diagnostic, ...] = getattr(error, "diagnostics", ())
        if as_json:
            _print_json(diagnostics, {}, lang)
        else:
            for problem in diagnostics:
                click.echo(_line(problem, lang))
        click.echo(in_language(error.args[0], lang), err=True)
        sys.exit(error.exit_code)
    except ImportError as error:
        missing = missing_package(error)
        if missing is None:
            raise
        if as_json:
            _print_json((), {}, lang)
        click.echo(in_language(missing, lang), err=True)
        sys.exit(2)
