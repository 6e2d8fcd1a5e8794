/** One question of the gallery: its pictures, wording, options, checked chain, and the geometry behind its answer. */
import { type Html, html } from '@parallax/lab';
import { verifyChain } from '../chains/index.ts';
import { letter, wordingParts } from '../exports/wording.ts';
import type { Question } from '../schema.ts';
import { topView } from './top-view.ts';

/** @param pictures as data URLs */
export function questionCard(question: Question, pictures: readonly string[]): Html {
  const { stem, closing } = wordingParts(question);
  return html`<article data-kind="${question.kind}">
    <header><h2>${question.kind}</h2><span class="split">${question.split}</span></header>
    <div class="pictures n${Math.min(pictures.length, 4)}">${pictures.map(
      (source, i) =>
        html`<figure><img src="${source}" alt="Picture ${i + 1}" loading="lazy"/><figcaption>${i + 1}</figcaption></figure>`,
    )}</div>
    <p class="stem">${withPictureNumbers(stem)}</p>
    ${answerOf(question)}
    ${closing !== '' && html`<p class="closing">${closing}</p>`}
    ${chainOf(question)}
    <div class="geometry">${question.geometry.cameras.length > 0 && topView(question.geometry)}${numbersOf(question)}</div>
    <footer>${question.questionId}</footer>
  </article>`;
}

/** Markers inside a text say which picture is meant. */
function withPictureNumbers(stem: string): string {
  let number = 0;
  return stem.replaceAll('<image>', () => `[picture ${++number}]`);
}

function answerOf({ options, answer, answerType, geometry }: Question): Html {
  if (answerType === 'number' || options.length === 0) {
    return html`<p class="answer"><span>Answer</span> <b>${answer}</b> ${geometry.unit}</p>`;
  }
  return html`<ol class="options">${options.map(
    (option, i) =>
      html`<li${answer === letter(i) && html` class="right"`}><b>${letter(i)}</b> <span>${option}</span>${
        answer === letter(i) && html`<em>answer</em>`
      }</li>`,
  )}</ol>`;
}

function chainOf({ chain, geometry }: Question): Html | null {
  if (chain === null) return null;
  const { claims, accepted } = verifyChain(chain, geometry);
  const held = claims.filter((claim) => claim.ok).length;
  const pieces: (Html | string)[] = [];
  let at = 0;
  for (const claim of claims) {
    const found = chain.indexOf(claim.text, at);
    if (found < 0) continue;
    pieces.push(chain.slice(at, found));
    pieces.push(
      html`<mark class="${claim.ok ? 'holds' : 'fails'}" title="${claim.ok ? 'holds' : claim.reason}">${claim.text}</mark>`,
    );
    at = found + claim.text.length;
  }
  pieces.push(chain.slice(at));
  return html`<details open><summary>Chain
    <small class="${accepted ? 'good' : 'bad'}">${held} of ${claims.length} claims hold</small></summary>
    <p class="chain">${pieces}</p></details>`;
}

function numbersOf({ geometry, chance }: Question): Html {
  const { motion, labels, value, unit, margin } = geometry;
  const rows: [string, string][] = [];
  if (motion !== null) {
    const { right, up, forward } = motion.translation;
    const share = (part: number): string => signed(part / motion.objectDistance, 2);
    rows.push(
      ['turned right, up, clockwise', degrees(motion.yawDeg, motion.pitchDeg, motion.rollDeg)],
      ['moved right, up, ahead', `${share(right)}, ${share(up)}, ${share(forward)} object distances`],
      ['angle about the object', `${signed(motion.horizontalAngleDeg, 1)}\u00b0`],
    );
  }
  if (labels !== null) {
    const { egoTranslation, egoRotation, objectCentricTranslation } = labels;
    const names = [egoTranslation, egoRotation, objectCentricTranslation].map((label) => label ?? '\u2013');
    rows.push(['moved, turned, for the object', names.join(', ')]);
  }
  if (value !== null)
    rows.push(['measured', `${signed(value, 2)} ${unit ?? ''}, margin ${margin.toPrecision(2)}`]);
  rows.push(['chance', `${(100 * chance).toFixed(0)} %`]);
  return html`<dl>${rows.map(([name, text]) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>`;
}

function degrees(...values: number[]): string {
  return values.map((value) => `${signed(value, 1)}\u00b0`).join(', ');
}

function signed(value: number, digits: number): string {
  const text = value.toFixed(digits).replace(/^-(?=0(?:\.0*)?$)/, '');
  return text.replace('-', '\u2212');
}
