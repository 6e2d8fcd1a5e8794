import { expect, it } from 'vitest';
import { pythonSplitLines, pythonTail } from './lines.ts';
import { pythonLiteral, pythonStr } from './literal.ts';

/** Expected values: Python 3.11, `str(ast.literal_eval(text))`, null where it raises. */
it.each([
  ['[1, 2.50]', '[1, 2.5]'],
  ['[0x1F, 1_000]', '[31, 1000]'],
  ["['it''s', \"it's\"]", "['its', \"it's\"]"],
  ['[(1,), (), (2)]', '[(1,), (), 2]'],
  ['{"a": [None, True]}', "{'a': [None, True]}"],
  ['[1+2j]', '[(1+2j)]'],
  ['"x"', 'x'],
  ['[\n1, # one\n]', '[1]'],
  ['[1] \n', '[1]'],
  ['[012]', null],
  ['[three]', null],
  ['[5 meters]', null],
  ['[1', null],
  ['\u00a0[1]', null],
  ['[1]\0', null],
])('literal_eval(%j) is %j', (text, expected) => {
  const literal = pythonLiteral(text);
  expect(literal === null ? null : pythonStr(literal)).toBe(expected);
});

it('splits lines and counts characters as Python does', () => {
  expect(pythonSplitLines('a\r\nb\x1cc\u2028d\x85')).toEqual(['a', 'b', 'c', 'd']);
  expect(pythonSplitLines('')).toEqual([]);
  expect(pythonSplitLines('\n\n')).toEqual(['', '']);
  expect(pythonTail('ab😀c', 2)).toBe('😀c');
  expect(pythonTail('😀', 5)).toBe('😀');
});
