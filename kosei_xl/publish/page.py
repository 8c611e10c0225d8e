"""PageContent -> index.html, by templates that a city may restyle without code."""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence

from jinja2 import DictLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from kosei_xl.publish.columns import FILES
from kosei_xl.publish.content import PageContent, items_listed
from kosei_xl.publish.data import DATA, DICTIONARY_FILE, JSON_FILE, FileMade, whole_hash
from kosei_xl.publish.edition import Licence
from kosei_xl.publish.qr import qr_code
from kosei_xl.publish.texts import anchor_of, spoken
from kosei_xl.publish.workbook import WORKBOOK_FILE
from kosei_xl.words.notation import date_text

PAGE_FILE, DIGEST_FILE, COMMITTEE_FILE = "index.html", "digest.html", "committee.html"
_SHORT_HASH = 16
"""Letters of a hash on paper."""
FILE_TITLES: Mapping[str, str] = {
    **{f"{DATA}/{file}": title for file, title in FILES.values()},
    **{f"{DATA}/{name}.parquet": f"{title}（Parquet）" for name, (_, title) in FILES.items()},
    DICTIONARY_FILE: "列の意味",
    JSON_FILE: "すべての表（JSON）",
    WORKBOOK_FILE: "すべての表（Excel）",
}
"""What the files hold that the page offers."""
TEMPLATES = (
    *("base.html", "sheet.html", "index.html", "digest.html", "committee.html"),
    *("macros.html", "patterns.svg", "style.css", "page.js"),
)
"""The files of `workbook_templates/page`."""


def public_pages(
    content: PageContent,
    files: Sequence[FileMade],
    licence: Licence,
    templates: Mapping[str, str],
    address: str = "",
) -> tuple[tuple[str, bytes], ...]:
    """The page and the sheets to print (path, bytes); `files` are those that the page offers, with their hashes.

    `address` is where the page will stand; with one, the sheet leads there by a QR code. `templates` are texts by name
    (`TEMPLATES`). Raises jinja2's TemplateError for templates that are not right.
    """
    environment = page_environment(templates)
    style, script = templates["style.css"].strip(), templates["page.js"].strip()
    whole = whole_hash((one.path, one.sha256) for one in files)
    known = {
        "content": content,
        "files": files,
        "by_path": {one.path: one for one in files},
        "file_titles": FILE_TITLES,
        "whole_hash": whole,
        "short_hash": " ".join(re.findall("....", whole[:_SHORT_HASH])),
        "address": address,
        "qr": qr_code(address) if address else "",
        "licence": licence,
        "style": Markup(style),
        "script": Markup(script),
        "policy": page_policy(style, script),
        "items_listed": lambda ids: items_listed(content, ids),
        "spoken": spoken,
        "anchor_of": anchor_of,
        "date_text": date_text,
    }
    names = (PAGE_FILE, DIGEST_FILE, COMMITTEE_FILE)
    return tuple((name, environment.get_template(name).render(known).encode()) for name in names)


def page_environment(templates: Mapping[str, str]) -> ImmutableSandboxedEnvironment:
    """What renders templates: what they are given is escaped, what they are not given is an error."""
    return ImmutableSandboxedEnvironment(
        loader=DictLoader(dict(templates)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page_policy(style: str, script: str) -> str:
    """What a browser may do with the page: show its own style, script and pictures, and nothing from anywhere else."""
    sums = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script))
    own_style, own_script = sums
    return (
        f"default-src 'none'; style-src 'sha256-{own_style}'; script-src 'sha256-{own_script}'; "
        "img-src 'self' file:; base-uri 'none'; form-action 'none'"
    )
