import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CompilerProcess, gradlabRoot, Session, workplaceFor } from '../../dist/session/index.js';
import { temporaryFolder, writeFiles } from './run-cells.js';

const SECRET = 'theSecretAnswer';
/** Submissions side by side; cells of `mine` may import `allowed.ts` and `data.json`. */
const class_ = temporaryFolder({
  'mine/allowed.ts': 'export const fine = 1;\n',
  'mine/data.json': '{ "fine": 2 }',
  'mine/unlisted.ts': `export const ${SECRET} = 1;\n`,
  'mine/package.json': `{ "name": "mine", "${SECRET}": 1, "imports": { "#inner": "./unlisted.ts" } }`,
  'mine/tsconfig.json': `{ "compilerOptions": { "strict": false, "paths": { "mapped": ["./unlisted.ts"] } } }`,
  'mine/node_modules/theirs/package.json': '{ "name": "theirs", "types": "index.d.ts" }',
  'mine/node_modules/theirs/index.d.ts': `export const ${SECRET}: number;\n`,
  'mine/node_modules/@types/global/index.d.ts': `declare const ${SECRET}: number;\n`,
  'other/answer.ts': `export const ${SECRET} = 1;\n`,
  'other/answer.json': `{ "${SECRET}": 1 }`,
  'graders/x/grader.ts': `export const ${SECRET} = 1;\n`,
  'graders/x/grader.d.ts': `export const ${SECRET}: number;\n`,
});
const root = path.join(class_, 'mine');
fs.symlinkSync('../other/answer.ts', path.join(root, 'linked.ts'));
fs.symlinkSync('../other', path.join(root, 'linked-folder'));
const workplace = workplaceFor(undefined, {
  root,
  files: ['allowed.ts', 'data.json', 'linked.ts', 'linked-folder/answer.ts'],
});
const compiler = new CompilerProcess(workplace);

/** Cells that do not compile leave nothing behind: one session for all, one for where every file may be imported. */
let listed: Session;
let whole: Session;
beforeAll(async () => {
  listed = await Session.start({ workplace, cwd: root, compiler });
  whole = await Session.start({ workplace: { ...workplace, local: { root } }, cwd: root });
});
afterAll(async () => {
  await Promise.all([listed.close(), whole.close()]);
  compiler.close();
});

async function errorOf(source: string, session = listed): Promise<string> {
  const outcome = await session.execute('c', source);
  if (outcome.status !== 'error' || !outcome.diagnostics)
    throw new Error(`Not a compile error: ${JSON.stringify(outcome)}`);
  return JSON.stringify([outcome.diagnostics, outcome.error]);
}

/** An error without what differs by the length and text of a file's name. */
const withoutName = (error: string, name: string) =>
  error
    .replaceAll(name, 'NAME')
    .replaceAll(name.replace(/^\.\.?(?=\/)/, ''), '/NAME')
    .replaceAll(name.replace(/^\.\//, ''), 'NAME')
    .replace(/"length":\d+/g, '')
    .replace(/~+/g, '');

const grader = path.join(gradlabRoot, 'graders/01-learning-rate-finder/grader');

test.each([
  ['/etc/passwd'],
  ['/etc/passwd.json'],
  ['../other/answer'],
  ['../other/answer.ts'],
  ['../other/answer.json'],
  [path.join(class_, 'other/answer.ts')],
  ['../graders/x/grader'],
  ['../graders/x/grader.ts'],
  [path.join(class_, 'graders/x/grader.d.ts')],
  [grader],
  [`${grader}.ts`],
  [`file://${grader}.ts`],
  ['./linked'],
  ['./linked.ts'],
  ['./linked-folder/answer'],
  ['./unlisted'],
  ['./package.json'],
  ['./tsconfig.json'],
  ['theirs'],
  ['./node_modules/theirs'],
  ['mapped'],
  ['#inner'],
])('an import of %s is a compile error that tells nothing of the file', async (name) => {
  const sources = [
    `import * as x from '${name}'\nx.${SECRET}`,
    `import { other } from '${name}'\nother`,
    `type X = import('${name}').Y`,
    `export * from '${name}'`,
  ];
  for (const source of sources) {
    const error = await errorOf(source);
    expect(error).toMatch(/"code":(2307|2732)\b/);
    expect(error.replaceAll(`x.${SECRET}`, '')).not.toContain(SECRET);
  }
});

test('what is allowed can be imported', async () => {
  expect(
    await listed.execute('c', 'import { fine } from "./allowed"\nimport d from "./data.json"\nfine + d.fine'),
  ).toMatchObject({ status: 'ok', value: { 'text/plain': '3' } });
});

test.each(['../other/links', './linked.ts', '../other/answer.ts'])(
  'where every file of the folder may be imported, %s outside of it may not',
  async (name) => {
    expect(await errorOf(`import * as x from '${name}'`, whole)).toContain('"code":2307');
  },
);

test.each([
  ['/etc/passwd', '/etc/no-such-file'],
  [`${grader}.ts`, `${path.dirname(grader)}/missing.ts`],
  ['../other/answer.ts', '../other/missing.ts'],
  ['./linked.ts', './missing.ts'],
])(
  'a reference path tells nothing: %s is reported like a file that does not exist',
  async (existing, missing) => {
    const told = async (name: string) =>
      withoutName(await errorOf(`/// <reference path="${name}" />\n1`), name);
    expect(await told(existing)).toBe(await told(missing));
  },
);

test.each([
  ['../other/answer', '../other/missing'],
  ['../other/answer.ts', '../other/missing.ts'],
  ['/etc/passwd', '/etc/missing'],
  [grader, path.join(path.dirname(grader), 'missing')],
  ['./unlisted', './missing'],
  ['./package.json', './missing.json'],
  ['../other', '../missing'],
  ['theirs', 'missing'],
])('an import tells nothing: %s is reported like %s, which does not exist', async (existing, missing) => {
  const told = async (name: string) => withoutName(await errorOf(`import { q } from '${name}'`), name);
  expect(await told(existing)).toBe(await told(missing));
});

test('reference types outside the packages are not read', async () => {
  for (const name of ['global', `${class_}/mine/node_modules/@types/global`, '../graders/x/grader']) {
    expect(await errorOf(`/// <reference types="${name}" />\n${SECRET}`)).toMatch(/"code":2688\b/);
  }
});

test('the submission’s tsconfig and types do not count', async () => {
  expect(await errorOf('const f = (x) => x')).toContain('7006');
  expect(await errorOf(SECRET)).toContain('2304');
});

test('a listed file may import only what a cell may', async () => {
  writeFiles(class_, {
    'mine/allowed.ts': `export { ${SECRET} } from './unlisted';\nexport * from '../other/answer';\nexport const fine = 1;\n`,
  });
  expect(await errorOf(`import { ${SECRET} } from './allowed'\nconst n: null = 1`)).not.toContain('number;');
  expect(await errorOf(`import * as all from './allowed'\nconst n: null = all`)).toContain('2322');
});
