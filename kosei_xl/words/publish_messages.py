"""What is said of publishing: progress and refusals, in Japanese and English."""

from collections.abc import Mapping

PUBLISH_MESSAGES: Mapping[str, tuple[str, str]] = {
    "gather_over_other": (
        "「{path}」には、まとめた台帳のほかのファイル（{name}）があります。ほかのフォルダーを指定してください。",
        "“{path}” holds other files than a gathered ledger ({name}). Give another folder.",
    ),
    "no_master_readable": (
        "台帳に入れられる事務局ブックが、一つもありませんでした。ファイルやフォルダーの指定を確かめてください。",
        "No master could be gathered. Check the files or folders that were given.",
    ),
    "gather_no_master": (
        "事務局ブックではありません（調査票や委員会資料は、まとめられません）。",
        "This is no master (surveys and reports cannot be gathered).",
    ),
    "gather_needs": (
        "まとめて集計する部品（pyarrowとduckdb）が入っていません。`pip install kosei_xl[gather]` で入れてください。",
        "What gathers and counts (pyarrow and duckdb) is not installed: pip install kosei_xl[gather].",
    ),
    "gather_counting": ("集計しています。", "Counting."),
    "gathered": (
        "事務局ブック{count}冊を一つの台帳にまとめました：{path}",
        "{count} masters were brought into one ledger: {path}",
    ),
    "published_folder": (
        "公表のフォルダーができました：{path}（{files}ファイル、ページは index.html）",
        "Made the folder to publish: {path} ({files} files; the page is index.html)",
    ),
    "folder_of_others": (
        "「{path}」には、公表のために作ったものでないファイル（{names}）があるため、"
        "書き出しませんでした。別の名前にするか、先に移してください。",
        "“{path}” holds files that were not made for publishing ({names}), so nothing was written. Take another "
        "name or move them first.",
    ),
    "folder_edited": (
        "「{path}」の中の {names} は、作った後で書き換えられています。直しが消えるので、"
        "書き出しませんでした。別の名前にするか、先に移してください。",
        "{names} in “{path}” was changed after it was made. So that the changes are not lost, nothing was written. "
        "Take another name or move it first.",
    ),
    "no_folder_there": (
        "「{path}」はフォルダーではありません。",
        "“{path}” is no folder.",
    ),
    "no_licence": (
        "利用の条件「{name}」は使えません。使えるのは {known} です。",
        "“{name}” is no licence that can be named; those that can: {known}.",
    ),
    "bad_page_template": (
        "ページのひな形「{name}」が正しくありません：{why}",
        "The template “{name}” of the page is not right: {why}",
    ),
    "no_public_page": (
        "「{path}」は公表のフォルダーではありません（index.html も data/datapackage.json もありません）。"
        "`kosei publish` で作ったフォルダーを指定してください。",
        "“{path}” is no published folder (neither index.html nor data/datapackage.json is in it). Give one that kosei "
        "publish made.",
    ),
    "public_one_folder": (
        "「--public」には、公表のフォルダーを一つだけ（発行記録と比べるなら「--master」も）指定してください。",
        "With --public, give one published folder and nothing else but --master, to compare it with what was issued.",
    ),
    "public_of_another_plan": (
        "公表のフォルダーは、事務局ブック「{path}」の計画と時点のものではありません。",
        "The published folder is not of the plan and the points of the master “{path}”.",
    ),
    "public_not_recorded": (
        "「{point}」の発行記録に、データの指紋はありません（まだ発行していないか、前の版で発行しました）。",
        "No SHA-256 of the data is kept for “{point}”: it was not issued yet, or by an earlier version.",
    ),
    "public_as_recorded": (
        "データは、「{point}」の資料を発行したとき（発行{number}）と同じです。",
        "The data is that of “{point}” when its report was issued (issue {number}).",
    ),
    "public_compared": (
        "{count}か所の数、文、図を、フォルダーの中のデータから確かめました。",
        "Compared {count} figures, texts and bars with the data in the folder.",
    ),
    "public_hash": (
        "データの指紋（SHA-256）：{hash}　はじめの16字が、配る紙に刷ったものと同じなら、同じデータです。",
        "SHA-256 of all data: {hash}. Where its first 16 letters are those on the printed sheet, the data is the same.",
    ),
    "bad_page_address": (
        "ページのアドレス「{address}」は使えません。"
        "ブラウザーに表示される形（https://… 英数字と記号だけ）で書いてください。",
        "“{address}” is no address for the page. Write it as a browser shows it: https://…, letters and signs only.",
    ),
    "no_parquet": (
        "Parquetを作る部品（pyarrow）が入っていません。`pip install kosei_xl[data]` で入れるか、"
        "「--parquet」を付けずに行ってください。",
        "What makes Parquet (pyarrow) is not installed. Install it with pip install kosei_xl[data], or leave out "
        "--parquet.",
    ),
    "serving": (
        "このパソコンで見られます（一度だけ開けるアドレスです。終わるときはCtrl+C）：{address}",
        "To be seen on this machine (the address opens once; end with Ctrl+C): {address}",
    ),
    "served": ("終わりました。", "Ended."),
    "serve_refused": (
        "このアドレスでは見られません。`kosei serve` をもう一度始め、示されたアドレスを開いてください。",
        "This address shows nothing. Start kosei serve again and open the address that it says.",
    ),
    "serve_nothing_there": ("このページはありません。", "There is no such page."),
    "not_public": (
        "直す指摘が{count}件あるので、公表のフォルダーは作りませんでした。直してからもう一度行うか、"
        "案として作るときは「--draft」を付けてください。",
        "{count} findings are to be settled first, so nothing was made. Settle them, or add --draft for a draft.",
    ),
    "no_paper": (
        "「{name}」は添えられません。この計画の委員会資料のブックか、そのPDFを、名前を重ねずに指定してください。",
        "“{name}” cannot be attached. Give report workbooks of this plan, or PDFs of them, under names of their own.",
    ),
    "paper_with_names": (
        "「{name}」には、作成者や保存した人の名前（{names}）が入っています。`kosei report` で作ったものを、"
        "Excelで保存し直さずに指定してください。",
        "“{name}” carries names of people who made or saved it ({names}). Give the one that kosei report made, not "
        "saved again in Excel.",
    ),
}
