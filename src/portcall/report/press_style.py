"""How an annotated text looks: each mark has a color, a line and a sign, on a screen and on paper."""

import base64
import hashlib

from portcall.report.page_style import STYLE

PRESS_STYLE = (
    STYLE
    + """
.both{display:grid;grid-template-columns:minmax(0,1.15fr) minmax(0,1fr);gap:0 2rem;align-items:start}
.said{white-space:pre-wrap;overflow-wrap:anywhere;margin:.6rem 0;line-height:1.75;unicode-bidi:isolate}
mark{color:inherit;background:none;padding:.05em .1em;border-bottom:2px solid}
mark.ok{background:#e3f2ec;border-color:var(--ok)}
mark.bad{background:#fbe3d6;border-bottom:3px double var(--bad);font-weight:600}
mark.open{background:#f6edd8;border-bottom-style:dotted;border-color:var(--open)}
a.no{font-size:.72em;font-weight:700;text-decoration:none;padding:0 .25em;margin:0 .1em;
border:1px solid;border-radius:.6em;white-space:nowrap;vertical-align:.35em;line-height:1}
a.no.ok{color:var(--ok)}a.no.bad{color:#fff;background:var(--bad);border-color:var(--bad)}
a.no.open{color:var(--open)}
.notes{list-style:none;margin:.6rem 0;padding:0;font-size:.9rem}
.notes>li{border-left:4px solid var(--line);padding:.15rem 0 .35rem .7rem;margin:0 0 .55rem;
overflow-wrap:anywhere}
.notes>li.ok{border-color:var(--ok)}.notes>li.bad{border-color:var(--bad);background:#fdf3ed}
.notes>li.open{border-color:var(--open)}
.notes p{margin:.1rem 0}.notes .at{color:var(--soft)}
.notes>li:target,mark:target{outline:3px solid var(--link);outline-offset:2px}
.meant{font-weight:600}
blockquote{margin:0;unicode-bidi:isolate;display:inline}
@media(max-width:48rem){.both{display:block}body{padding:.8rem .8rem 3rem}table{font-size:.8rem}}
@media print{.both{display:block}.said{line-height:1.6}.notes>li{break-inside:avoid}
mark,a.no{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
"""
)


def press_policy() -> str:
    """Return the content security policy: the page's own style and nothing else from anywhere."""
    digest = base64.b64encode(hashlib.sha256(PRESS_STYLE.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
