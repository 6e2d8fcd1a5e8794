/** Example questions: both images, the options, and each model's chain with its claims marked true or false. */

import { chainOf } from '@parallax/dataset/chains';
import { type Html, html } from '@parallax/lab';
import { letterOf } from '@parallax/rewards';
import { imageDataUrl } from '../../completers/data-url.ts';
import type { CheckedClaim, ReportAnswer, ReportExample } from '../report-input.ts';
import { modelColour } from '../results/results-section.ts';

/** An untrained model may write a screenful of nothing. */
const MAX_SHOWN = 900;
/** Says no more than what stands beside the model's name already. */
const BARE_ANSWER = /^\s*(<answer>)?\s*\S{1,8}\s*(<\/answer>)?\s*$/i;

export function examplesSection(examples: readonly ReportExample[], models: readonly string[]): Html | null {
  if (examples.length === 0) return null;
  return html`<section id="examples"><h2>Example questions</h2>
<p class="note">Claims of a chain are checked against the cameras and objects of the scene:
<mark class="true">\u2713 true</mark> <mark class="false">\u2717 false</mark>.</p>
<div class="examples">${examples.map((example) => exampleCard(example, models))}</div></section>`;
}

function exampleCard({ question, images, answers }: ReportExample, models: readonly string[]): Html {
  const wording = question.text.replaceAll('<image>', '').trim();
  const pictures = images.map(
    (bytes, i) =>
      html`<img src="${imageDataUrl(bytes, `Image ${i + 1} of ${question.questionId}`)}" alt="photo ${i + 1}"/>`,
  );
  return html`<article><h3>${question.kind}</h3><div class="pictures">${pictures}</div><p>${stemOf(wording, question.options)}</p>
${
  question.options.length > 0
    ? html`<ol class="options">${question.options.map((text, i) => option(letterOf(i), text, question.answer))}</ol>`
    : html`<p>Answer: <b>${question.answer}${question.geometry.unit === null ? '' : ` ${question.geometry.unit}`}</b></p>`
}
${answers.map((answer) => answerBlock(answer, modelColour(answer.model, models)))}</article>`;
}

function option(letter: string, text: string, answer: string): Html {
  const right = letter === answer;
  return html`<li class="${right ? 'right' : ''}"><b>${letter}</b> ${text}${right && ' \u2713'}</li>`;
}

function answerBlock({ model, completion, score, claims }: ReportAnswer, colour: string): Html {
  const verdict =
    score === null ? 'no answer' : score.value >= 1 ? 'right' : score.value > 0 ? 'partly right' : 'wrong';
  const given = score?.parsed.value ?? score?.parsed.failure ?? '';
  return html`<div class="answer ${colour} ${verdict.replace(' ', '-')}"><div class="head"><b>${model}</b>
<span>${given} <em>${verdict}</em></span></div>${completion !== null && !BARE_ANSWER.test(completion) && html`<p class="chain">${markedChain(completion, claims)}</p>`}</div>`;
}

/** The think block with its claims marked, or the whole completion where there is none. */
function markedChain(completion: string, claims: readonly CheckedClaim[]): Html {
  const chain = chainOf(completion) ?? completion.trim();
  const pieces: Html[] = [];
  let at = 0;
  for (const claim of claims) {
    const start = chain.indexOf(claim.text, at);
    if (start < 0) continue;
    pieces.push(html`${chain.slice(at, start)}`);
    const mark = claim.ok ? '\u2713' : '\u2717';
    const kind = claim.ok ? 'true' : 'false';
    pieces.push(html`<mark class="${kind}" title="${claim.reason}">${mark}\u00a0${claim.text}</mark>`);
    at = start + claim.text.length;
  }
  const rest = chain.slice(at);
  const limit = Math.max(0, MAX_SHOWN - at);
  pieces.push(
    html`${rest.length > limit ? `${rest.slice(0, limit)} \u2026 (${rest.length - limit} more characters)` : rest}`,
  );
  return html`${pieces}`;
}

/** The wording up to the options, which are listed below it. */
function stemOf(wording: string, options: readonly string[]): string {
  const start = options.length === 0 ? -1 : wording.indexOf(`A: ${options[0]}`);
  return start > 0 ? wording.slice(0, start).trim() : wording;
}
