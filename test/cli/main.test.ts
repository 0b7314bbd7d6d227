import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { gradlab, smallCourse, submit, temporaryFolder } from './gradlab.js';

const COMMANDS = [
  'run',
  'grade',
  'check',
  'build',
  'verify',
  'fill',
  'release',
  'new',
  'report',
  'data',
  'doctor',
];

const course = smallCourse();
submit(course, 'class/ada.ipynb', 'right');
fs.writeFileSync(path.join(course, 'answer.ts'), 'return 1;');
fs.writeFileSync(path.join(course, 'broken.ipynb'), '{');
fs.writeFileSync(path.join(course, 'list.json'), '[{"schemaVersion": 1, "exercise": "x"}]');
fs.writeFileSync(path.join(course, 'old.json'), '[{"schemaVersion": 0}]');
const empty = temporaryFolder();

describe.concurrent('gradlab --help', () => {
  it('lists every command, and the exit codes', async () => {
    const { code, stdout, stderr } = await gradlab(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(stdout).toContain('Exit codes: 0 all passed');
  });

  it.each(COMMANDS)('%s --help shows an example', async (command) => {
    const { code, stdout } = await gradlab([command, '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples?:\n  gradlab ${command}\\b`));
  });

  it('--version prints the version of package.json', async () => {
    const { code, stdout } = await gradlab(['--version']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '0.1.0\n' });
  });
});

/** Each is a mistake that a user makes; the answer names what was meant. */
const MISTAKES: [string, string[], RegExp][] = [
  ['no command', [], /Usage: gradlab/],
  ['a misspelt command', ['grad', 'class'], /unknown command 'grad'\s+\(Did you mean grade\?\)/],
  [
    'a misspelt option',
    ['grade', 'class', '--studnet', 'ada'],
    /unknown option '--studnet'\s+\(Did you mean --student\?\)/,
  ],
  ['a missing argument', ['run'], /missing required argument 'notebook'\n\(gradlab run --help tells more\)/],
  [
    'a missing required option',
    ['fill', '01-mean'],
    /required option '-o, --output <notebook>' not specified/,
  ],
  [
    'a misspelt format',
    ['grade', 'class', '--format', 'jsn'],
    /^--format takes text, json, html, [a-z0-9, ]+: got "jsn", did you mean "json"\?$/m,
  ],
  ['a misspelt isolation', ['grade', 'class', '--isolation', 'proces'], /did you mean "process"\?$/m],
  [
    'a misspelt source',
    ['fill', '01-mean', '-o', 'new.ipynb', '--from', 'solutoin'],
    /^--from takes starter, solution: got "solutoin", did you mean "solution"\?$/m,
  ],
  ['a misspelt data set', ['data', 'fashion-mnst'], /did you mean "fashion-mnist"\?$/m],
  ['a misspelt folder', ['grade', 'clas'], /^There is no file clas: did you mean class\?$/m],
  [
    'a misspelt file',
    ['run', 'class/adda.ipynb'],
    /^There is no file class\/adda\.ipynb: did you mean class\/ada\.ipynb\?$/m,
  ],
  [
    'a misspelt exercise',
    ['verify', '01-maen'],
    /^There is no exercise "01-maen" in .*: did you mean "01-mean"\?$/m,
  ],
  [
    'an exercise unlike any',
    ['release', 'zzzzzzzzzzzz', '-o', 'out'],
    /^There is no exercise "zzzzzzzzzzzz" in .*: there are 01-mean$/m,
  ],
  [
    'a misspelt task',
    ['fill', '01-mean', '-o', 'new.ipynb', '--task', 'maen=answer.ts'],
    /^There is no task "maen": did you mean "mean"\?$/m,
  ],
  [
    'a task without a file',
    ['fill', '01-mean', '-o', 'new.ipynb', '--task', 'mean'],
    /^--task takes ID=FILE: got "mean"$/m,
  ],
  [
    'a misspelt student',
    ['grade', 'class', '--student', 'adda'],
    /^There is no submission of "adda": did you mean "ada"\?$/m,
  ],
  [
    'a wrong shard',
    ['grade', 'class', '--shard', '4/3'],
    /^Cannot read the shard "4\/3": write I\/N with I from 1 to N, e\.g\. 2\/5$/m,
  ],
  [
    'a wrong number of jobs',
    ['grade', 'class', '-j', 'many'],
    /^--jobs takes a whole number from 1: got "many"$/m,
  ],
  [
    'a wrong timeout',
    ['run', 'class/ada.ipynb', '--timeout', '-1'],
    /^--timeout takes a number above 0: got "-1"$/m,
  ],
  ['--resume without --out', ['grade', 'class', '--resume'], /^--resume needs --out DIR/m],
  ['--out that is a file', ['grade', 'class', '--out', 'answer.ts'], /answer\.ts/],
  [
    'a folder without notebooks',
    ['grade', 'graders'],
    /^There are no notebooks \(\.ipynb\) in the given paths, nor archives/m,
  ],
  ['a missing folder of exercises', ['build', '--graders', 'grader'], /^There is no folder grader$/m],
  ['a file that is no notebook', ['run', 'broken.ipynb'], /^The file is not a notebook: it is not JSON/m],
  [
    'a file that is no notebook, checked',
    ['check', 'broken.ipynb'],
    /^broken\.ipynb: The file is not a notebook: it is not JSON/m,
  ],
  ['an output in the place of a folder', ['run', 'class/ada.ipynb', '-o', 'class'], /class/],
  [
    'results that are not JSON',
    ['report', 'answer.ts'],
    /^answer\.ts is not JSON: give the results\.json of gradlab grade --out$/m,
  ],
  [
    'results of another version',
    ['report', 'old.json'],
    /^old\.json holds no results of this version \(schemaVersion 1\)/m,
  ],
  [
    'results that lack fields',
    ['report', 'list.json'],
    /^list\.json is not as gradlab grade wrote it: \[0\]\.title/m,
  ],
  [
    'a bad name of an exercise',
    ['new', '02_Mean'],
    /^An exercise is named with small letters, digits and single hyphens, at most 40: got "02_Mean"$/m,
  ],
  ['an exercise that exists', ['new', '01-mean'], /^There is an exercise "01-mean" already, in /m],
  [
    'a release into a folder that is not empty',
    ['release', '01-mean', '-o', 'class'],
    /^class is not empty: name a new folder/m,
  ],
];

describe.concurrent('what a user gets wrong', () => {
  it.each(MISTAKES)('%s: exit 2, one message on stderr, no stack trace', async (_, args, message) => {
    const { code, stdout, stderr } = await gradlab(args, { cwd: course });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^\s+at |gradlab itself failed|node:internal/m);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  it('no graders/ anywhere: says how to name it', async () => {
    const { code, stderr } = await gradlab(['build'], { cwd: empty });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'There is no graders/ here or in a parent folder: name it with --graders DIR\n',
    });
    expect((await gradlab(['new', '01-first'], { cwd: empty })).stderr).toBe(
      'There is no graders/ here or in a parent folder: --graders graders makes one here\n',
    );
  });

  it('a folder of exercises that has none: verify does not report success', async () => {
    const { code, stderr } = await gradlab(['verify', '--graders', '.'], { cwd: empty });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `There are no exercises in ${empty}: gradlab new SLUG makes one\n`,
    });
  });

  it('names with terminal escapes are shown without them', async () => {
    const { stderr } = await gradlab(['grade', 'class', '--student', '\u001b[2Jada\u202e'], { cwd: course });
    expect(stderr).toContain('There is no submission of " [2Jada "');
  });
});
