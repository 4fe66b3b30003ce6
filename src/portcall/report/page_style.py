"""How the page looks, on a screen and on paper, and the few lines of script that sort its tables."""

import base64
import hashlib

from portcall.report.plate import FONT

STYLE = (
    """
:root{color-scheme:light;--ink:#1d2733;--soft:#5b6673;--line:#d8dde3;--back:#fff;--tint:#f4f6f8;--ok:#00694c;
--bad:#a33b00;--open:#7a5600;--link:#005a94}
*{box-sizing:border-box}
body{margin:0 auto;max-width:74rem;padding:1.2rem 1.4rem 4rem;color:var(--ink);background:var(--back);
font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",Arial,sans-serif}
header{border-bottom:3px solid var(--ink);margin-bottom:1rem}
h1{font-size:1.75rem;line-height:1.2;margin:.2rem 0}
h2{font-size:1.25rem;margin:2.2rem 0 .6rem;padding-bottom:.2rem;border-bottom:1px solid var(--line)}
h3{font-size:1rem;margin:1.2rem 0 .4rem}
p{max-width:60rem;margin:.5rem 0}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.sub{color:var(--soft);margin:.1rem 0 .7rem}
.small{font-size:.85rem;color:var(--soft)}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1rem;list-style:none;padding:0;margin:.6rem 0;font-size:.9rem}
p.ok,p.bad,p.open{padding:.5rem .8rem;border-left:5px solid;background:var(--tint)}
p.ok{border-color:var(--ok)}p.bad{border-color:var(--bad)}p.open{border-color:var(--open)}
.v{white-space:nowrap;font-weight:600}.v.ok{color:var(--ok)}.v.bad{color:var(--bad)}.v.open{color:var(--open)}
figure{margin:1rem 0 1.4rem}figure svg{display:block;width:100%;height:auto;max-width:70rem}
figcaption{font-size:.9rem;color:var(--soft);max-width:60rem;margin-top:.3rem}
svg text{font-family:FONT}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(13rem,1fr));
gap:.5rem 1.2rem;margin:.9rem 0}
.facts dt{font-size:.8rem;color:var(--soft);grid-row:auto}
.facts div{border-top:1px solid var(--line);padding-top:.25rem}
.facts dd{margin:0;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.scroll{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;font-size:.86rem;font-variant-numeric:tabular-nums;min-width:50%}
caption{text-align:left;font-weight:600;padding:.2rem 0}
th,td{padding:.25rem .7rem .25rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{border-bottom:2px solid var(--ink);vertical-align:bottom;font-weight:600}
th button{all:unset;cursor:pointer;text-align:inherit}
th button:focus-visible{outline:3px solid var(--link)}
th[aria-sort=ascending] button::after{content:" \\25B2"}
th[aria-sort=descending] button::after{content:" \\25BC"}
.n{text-align:right;white-space:nowrap}
time{white-space:nowrap}
table.wide{font-size:.76rem}
code,pre{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;font-size:.86em}
pre{background:var(--tint);padding:.6rem .8rem;overflow-x:auto}
.sources{padding-left:1.6rem;font-size:.86rem;overflow-wrap:anywhere}.sources>li{margin:.5rem 0}
.keys{font-size:.8rem;color:var(--soft)}.keys code{font-size:.95em}
footer{margin-top:3rem;border-top:1px solid var(--line);font-size:.85rem;color:var(--soft)}
@media print{@page{size:A4;margin:14mm 12mm}
body{max-width:none;padding:0;font-size:10pt}nav{display:none}a{color:inherit;text-decoration:none}
h2{break-after:avoid}figure,tr,.facts div{break-inside:avoid}figure svg{max-height:115mm}
thead{display:table-header-group}
caption,thead{break-after:avoid}tbody tr:nth-child(-n+2){break-before:avoid}figcaption{font-size:8.5pt}
.scroll{overflow:visible}table{font-size:7.5pt;width:100%}table.wide{font-size:6pt}.n{white-space:normal}
th,td{padding:.15rem .35rem .15rem 0}.sources{font-size:7.5pt}.keys{font-size:7pt}}
"""
).replace("FONT", FONT)

SCRIPT = """
(function(){
function key(cell){var own=cell.querySelector('[data-path]');var text=(own||cell).textContent.trim();
var clean=text.replace(/[\\u202f\\u00a0 ]/g,'').replace('\\u2212','-');
var unit=cell.textContent.trim().split(/[\\u202f ]/).pop();
var factor={min:60,h:3600,days:86400}[unit]||1;
return /^[+-]?[\\d.]+(e[+-]?\\d+)?$/.test(clean)?parseFloat(clean)*factor:text}
document.querySelectorAll('thead th').forEach(function(head){
var button=document.createElement('button');button.type='button';
button.append.apply(button,Array.from(head.childNodes));head.append(button);
button.addEventListener('click',function(){
var up=head.getAttribute('aria-sort')!=='ascending';
head.parentNode.querySelectorAll('th').forEach(function(one){one.removeAttribute('aria-sort')});
head.setAttribute('aria-sort',up?'ascending':'descending');
var body=head.closest('table').tBodies[0];var rows=Array.from(body.rows);
rows.sort(function(a,b){var x=key(a.cells[head.cellIndex]),y=key(b.cells[head.cellIndex]);
if(x===''||y==='')return (x==='')-(y==='');
var order=typeof x==='number'&&typeof y==='number'?x-y:String(x).localeCompare(String(y));
return up?order:-order});
rows.forEach(function(row){body.append(row)})})})})();
"""


def script_hash() -> str:
    """Return the hash by which the page's policy allows its own script and no other."""
    return "sha256-" + base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()


def policy() -> str:
    """Return the content security policy: nothing from anywhere, the page's own script alone."""
    return (
        f"default-src 'none'; script-src '{script_hash()}'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
