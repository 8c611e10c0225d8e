"""Everything kosei_xl says that is not a finding: progress and refusals, in Japanese and English, in one place."""

from collections.abc import Mapping


class Message(str):
    """A Japanese text that knows its English."""

    __slots__ = ("en",)
    en: str

    def __new__(cls, ja: str, en: str) -> "Message":
        """The text is the Japanese one; `en` is beside it."""
        made = super().__new__(cls, ja)
        made.en = en
        return made


def in_language(text: str, lang: str) -> str:
    """A message in "ja" or "en"; other texts as they are."""
    return text.en if lang == "en" and isinstance(text, Message) else str(text)


_TEXTS: Mapping[str, tuple[str, str]] = {
    # reading and writing files
    "not_there": (
        "「{path}」が見つかりません。名前と場所を確かめてください。",
        "“{path}” does not exist. Check its name and place.",
    ),
    "is_folder": ("「{path}」はフォルダーです。ファイルを指定してください。", "“{path}” is a folder. Give a file."),
    "not_readable": (
        "「{path}」を読めません（{why}）。開いているプログラムを閉じてください。",
        "“{path}” cannot be read ({why}). Close the program that has it open.",
    ),
    "locked": (
        "「{path}」は別の処理が書き込み中です。終わってからやり直してください。",
        "“{path}” is being written by another process. Try again when it has finished.",
    ),
    "changed_meanwhile": (
        "「{path}」がほかで書き換えられたため、書き込みませんでした。もう一度やり直してください。",
        "“{path}” was changed elsewhere, so nothing was written. Try again.",
    ),
    "not_writable": (
        "「{path}」に書き込めません（{why}）。Excelで開いていれば閉じ、書き込める場所か確かめてください。",
        "“{path}” cannot be written ({why}). Close it in Excel and check that the place can be written to.",
    ),
    "empty_file": ("ファイルが空です", "the file is empty"),
    "not_excel": ("Excelブックの形式ではありません", "it is not in the format of an Excel workbook"),
    "damaged": ("ファイルの中身が壊れています", "its contents are damaged"),
    "far_cell": (
        "「{sheet}」シートの遠いセル（{cell}の付近）に記入があります。消してください",
        "the sheet “{sheet}” holds something in a far cell (near {cell}); delete it",
    ),
    "rows_moved": (
        "「{sheet}」{old}行目（行キーのない行）は、表の下の{new}行目へ移しました。",
        "Row {old} of “{sheet}” (a row without a key) was moved to row {new}, below the table.",
    ),
    "anchored": (
        "「{sheet}」のコメントやセル結合（{cells}）は行と一緒に動きません。位置を確かめてください。",
        "Comments and merged cells of “{sheet}” ({cells}) do not move with their rows. Check where they are.",
    ),
    "too_large": ("展開すると大きすぎます", "it is too large when unpacked"),
    # templates
    "template_sheet": (
        "ひな形に「{sheet}」シートがありません。ひな形を元に戻してください。",
        "The template has no sheet “{sheet}”. Restore the template.",
    ),
    "template_column": (
        "ひな形の「{sheet}」シートに「{key}」の列がありません。ひな形を元に戻してください。",
        "The sheet “{sheet}” of the template has no column “{key}”. Restore the template.",
    ),
    "template_paper": (
        "資料のひな形に「{sheet}」シートがありません。ひな形を元に戻してください。",
        "The report template has no sheet “{sheet}”. Restore the template.",
    ),
    "template_styles": (
        "資料のひな形に書式の見本がありません：{names}",
        "The report template lacks style samples: {names}",
    ),
    # calls that cannot be carried out
    "already_there": (
        "「{path}」はもうあります。別の名前にするか、先に移してください。",
        "“{path}” exists already. Take another name or move it first.",
    ),
    "sample_or_plan": (
        "--sample NAME か --from PLAN.json のどちらか一つを指定してください。",
        "Give either --sample NAME or --from PLAN.json.",
    ),
    "no_sample": (
        "見本「{name}」はありません。midori を指定してください。",
        "There is no sample “{name}”. The sample is midori.",
    ),
    "bad_json": ("「{path}」の内容を直してください。\n{lines}", "Correct the contents of “{path}”.\n{lines}"),
    "other_plan": (
        "記入データは別の計画のものです（{found}）。「{expected}」のものを指定してください。",
        "The entries belong to another plan ({found}); “{expected}” is expected.",
    ),
    "bad_workbook": ("「{path}」：{problem}", "“{path}”: {problem}"),
    "bad_master": (
        "「{name}」を事務局ブックとして読めません。下の指摘を直してください。",
        "“{name}” cannot be read as a master workbook. Correct the findings below.",
    ),
    "no_point": (
        "報告時点「{key}」はありません。次から選んでください：{known}",
        "There is no reporting point “{key}”. Choose one of: {known}",
    ),
    "nobody_answers": (
        "回答課の決まっている項目がありません。項目シートの推進担当課を記入してください。",
        "No item has an answering department. Fill in the departments in the sheet of items.",
    ),
    "same_file_name": (
        "二つの課の調査票が同じ名前（{name}）になります。計画シートの「調査票のファイル名」に{{部署番号}}を入れてください。",
        "The surveys of two departments would get the same name ({name}). Put {{部署番号}} into the file-name pattern.",
    ),
    "survey_differs": (
        "「{path}」はもうあり、内容が違います。別のフォルダーを指定するか、先に移してください。",
        "“{path}” exists and differs. Give another folder or move it first.",
    ),
    "nothing_readable": (
        "読める調査票が一つもありませんでした。ファイルやフォルダーの指定を確かめてください。",
        "No workbook at all could be read. Check the files and folders given.",
    ),
    "not_final": (
        "エラーが{count}件残っているため、案の印のない資料は作りませんでした。上の指摘を直してください。",
        "{count} errors are left, so no final report was made. Correct the findings above.",
    ),
    "no_part": (
        "帳票「{names}」はありません。次から選んでください：{known}",
        "There is no part “{names}”. Choose from: {known}",
    ),
    "no_parts": (
        "印刷する帳票がありません。帳票シートに資料の部を書いてください。",
        "There is nothing to print. Fill in the sheet of parts.",
    ),
    # PDF
    "pdf_missing": (
        "PDFを作るソフトが見つかりません。ExcelかLibreOfficeを入れてお試しください。",
        "No program to make a PDF was found. Install Excel or LibreOffice.",
    ),
    "pdf_hanging": (
        "PDFを作るソフトが時間内に終わらないため止めました。もう一度お試しください。",
        "The program that makes the PDF did not end in time and was stopped. Try again.",
    ),
    "pdf_failed": (
        "PDFを作れませんでした。ブックがExcelで開けるか、保存先に書き込めるかをお確かめください。",
        "The PDF could not be made. Check that the workbook opens in Excel and the place can be written to.",
    ),
    "pdf_unreadable": ("PDFを読めません。（{why}）", "The PDF cannot be read. ({why})"),
    # progress
    "made_master": ("事務局ブックを作りました：{path}", "Made the master workbook: {path}"),
    "reading": ("読み込み {number}/{count}：{name}", "Reading {number}/{count}: {name}"),
    "survey": ("調査票 {number}/{count}：{name}", "Survey {number}/{count}: {name}"),
    "typing": ("記入 {number}/{count}：{name}", "Filling in {number}/{count}: {name}"),
    "taking_in": ("台帳に取り込んでいます", "Taking the entries into the ledger"),
    "consolidated": ("事務局ブックに取り込みました：{path}", "Taken into the master workbook: {path}"),
    "made_report": (
        "委員会資料を作りました：{path}（{sheets}シート、{pages}ページ）",
        "Made the report: {path} ({sheets} sheets, {pages} pages)",
    ),
    "making_pdf": ("PDFにしています", "Making the PDF"),
    "made_pictures": ("ページの画像を{count}枚作りました：{folder}", "Made {count} page pictures: {folder}"),
    "diff_other_plan": (
        "「{name}」は別の計画です（{found}）。「{expected}」の事務局ブックを指定してください。",
        "“{name}” holds another plan ({found}). Give a master workbook of “{expected}”.",
    ),
    "diff_same_version": (
        "どちらの事務局ブックも計画の第{version}版です。見直し後の計画シートの「計画の版」に1を足してください。",
        "Both masters hold version {version} of the plan. Add 1 to the version in the sheet 計画 of the new one.",
    ),
    "diff_swapped": (
        "見直し前（第{old}版）と見直し後（第{new}版）が逆です。古い方を見直し前に指定してください。",
        "The former plan (version {old}) and the new one (version {new}) are swapped. Give the older one first.",
    ),
    "diff_change": ("  {kind}{where}：{old} → {new}", "  {kind}{where}: {old} → {new}"),
    "diff_text": ("「{text}」", "“{text}”"),
    "diff_nothing": ("（なし）", "(nothing)"),
    "diff_sub_item": ("（{no}）", " ({no})"),
    "diff_count": ("見直し {items}件", "Revised: {items}"),
    "diff_kind": ("、{kind} {count}件", ", {kind} {count}"),
    # verify
    "verify_blank": ("（空欄）", "(blank)"),
    "verify_head": ("ページの頭の題", "the running head"),
    "verify_heads": ("{part}の見出し", "the head of {part}"),
    "verify_column": ("{part}の{column}", "{column} of {part}"),
    "verify_row": ("{part}の{row}", "{row} of {part}"),
    "verify_stamp": ("「{sheet}」の始めの行", "the first row of “{sheet}”"),
    "verify_master": ("「{report}」を「{master}」と照合します", "Verifying “{report}” against “{master}”"),
    "verify_before": ("見直し前の計画は「{master}」です", "The former plan is “{master}”"),
    "verify_no_cell": (
        "「{cell}」を「進捗状況!C12」のように、シート名とセルで書いてください。",
        "Write “{cell}” as a sheet and a cell, such as Sheet1!C12.",
    ),
    "verify_one_report": (
        "--explain では資料を一つだけ指定してください。",
        "Give one report alone with --explain.",
    ),
    "explain_figure": (
        "{cell}　{about}：「{expected}」（資料では「{found}」）",
        "{cell}  {about}: “{expected}” (in the report: “{found}”)",
    ),
    "explain_group": ("  〔{what}〕", "  [{what}]"),
    "explain_origin": ("  {about}　{place}　{said}", "  {about}  {place}  {said}"),
    "explain_nothing": ("台帳や計画の決まった言葉です。", "Words that are fixed, or set in the plan."),
    "explain_unknown": (
        "{cell}には、台帳から作られたものがありません。",
        "Nothing in {cell} was made from the ledger.",
    ),
    # adopt
    "adopted": (
        "資料の直しを{count}欄、台帳に入れました：{path}",
        "Took {count} edited fields of the report into the ledger: {path}",
    ),
    "adopt_master": ("事務局ブック", "the master workbook"),
    "adopt_places": ("{named}ほか{count}か所", "{named} and {count} more"),
    # what changed since an earlier report
    "changes_new_part": ("（新しい資料）", "(new part)"),
    "changes_new_row": ("（行の追加）", "(new row)"),
    "changes_gone_row": ("（行の削除）", "(row deleted)"),
    "changes_head": ("見出し", "heading"),
    "changes_text": ("文", "text"),
    "changes_note": (
        "「{name}」から変わったところです。下線は加えた文、取消線は削った文です。",
        "What changed since “{name}”: new words are underlined, deleted ones struck out.",
    ),
    "changes_note_deleted": (
        "「{name}」から変わったところです。下線は加えた文、取消線は削った文です（資料の中にも示しています）。",
        "What changed since “{name}”: new words are underlined, deleted ones struck out, also in the report.",
    ),
    "changes_none": ("変わったところはありません。", "Nothing has changed."),
    "changes_sheet_taken": (
        "帳票シートに「{sheet}」というシート名があります。別の名前にしてください。",
        "The sheet of parts uses the sheet name “{sheet}”. Give it another name.",
    ),
    "changes_no_report": (
        "「{name}」は前に作った資料ではありません（または行の見出しキーが消えています）。",
        "“{name}” is no earlier report, or its keys are gone.",
    ),
    "changes_other_plan": (
        "「{name}」は別の計画か別の報告時点の資料です。同じ計画、同じ時点の資料を指定してください。",
        "“{name}” is a report of another plan or another point. Give one of the same plan and point.",
    ),
    "changes_shows_deleted": (
        "「{name}」は削った文も見せている資料です。「--show-deleted」を付けずに作った資料を指定してください。",
        "“{name}” shows deleted texts too. Give one that was made without --show-deleted.",
    ),
    "final_shows_deleted": (
        "--show-deleted は --final と一緒には使えません。",
        "--show-deleted cannot be used together with --final.",
    ),
    "deleted_since": (
        "--show-deleted は --marks-since と一緒に指定してください。",
        "Give --show-deleted together with --marks-since.",
    ),
    # the decision folder
    "packing": ("資料と別紙を作り、照合しています", "Making the report and its papers, and verifying them"),
    "decision_verified": (
        "資料の数と文を、資料を作るのとは別の数え方で台帳から求め、一つずつ照合しました。",
        "Every figure and text of the report was compared with what a second way of counting finds in the ledger.",
    ),
    "decision_agrees": ("すべて一致しました。", "Everything agrees."),
    "decision_differs": ("違いがあります。資料を直してください。", "There are differences. Correct the report."),
    "decision_sums": (
        "資料に印刷した数が、台帳のどの項目を数えたものかを示します。",
        "Which items of the ledger each printed figure counts.",
    ),
    "decision_none": ("該当なし", "none"),
    "decision_set": ("計画の設定による数", "a figure set in the plan"),
    "decision_findings": (
        "資料を確定したときに残っていた指摘です。そのままにする理由を右の欄に書いてください。",
        "The findings left when the report was made final. Write why they are left in the column at the right.",
    ),
    "decision_no_findings": ("残っている指摘はありません。", "No finding is left."),
    "unadopted": (
        "「{path}」には台帳に入れていない直しがあるため、作り直しませんでした。"
        "「kosei adopt」で台帳に入れるか、「--name」で別の名前にしてください。"
        "捨てるときは「--discard-edits」を付けます。",
        "“{path}” holds edits that are not in the ledger, so it was not made again. "
        "Take them over with kosei adopt, or give another name with --name; --discard-edits discards them.",
    ),
    "made_file": ("できました：{path}", "Made: {path}"),
    "made_surveys": ("調査票を{count}件作りました：{folder}", "Made {count} surveys: {folder}"),
    "demo_done": (
        "統合しました：{departments}課、指摘{findings}件。",
        "Consolidated {departments} departments, {findings} findings.",
    ),
    "demo_open": ("次のファイルを開いてください。", "Open these files:"),
    "demo_master": ("  事務局ブック：{path}", "  master workbook: {path}"),
    "demo_report": ("  委員会資料：{path}", "  report: {path}"),
    "demo_surveys": ("  記入済みの調査票：{path}", "  filled-in surveys: {path}"),
}


def told(key: str, /, **params: object) -> Message:
    """The message with its placeholders filled in; messages among the parameters keep their English."""
    ja, en = _TEXTS[key]
    english = {name: in_language(value, "en") if isinstance(value, str) else value for name, value in params.items()}
    return Message(ja.format_map(params), en.format_map(english))
