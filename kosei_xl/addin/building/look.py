"""How the manual looks: on a wide screen, on a phone, on paper. Colours and sizes are those of the workbooks."""

_FONT = "'BIZ UDGothic','BIZ UDゴシック','Hiragino Sans','Yu Gothic','Meiryo','Noto Sans CJK JP',sans-serif"
"""Not the proportional one: 「Ｒ３」 and 「R3」 must look different where one of them is to be typed."""
_SCREEN = f"""
:root{{--ink:#1F2933;--quiet:#6B7280;--line:#C9D1D6;--head:#E6EBF1;--pale:#F4F6F8;--blue:#0B6E8F;--error:#B42318;
--warning:#B45309;--info:#1D4ED8}}
*{{box-sizing:border-box}}
html{{scroll-padding-top:.5rem}}
body{{font-family:{_FONT};font-size:16px;color:var(--ink);line-height:1.8;max-width:62rem;margin:0 auto;padding:1.5rem;
line-break:strict;overflow-wrap:anywhere;text-spacing-trim:trim-start}}
h1{{font-size:1.7rem;line-height:1.4;border-bottom:3px solid var(--blue);padding-bottom:.3rem;margin:.5rem 0 1rem}}
h2{{font-size:1.35rem;line-height:1.5;border-left:6px solid var(--blue);padding-left:.6rem;margin:3.2rem 0 .8rem}}
h3{{font-size:1.1rem;line-height:1.5;margin:2rem 0 .3rem}}
h4{{font-size:1rem;margin:1.4rem 0 .3rem}}
main>p,main>ul,main>ol,section>p,dd{{max-width:40rem}}
div.wide{{overflow-x:auto}}
a{{color:var(--blue);text-underline-offset:.2em}}
svg{{max-width:100%;height:auto;margin:.4rem 0}}
nav ol{{columns:2;padding-left:1.8rem;margin:0}}
nav{{background:var(--pale);padding:.8rem 1rem;border-radius:6px}}
section.button,section.command,section.finding{{border:1px solid var(--line);border-radius:6px;padding:.5rem 1rem .8rem;
margin:.9rem 0}}
section h3,section h4{{margin:.2rem 0}}section p{{margin:.2rem 0}}
section.finding{{border-left-width:5px}}
section.error{{border-left-color:var(--error)}}section.error span{{color:var(--error)}}
section.warning{{border-left-color:var(--warning)}}section.warning span{{color:var(--warning)}}
section.info{{border-left-color:var(--info)}}section.info span{{color:var(--info)}}
section.finding:target{{background:#FFF8DC}}
dl{{display:grid;grid-template-columns:8.5rem 1fr;gap:.15rem .8rem;margin:.4rem 0}}
section.command dl{{grid-template-columns:14rem 1fr}}
dt{{font-weight:bold;color:var(--blue)}}dd{{margin:0}}
table{{border-collapse:collapse;width:100%;margin:.6rem 0;line-height:1.6}}
th,td{{border-bottom:1px solid var(--line);padding:.4rem .6rem;text-align:left;vertical-align:top}}
thead th,table:not(:has(thead)) th{{background:var(--head);white-space:nowrap;border-bottom:1px solid var(--ink)}}
td:first-child{{min-width:7rem}}
code.whole{{white-space:nowrap}}
code,pre{{font-family:{_FONT}}}
code{{background:var(--pale);padding:.05rem .3rem;border-radius:3px;font-size:.95em}}
pre{{background:var(--pale);padding:.6rem .9rem;border-radius:6px;overflow-x:auto;line-height:1.6;font-size:.9rem}}
a.top{{position:fixed;right:.8rem;bottom:.8rem;background:#fff;border:1px solid var(--line);border-radius:1rem;
padding:.1rem .8rem;text-decoration:none;font-size:.85rem}}
"""
_PHONE = """
@media (max-width:640px){body{padding:1rem}div.wide svg{max-width:none}
pre{white-space:pre-wrap}nav ol{columns:1}h1{font-size:1.4rem}h2{font-size:1.2rem}
dl,section.command dl{grid-template-columns:1fr;gap:0}dd{margin:0 0 .4rem 1rem}
table,thead,tbody,tr,td{display:block}table:has(thead) thead{display:none}tr{border-bottom:1px solid var(--line);
padding:.4rem 0}td{border:0;padding:.1rem 0}
td[data-head]:not(:first-child)::before{content:attr(data-head) "：";color:var(--quiet);
font-size:.85rem}}
"""
_PAPER = """
@page{size:A4;margin:15mm 14mm}
@media print{body{max-width:none;padding:0;font-size:9.8pt;line-height:1.65}h1{font-size:18pt}
h2{font-size:14pt;margin-top:8mm}h3{font-size:11pt}h2,h3,h4{break-after:avoid}section,tr,svg{break-inside:avoid}
section.button,section.command,section.finding{margin:2mm 0;padding:1.5mm 3mm}pre{white-space:pre-wrap;overflow:visible}
a{color:inherit;text-decoration:none}a.top{display:none}main>p,main>ul,main>ol,section>p,dd{max-width:none}p,li{orphans:2;widows:2}}
"""
STYLE = _SCREEN + _PHONE + _PAPER
"""The manual's style sheet."""
