import path from 'node:path';
import { expect, it } from 'vitest';
import { gradlab, mustRun, root, temporaryFolder } from './gradlab.js';

const WITHOUT = { GRADLAB_IMAGES: 'off', GRADLAB_REUSE: 'off', GRADLAB_COMPILED_TRAINING: 'off' };

it('a class gets the same results, to the byte, with what is only there to be fast and without', async () => {
  const folder = temporaryFolder();
  const slug = '01-learning-rate-finder';
  const handIn = (student: string, ...args: string[]) =>
    mustRun(['fill', slug, '-o', path.join(folder, student, `${slug}.ipynb`), ...args], root);
  const answer = (task: string, file: string) => [
    '--from',
    'solution',
    '--task',
    `${task}=${path.join(root, 'graders', slug, file)}`,
  ];
  handIn('untouched');
  handIn('right', '--from', 'solution');
  handIn('right otherwise', ...answer('best-lr', 'right/best-lr-loop.ts'));
  handIn('also right', ...answer('fit', 'right/fit-two-callbacks.ts'));
  handIn('wrong', ...answer('lr-factor', 'wrong/exponent-steps-minus-one.ts'));
  handIn('does not compile', ...answer('best-lr', 'wrong/index-as-tensor.ts'));
  const results = async (env: NodeJS.ProcessEnv) => {
    const args = ['grade', folder, '--stable', '--format', 'json', '--exit-zero', '-j', '2'];
    const { code, stdout } = await gradlab(args, { env });
    expect(code).toBe(0);
    return stdout;
  };
  const fast = await results({});
  expect((JSON.parse(fast) as { score: number }[]).map(({ score }) => score)).toEqual([10, 7, 10, 10, 0, 8]);
  expect(await results(WITHOUT)).toBe(fast);
}, 300_000);
