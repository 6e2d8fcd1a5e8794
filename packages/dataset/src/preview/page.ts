/** The gallery's frame: style, the filter by kind, and a policy that lets nothing but this page's own script run. */
import { createHash } from 'node:crypto';
import { type Html, html, raw } from '@parallax/lab';
import type { DatasetManifest } from '../schema.ts';

export interface KindCount {
  readonly kind: string;
  readonly shown: number;
  /** In the whole data set. */
  readonly total: number;
}

/** Everything before the first card. */
export function pageHead(manifest: DatasetManifest, kinds: readonly KindCount[]): string {
  const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${digestOf(SCRIPT)}'`;
  const shown = kinds.reduce((sum, kind) => sum + kind.shown, 0);
  const { name, profile, digest, counts } = manifest;
  return html`${raw('<!doctype html>')}<html lang="en"><head><meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta http-equiv="Content-Security-Policy" content="${policy}"/>
<meta name="color-scheme" content="light dark"/><title>${name}: ${shown} questions</title>
<style>${raw(STYLE)}</style></head><body><main>
<header class="page"><h1>${name}</h1>
<p>${shown} of ${counts.questions} questions, ${counts.subjects} subjects, ${counts.views} views, profile ${profile}</p>
<p class="digest">${digest}</p>
<button type="button" id="theme" hidden>Dark or light</button></header>
<nav aria-label="Kinds" id="kinds" hidden>${chip('', 'all', shown, counts.questions)}${kinds.map((kind) =>
    chip(kind.kind, kind.kind, kind.shown, kind.total),
  )}</nav>
<section id="cards">`.markup;
}

/** Everything after the last card. */
export function pageEnd(): string {
  return html`</section></main><script>${raw(SCRIPT)}</script></body></html>
`.markup;
}

function chip(value: string, name: string, shown: number, total: number): Html {
  return html`<button type="button" data-filter="${value}" aria-pressed="${value === '' ? 'true' : 'false'}"
    title="${shown} shown of ${total}">${name} <small>${shown}</small></button>`;
}

function digestOf(script: string): string {
  return createHash('sha256').update(script).digest('base64');
}

// Without scripts all cards show: the filter and the theme button come to sight with the script that runs them.
const SCRIPT = `
'use strict';
const chips = [...document.querySelectorAll('[data-filter]')];
const cards = [...document.querySelectorAll('article')];
const choose = (kind) => {
  for (const chip of chips) chip.setAttribute('aria-pressed', String(chip.dataset.filter === kind));
  for (const card of cards) card.hidden = kind !== '' && card.dataset.kind !== kind;
};
for (const chip of chips) chip.addEventListener('click', () => {
  choose(chip.dataset.filter);
  history.replaceState(null, '', '#' + encodeURIComponent(chip.dataset.filter));
});
const asked = decodeURIComponent(location.hash.slice(1));
if (chips.some((chip) => chip.dataset.filter === asked)) choose(asked);
document.getElementById('kinds').hidden = false;
const theme = document.getElementById('theme');
theme.hidden = false;
theme.addEventListener('click', () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
});
`;

const DARK = `--bg:#14171b;--panel:#1c2127;--text:#e7eaee;--soft:#9aa4b0;--line:#333a43;--track:#2c333b;--good:#5fd39a;--goodbg:#143626;
--bad:#ff8d80;--badbg:#431f1c;--v0:#79a9ff;--v1:#ffb45c;--v2:#5fd39a;--v3:#e08bd8;color-scheme:dark`;

