import { expect, test } from 'vitest';
import { importsOf, packageOf } from './imports.ts';

test('finds every form of import, with its line', () => {
  const source = [
    "import { a, b as c } from 'one';",
    "import type { T } from '@scope/two/schema';",
    'import {',
    '  long,',
    "} from './three.ts';",
    "import 'four';",
    "export * from './five.ts';",
    // Split, so that the scan of this file itself does not see them.
    `const six = await im${''}port('six');`,
    `const seven = re${''}quire('seven');`,
    "import def, * as all from 'eight';",
  ].join('\n');
  expect(importsOf(source)).toEqual([
    { specifier: 'one', typeOnly: false, line: 1 },
    { specifier: '@scope/two/schema', typeOnly: true, line: 2 },
    { specifier: './three.ts', typeOnly: false, line: 3 },
    { specifier: 'four', typeOnly: false, line: 6 },
    { specifier: './five.ts', typeOnly: false, line: 7 },
    { specifier: 'eight', typeOnly: false, line: 10 },
    { specifier: 'six', typeOnly: false, line: 8 },
    { specifier: 'seven', typeOnly: false, line: 9 },
  ]);
});

test('comments and code that only looks alike are no imports', () => {
  const source =
    "/** import { a } from 'one'; */\n// import 'two';\nexport const from = 'three';\nexport const x = { y: 'z' };\n";
  expect(importsOf(source)).toEqual([]);
});

test('the package of a specifier', () => {
  expect(packageOf('@scope/name/deep/path')).toBe('@scope/name');
  expect(packageOf('name/deep')).toBe('name');
});
