import { describe, expect, test } from 'vitest';
import { fillNotebook, insertCodeCell, starterNotebook } from '../../src/notebook/index.js';
import { indentTo } from '../../src/notebook/indent.js';
import { exerciseFrom } from './exercise-one.js';

const document = exerciseFrom(
  '// %% id="c"\nfunction f() {\n    // @FILL begin a\n    right();\n    // @FILL stub\n    // todo(\'a\');\n    // @FILL end\n}\n\n// %% [markdown] id="w"\n// <!-- @ANSWER why -->\n// Because.',
);
const filled = (answer: string) =>
  fillNotebook(document, 'starter', new Map([['a', answer]])).cells[0]!.source;
const around = (text: string) => `function f() {\n${text}\n}`;

describe('fillNotebook()', () => {
  test.each([
    ['one line', 'x();', '    x();'],
    ['an answer that is indented already', '  if (a) {\n    b();\n  }', '    if (a) {\n      b();\n    }'],
    ['tabs', '\tif (a)\n\t\tb();', '    if (a)\n    \tb();'],
    ['tabs and spaces mixed', '\ta();\n  b();', '    \ta();\n      b();'],
    ['Windows line ends', 'a();\r\n\r\nb();\r\n', '    a();\n\n    b();\n'],
    ['nothing', '', ''],
    ['only comments', '// nothing\n/* at\n   all */', '    // nothing\n    /* at\n       all */'],
    [
      'template literals of several lines',
      'const a = `one\n  two ${x +\n1}\nthree`;\n  b();',
      '    const a = `one\n  two ${x +\n    1}\nthree`;\n      b();',
    ],
    ['a string that goes on in the next line', "a('b\\\nc');", "    a('b\\\nc');"],
    [
      'marks as text',
      "a('// @FILL end');\n// @FILL begin b\n// %%\n// @SHOW",
      "    a('// @FILL end');\n    // @FILL begin b\n    // %%\n    // @SHOW",
    ],
    ['a template literal without an end', 'a(`b\n c', '    a(`b\n c'],
  ])('re-indents %s', (_, answer, expected) => {
    expect(filled(answer)).toBe(around(expected));
  });

  test('puts written answers in as they are', () => {
    expect(
      fillNotebook(document, 'solution', new Map([['why', '  - so\n']])).cells.map(({ source }) => source),
    ).toEqual([around('    right();'), '  - so\n']);
  });

  test('throws RangeError when there is no such task', () => {
    expect(() => fillNotebook(document, 'starter', new Map([['b', '']]))).toThrow(
      new RangeError('There is no task "b": the tasks are a, why'),
    );
  });
});

describe('indentTo()', () => {
  test('moves 200 000 lines with as many templates', () => {
    expect(indentTo('a`b`;\n'.repeat(200_000), '  ')).toHaveLength(200_000 * 8);
  });
});

describe('insertCodeCell()', () => {
  test('puts a cell in front of another', () => {
    const notebook = starterNotebook(document);
    insertCodeCell(notebook, { before: 'w', id: 'mine', source: 'x' });
    expect(notebook.cells.map(({ id }) => id)).toEqual(['c', 'mine', 'w']);
  });

  test('throws RangeError when there is no such cell', () => {
    expect(() => insertCodeCell(starterNotebook(document), { before: 'x', id: 'y', source: '' })).toThrow(
      new RangeError('There is no cell "x"'),
    );
  });
});
