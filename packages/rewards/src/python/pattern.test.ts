import { expect, it } from 'vitest';
import { pythonPattern } from './pattern.ts';

const find = (source: string, text: string, flags = {}) =>
  [...text.matchAll(pythonPattern(source, flags))].map((match) => match[0]);

/** Expected values: Python 3.11, `[m.group() for m in re.finditer(source, text, flags)]`. */
it.each([
  ['\\b[A-D]\\b', '答案是A', {}, []],
  ['\\b[A-D]\\b', '（B）, C', {}, ['B', 'C']],
  ['\\b[A-D]\\b', 'e\u0301A \u0301B', {}, ['A', 'B']],
  ['[A-Z]', '\u0131\u0130\u017f\u212a', { ignoreCase: true }, ['\u0131', '\u0130', '\u017f', '\u212a']],
  ['\\b[A-D]\\b', '\u0345A D\u0345', { ignoreCase: true }, ['A', 'D']],
  ['think', 'TH\u0130N\u212a', { ignoreCase: true }, ['TH\u0130N\u212a']],
  ['\\d+', '12 \u0663\u0664 \u00b2', {}, ['12', '\u0663\u0664']],
  ['a.b', 'a\rb a\nb', {}, ['a\rb']],
  ['a.b', 'a\nb', { dotAll: true }, ['a\nb']],
  ['B$', 'B\n', {}, ['B']],
  ['B$', 'B\n\n', {}, []],
  ['B\\Z', 'B\n', {}, []],
  ['^[A-D]', 'A\nB', { multiline: true }, ['A', 'B']],
  ['\\s+', 'a\u001c\u0085b\ufeffc', {}, ['\u001c\u0085']],
  ['\\{([^}]*)\\}', '{a} {', {}, ['{a}']],
  ['a{2}', 'aaa', {}, ['aa']],
])('%s on %j with %j finds %j', (source, text, flags, expected) => {
  expect(find(source, text, flags)).toEqual(expected);
});
