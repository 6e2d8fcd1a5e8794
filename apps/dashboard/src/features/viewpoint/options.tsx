/** The question as a model reads it, its options with the right one marked, and the model's choice. */
import type { Question } from '@parallax/dataset/schema';

interface OptionsProps {
  readonly question: Question;
  readonly chosen?: string | null;
}

const FIRST_LETTER = 'A'.charCodeAt(0);

export function Options({ question, chosen }: OptionsProps) {
  const { text, options, answer, answerType, chance } = question;
  return (
    <>
      <p className="question-text">{wordingOf(text, options)}</p>
      {answerType === 'choice' ? (
        <ol className="options">
          {options.map((option, i) => {
            const letter = String.fromCharCode(FIRST_LETTER + i);
            const right = letter === answer;
            return (
              <li key={letter} className={right ? 'right' : chosen === letter ? 'chosen-wrong' : undefined}>
                <span className="letter">{letter}</span>
                <span>{option}</span>
                {right && <span className="tag">✓ right</span>}
                {chosen === letter && <span className="tag">{right ? 'chosen' : '✗ chosen'}</span>}
              </li>
            );
          })}
        </ol>
      ) : (
        <p className="open-answer">
          Answer: <strong>{answer}</strong>
          {chosen !== undefined && <>; the model says {chosen ?? 'nothing that could be read'}</>}
        </p>
      )}
      <p className="hint">Chance {(chance * 100).toFixed(1)} %</p>
    </>
  );
}

/** Without image markers and without the options, which stand below. */
function wordingOf(text: string, options: readonly string[]): string {
  let wording = text.replaceAll('<image>', '');
  options.forEach((option, i) => {
    const letter = String.fromCharCode(FIRST_LETTER + i);
    for (const form of [`${letter}: `, `${letter}. `, `(${letter}) `, `${letter}) `]) {
      wording = wording.replace(`${form}${option}`, '');
    }
  });
  return wording
    .replace(/ {2,}/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
