/** The report's style sheet: light and dark by the reader's setting, readable at phone width, no fonts to load. */

export const REPORT_STYLE = `
:root{color-scheme:light dark;--bg:#fbfbf9;--panel:#fff;--text:#1d2126;--soft:#5d6672;--line:#dcdfe3;--track:#e7e9ec;
--good:#1a7f4b;--goodbg:#dff3e7;--bad:#b3372b;--badbg:#fbe4e1;
--c0:#6b7480;--c1:#a06a1f;--c2:#2a64c9;--c3:#1b8a66;--c4:#8a4fc2;--c5:#c0447f}
@media (prefers-color-scheme:dark){:root{--bg:#14171b;--panel:#1c2127;--text:#e7eaee;--soft:#9aa4b0;--line:#333a43;--track:#2c333b;
--good:#5fd39a;--goodbg:#143626;--bad:#ff8d80;--badbg:#431f1c;
--c0:#9aa4b0;--c1:#dfa650;--c2:#79a9ff;--c3:#4fd0a5;--c4:#c39af2;--c5:#f28abc}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1080px;margin:0 auto;padding:24px 20px 64px}
header p{color:var(--soft);margin:4px 0 0}
h1{font-size:26px;line-height:1.2;margin:0}h2{font-size:20px;margin:40px 0 6px;padding-top:14px;border-top:1px solid var(--line)}
h3{font-size:16px;margin:22px 0 8px}h3 small,th small{color:var(--soft);font-weight:400;font-size:13px}
.note{color:var(--soft);font-size:13.5px;margin:4px 0 10px;max-width:78ch}
.c0{--c:var(--c0)}.c1{--c:var(--c1)}.c2{--c:var(--c2)}.c3{--c:var(--c3)}.c4{--c:var(--c4)}.c5{--c:var(--c5)}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:14px}
th,td{padding:5px 8px;text-align:left;vertical-align:middle;border-bottom:1px solid var(--line)}
thead th{color:var(--soft);font-weight:500;font-size:12.5px}
tbody th{font-weight:500}.num{text-align:right;white-space:nowrap}.strong{font-weight:650}
.scroll{overflow-x:auto;margin-bottom:14px}.soft{color:var(--soft)}.cut{font-size:12.5px;overflow-wrap:anywhere}
.results .kind th{padding-top:14px;font-weight:650;border-bottom:0}.results .kind small{float:right}
.results tr:not(.kind)>th[scope=row]{color:var(--c);padding-left:14px;overflow-wrap:anywhere}
.plot{width:38%;min-width:90px}.interval{display:block;width:100%;height:16px}
.track{fill:var(--track)}.band{fill:var(--c);opacity:.42}.value{stroke:var(--c);stroke-width:3;vector-effect:non-scaling-stroke}
.chance{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:3 2;vector-effect:non-scaling-stroke}
.clear th,.clear .key{font-weight:700}
.curves{display:grid;grid-template-columns:repeat(auto-fill,minmax(270px,1fr));gap:14px}
.curve{margin:0;background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:10px 10px 4px}
.curve figcaption{display:flex;justify-content:space-between;font-size:13.5px;margin-bottom:4px}
.curve svg{display:block;width:100%;height:auto}.curve text{font-size:10.5px;fill:var(--soft)}.grid{stroke:var(--line)}
.raw{fill:none;stroke:var(--c2);opacity:.3}.smooth{fill:none;stroke:var(--c2);stroke-width:1.8;stroke-linejoin:round}.dot{fill:var(--c2)}
.audit .pass .verdict{color:var(--good)}.audit .fail .verdict{color:var(--bad);font-weight:650}.verdict{white-space:nowrap}
.verdicts .pass .verdict{color:var(--good)}.verdicts .fail .verdict{color:var(--bad);font-weight:650}.verdicts .unsure .verdict{color:var(--soft)}
.audit th small,.verdicts th small,.verdicts td small{display:block}.verdicts td small{color:var(--soft)}ul.note{padding-left:18px}
.examples{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,440px),1fr));gap:18px;align-items:start}
article{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:14px 16px}
article h3{margin:0 0 8px}article p{margin:8px 0}
.pictures{display:flex;gap:8px}.pictures img{flex:1 1 0;min-width:0;max-width:100%;border-radius:6px;background:var(--track)}
.pictures img:only-child{max-width:60%}
.options{list-style:none;margin:8px 0;padding:0}.options li{padding:2px 8px;border-radius:5px}
.options .right{background:var(--goodbg);color:var(--good);font-weight:600}
.answer{border-left:3px solid var(--c);padding:2px 0 2px 10px;margin-top:12px}
.head{display:flex;justify-content:space-between;gap:10px;flex-wrap:wrap}.head b{color:var(--c)}
.head em{font-style:normal;font-weight:650}.right .head em{color:var(--good)}.wrong .head em,.no-answer .head em{color:var(--bad)}
.chain{margin:4px 0 0;font-size:13.5px;color:var(--soft);white-space:pre-wrap;overflow-wrap:anywhere}
mark{border-radius:4px;padding:1px 4px;-webkit-box-decoration-break:clone;box-decoration-break:clone}
mark.true{background:var(--goodbg);color:var(--good)}mark.false{background:var(--badbg);color:var(--bad)}
footer{margin-top:40px;color:var(--soft);font-size:13px;overflow-wrap:anywhere}
@media (max-width:640px){main{padding:16px 12px 48px}.wide{display:none}.plot{width:30%;min-width:70px}
th,td{padding:5px 5px}.results tr:not(.kind)>th[scope=row]{padding-left:4px}.results .kind small{float:none;display:block}}
`;
