import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { instructorsNotebook } from '../nbgrader/assignments.js';
import { edit, root, smallCourse, submit, temporaryFolder } from '../cli/gradlab.js';

const page = (name: string) => fs.readFileSync(path.join(root, 'docs', name), 'utf8');

/** The lines of all sh blocks. */
const commandsOf = (text: string) =>
  [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].flatMap(([, block]) => block!.trim().split('\n'));

/** Files that the page shows: a name in backticks and a colon, and a block below. */
const filesOf = (text: string) =>
  [...text.matchAll(/^`([\w.-]+)`:\n\n```(?:csv|yaml)\n([^]*?)^```$/gm)].map(([, name, content]) => ({
    name: name!,
    content: content!,
  }));

function run(command: string, cwd: string): { status: number | null; stdout: string; stderr: string } {
  const program = `"${process.execPath}" "${path.join(root, 'bin/gradlab.js')}"`;
  return spawnSync('bash', ['-ec', command.replace(/^npx gradlab/, program)], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, GRADLAB_ISOLATION: 'process', JUPYTER_DATA_DIR: path.join(cwd, 'jupyter') },
  });
}

const hasRegistry =
  spawnSync('npm', ['view', 'commander@14', 'version'], { encoding: 'utf8', timeout: 20_000 }).status === 0;

describe.skipIf(process.platform === 'win32')(
  'every command of the pages in docs/ works as it stands there',
  () => {
    it('instructors.md, from the exercise to the gradebook', () => {
      const text = page('instructors.md');
      const course = path.join(temporaryFolder(), 'clone');
      fs.cpSync(smallCourse(), course, { recursive: true }); // `gradlab new`, and a written answer.
      submit(course, 'submissions/ada/01-mean.ipynb', 'wrong');
      submit(course, 'submissions/bo/01-mean.ipynb', 'right');
      for (const { name, content } of filesOf(text)) fs.writeFileSync(path.join(course, name), content);
      fs.writeFileSync(
        path.join(course, 'gradebook.csv'),
        'Student,ID,SIS Login ID,Section,01-mean (77),Final Score\n    Points Possible,,,,2.5,(read only)\n"Lovelace, Ada",1001,ada,A,,\n"Diddley, Bo",1002,bo,A,,\n',
      );
      fs.mkdirSync(path.join(course, 'source/ps1'), { recursive: true });
      fs.writeFileSync(path.join(course, 'source/ps1/problem1.ipynb'), instructorsNotebook('python'));
      const done: string[] = [];
      for (const command of commandsOf(text)) {
        if (command.endsWith(' new 01-mean') || (command.includes(' release ') && !hasRegistry)) continue;
        if (command.endsWith('marks/to-mark.csv'))
          edit(path.join(course, 'marks/to-mark.csv'), (sheet) =>
            sheet.replaceAll('why/reason,,,', 'why/reason,0.5,Well put,'),
          );
        const { status, stdout, stderr } = run(command, course);
        expect({ command, status, stderr: status ? stderr : '' }).toEqual({ command, status: 0, stderr: '' });
        done.push(stdout);
      }
      // Ada is right but for one check, half of which was given back by hand; Bo is late by 1.5 h, or one day begun.
      expect(fs.readFileSync(path.join(course, 'filled.csv'), 'utf8').split('\n').slice(2, 4)).toEqual([
        expect.stringMatching(/^"Lovelace, Ada",1001,ada,A,[12](\.\d+)?,$/),
        '"Diddley, Bo",1002,bo,A,2.25,',
      ]);
      expect(fs.readdirSync(path.join(course, 'feedback'))).toEqual(['ada.html', 'bo.html']);
      expect(fs.readFileSync(path.join(course, 'feedback/ada.html'), 'utf8')).toContain(
        'Right for three values only',
      );
      expect(fs.readFileSync(path.join(course, 'feedback/bo.html'), 'utf8')).toContain(
        'Handed in 1 h 30 min late',
      );
      expect(done.at(-1)).toContain('mean/three: pass');
    }, 300_000);

    it('ci.md', () => {
      const course = smallCourse({ built: true });
      fs.copyFileSync(submit(course, 'right.ipynb', 'right'), path.join(course, 'notebooks/01-mean.ipynb'));
      submit(course, 'submissions/ada/01-mean.ipynb', 'wrong');
      submit(course, 'submissions/bo/01-mean.ipynb', 'right');
      for (const command of commandsOf(page('ci.md'))) {
        const { status, stderr } = run(command, course);
        expect({ command, status, stderr: status ? stderr : '' }).toEqual({ command, status: 0, stderr: '' });
      }
      for (const name of ['junit.xml', 'summary.md', 'badge.json', 'class.html'])
        expect(fs.statSync(path.join(course, name)).size).toBeGreaterThan(50);
    }, 300_000);

    it('students.md: but for what installs or opens a window', () => {
      const folder = temporaryFolder();
      const commands = commandsOf(page('students.md'));
      expect(commands).toEqual([
        'npm ci', // With npm run check in test/cli/release.test.ts.
        'npx gradlab doctor',
        'npx gradlab lab', // In test/browser.
        'npx gradlab kernel install --user',
        'npm run check',
      ]);
      for (const command of commands.filter((one) => /doctor|install/.test(one)))
        expect({ command, status: run(command, folder).status }).toEqual({ command, status: 0 });
      expect(fs.readdirSync(path.join(folder, 'jupyter/kernels'))).toEqual(['gradlab']);
    });
  },
);