const STYLE = `
:root{color-scheme:light;--bg:#f6f6f3;--panel:#fff;--text:#1d2126;--soft:#5d6672;--line:#dcdfe3;--track:#e7e9ec;--good:#14703f;--goodbg:#dff3e7;
--bad:#b3372b;--badbg:#fbe4e1;--v0:#2a64c9;--v1:#b86b00;--v2:#1b8a66;--v3:#a13f98}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${DARK}}}
:root[data-theme=dark]{${DARK}}
*{box-sizing:border-box}[hidden]{display:none!important}
body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:1360px;margin:0 auto;padding:22px 20px 60px}
header.page{position:relative;padding-right:130px}h1{font-size:24px;line-height:1.2;margin:0;overflow-wrap:anywhere}
header.page p{margin:2px 0;color:var(--soft)}.digest{font:12px/1.5 ui-monospace,monospace;overflow-wrap:anywhere}
button{font:inherit;font-size:13.5px;color:var(--text);background:var(--panel);border:1px solid var(--line);border-radius:16px;padding:4px 12px;
cursor:pointer;min-height:32px}button:focus-visible{outline:2px solid var(--v0);outline-offset:2px}
#theme{position:absolute;right:0;top:0}button small{color:var(--soft)}
nav{display:flex;flex-wrap:wrap;gap:6px;margin:16px 0}button[aria-pressed=true]{background:var(--text);color:var(--bg);border-color:var(--text)}
button[aria-pressed=true] small{color:inherit;opacity:.75}
#cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,400px),1fr));gap:16px;align-items:start}
article{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:14px 16px;min-width:0}
article>header{display:flex;justify-content:space-between;gap:10px;align-items:baseline}
h2{font-size:15px;margin:0;overflow-wrap:anywhere}.split{color:var(--soft);font-size:13px}
.pictures{display:grid;gap:8px;margin:10px 0}.pictures.n1{grid-template-columns:minmax(0,280px)}.pictures.n2{grid-template-columns:1fr 1fr}
.pictures.n3{grid-template-columns:repeat(3,1fr)}.pictures.n4{grid-template-columns:repeat(4,1fr)}
figure{margin:0;position:relative;min-width:0}img{display:block;width:100%;height:auto;border-radius:6px;background:var(--track)}
figcaption{position:absolute;left:5px;top:5px;background:var(--panel);color:var(--text);border-radius:10px;font-size:12px;line-height:19px;
min-width:19px;text-align:center;opacity:.88}
.stem{margin:8px 0;white-space:pre-wrap;overflow-wrap:anywhere}.closing{margin:6px 0;color:var(--soft);font-size:13.5px}
.options{list-style:none;margin:8px 0;padding:0}.options li{display:flex;align-items:baseline;gap:8px;padding:3px 8px;border-radius:6px}
.options span{min-width:0;overflow-wrap:anywhere}.options em{margin-left:auto;font-style:normal;font-size:12.5px}
.options .right,.answer{background:var(--goodbg);color:var(--good)}.options .right span{font-weight:600}
.answer{padding:4px 8px;border-radius:6px;margin:8px 0}.answer span{font-size:13px}
details{border-top:1px solid var(--line);margin-top:10px;padding-top:8px}summary{cursor:pointer;font-size:13.5px}
summary small{margin-left:6px}.good{color:var(--good)}.bad{color:var(--bad)}
.chain{margin:6px 0 0;font-size:13.5px;color:var(--soft);white-space:pre-wrap;overflow-wrap:anywhere}
mark{border-radius:4px;padding:0 3px;-webkit-box-decoration-break:clone;box-decoration-break:clone}
mark.holds{background:var(--goodbg);color:var(--good)}mark.fails{background:var(--badbg);color:var(--bad);text-decoration:line-through}
.geometry{display:grid;grid-template-columns:minmax(0,170px) minmax(0,1fr);gap:14px;align-items:center;border-top:1px solid var(--line);
margin-top:10px;padding-top:10px}.geometry>dl:only-child{grid-column:1/-1}
dl{margin:0;font-size:13px;font-variant-numeric:tabular-nums}dl div{margin-bottom:4px}dt{color:var(--soft);font-size:12px}dd{margin:0}
.top{display:block;width:100%;height:auto;background:var(--bg);border-radius:8px}
.top text{font-size:18px;font-weight:650;text-anchor:middle;fill:var(--c)}.centre{stroke:var(--soft);stroke-width:2}.room{fill:none;stroke:var(--soft);stroke-dasharray:4 3}
.object circle{fill:var(--track);stroke:var(--soft);stroke-width:1.2}.object line{stroke:var(--soft);stroke-width:2}
.object.subject circle{stroke:var(--text);stroke-width:2}.object.subject line{stroke:var(--text)}.moved{fill:none;stroke:var(--bad);stroke-dasharray:3 2;stroke-width:1.4}
.camera polygon{fill:var(--c);fill-opacity:.2;stroke:var(--c);stroke-width:1.4;stroke-linejoin:round}.camera circle{fill:var(--c)}
.v0{--c:var(--v0)}.v1{--c:var(--v1)}.v2{--c:var(--v2)}.v3{--c:var(--v3)}
article>footer{margin-top:10px;color:var(--soft);font:11.5px/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
@media (max-width:640px){main{padding:14px 12px 40px}header.page{padding-right:0}#theme{position:static;margin-top:8px}
article{padding:12px}.geometry{grid-template-columns:minmax(0,132px) minmax(0,1fr);gap:10px}.pictures.n3,.pictures.n4{grid-template-columns:1fr 1fr}
nav{flex-wrap:nowrap;overflow-x:auto;margin:12px -12px;padding:2px 12px}nav button{flex:none}}
`;
