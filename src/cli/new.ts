import fs from 'node:fs';
import path from 'node:path';
import { gradlabRoot } from '../session/index.js';
import { gradersFolder } from './exercise-folders.js';
import { EXIT, UsageError } from './exit-code.js';

/** `gradlab new`: copies the template of an exercise that builds and verifies as it is. */
export async function newExercise(slug: string, options: { graders?: string }): Promise<number> {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) || slug.length > 40) {
    throw new UsageError(
      `An exercise is named with small letters, digits and single hyphens, at most 40: got "${slug}"`,
    );
  }
  // The first exercise of a course: its folder need not be there.
  if (options.graders !== undefined) fs.mkdirSync(options.graders, { recursive: true });
  const graders = gradersFolder(options.graders);
  const folder = path.join(graders, slug);
  if (fs.existsSync(folder)) throw new UsageError(`There is an exercise "${slug}" already, in ${folder}`);
  const template = path.join(gradlabRoot, 'templates', 'exercise');
  const title = titleOf(slug);
  for (const name of fs.readdirSync(template, { recursive: true, encoding: 'utf8' })) {
    const from = path.join(template, name);
    if (fs.statSync(from).isDirectory()) continue;
    const to = path.join(folder, name);
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.writeFileSync(
      to,
      fs.readFileSync(from, 'utf8').replaceAll('__SLUG__', slug).replaceAll('__TITLE__', title),
    );
  }
  const shown = path.relative(process.cwd(), folder) || '.';
  process.stdout.write(`${shown}\n`);
  process.stderr.write(`It builds and verifies as it is. What to write next:
  exercise.json   title, tasks, limits
  exercise.ts     the notebook: text, given code, answers between @FILL marks
  probes.ts       what to call in the student's notebook; probes.hidden.ts stays with you
  grader.ts       the table of checks
  right/ wrong/   answers that must pass, and mistakes with the check that catches each
Then: gradlab build ${slug} && gradlab verify ${slug}
`);
  return EXIT.passed;
}

/** `04-data-loading` becomes `Exercise 4: Data loading`. */
function titleOf(slug: string): string {
  const [, number, words] = /^(\d+)-(.+)$/.exec(slug) ?? [undefined, undefined, slug];
  const text = words.replaceAll('-', ' ');
  const title = text[0]!.toUpperCase() + text.slice(1);
  return number === undefined ? title : `Exercise ${Number(number)}: ${title}`;
}
