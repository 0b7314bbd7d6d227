import fs from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../session/make-folder.js';
import { importAssignment, type ImportedExercise } from '../nbgrader/index.js';
import { plainText } from '../report/plain-text.js';
import { gradlabRoot } from '../session/index.js';
import { gradersFolder } from './exercise-folders.js';
import { EXIT, UsageError } from './exit-code.js';
import { count } from './mark/count.js';
import { readNotebook } from './read-file.js';

interface Options {
  graders?: string;
  fromNbgrader?: string;
}

/** `gradlab new`: an exercise that builds and verifies as it is, from the template or from an assignment of nbgrader. */
export async function newExercise(slug: string, options: Options): Promise<number> {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) || slug.length > 40) {
    throw new UsageError(
      `An exercise is named with small letters, digits and single hyphens, at most 40: got "${slug}"`,
    );
  }
  const title = titleOf(slug);
  const assignment = options.fromNbgrader;
  const imported =
    assignment === undefined
      ? undefined
      : importAssignment(readNotebook(assignment), { slug, title, file: assignment });
  const files = imported?.files ?? fromTemplate(slug, title);
  // The first exercise of a course: its folder need not be there.
  if (options.graders !== undefined) makeFolder(options.graders);
  const graders = gradersFolder(options.graders, '--graders graders makes one here');
  const folder = path.join(graders, slug);
  if (fs.existsSync(folder)) throw new UsageError(`There is an exercise "${slug}" already, in ${folder}`);
  for (const [name, text] of Object.entries(files)) {
    const to = path.join(folder, name);
    makeFolder(path.dirname(to));
    fs.writeFileSync(to, text);
  }
  process.stdout.write(`${path.relative(process.cwd(), folder) || '.'}\n`);
  const next = imported ? whatIsLeft(imported, assignment!) : WHAT_NEXT;
  process.stderr.write(`${next}Then: gradlab build ${slug} && gradlab verify ${slug}\n`);
  return EXIT.passed;
}

function whatIsLeft({ counts, leftToDo }: ImportedExercise, assignment: string): string {
  const came = [
    count(counts.tasks, 'task'),
    count(counts.checks, 'check'),
    count(counts.points, 'point'),
  ].join(', ');
  const lines = leftToDo.map((line) => `  ${plainText(line)}\n`).join('');
  return `${came} from ${plainText(assignment)}. It builds as it is.${lines ? ' What is left to do:' : ''}\n${lines}`;
}

const WHAT_NEXT = `It builds and verifies as it is. What to write next:
  exercise.json   title, tasks, limits
  exercise.ts     the notebook: text, given code, answers between @FILL marks
  probes.ts       what to call in the student's notebook; probes.hidden.ts stays with you
  grader.ts       the table of checks
  right/ wrong/   answers that must pass, and mistakes with the check that catches each
`;

/** The files of the template, by name. */
function fromTemplate(slug: string, title: string): Record<string, string> {
  const template = path.join(gradlabRoot, 'templates', 'exercise');
  const names = fs
    .readdirSync(template, { recursive: true, encoding: 'utf8' })
    .filter((name) => fs.statSync(path.join(template, name)).isFile());
  return Object.fromEntries(
    names.map((name) => [
      name,
      fs
        .readFileSync(path.join(template, name), 'utf8')
        .replaceAll('__SLUG__', slug)
        .replaceAll('__TITLE__', title),
    ]),
  );
}

/** `04-data-loading` becomes `Exercise 4: Data loading`. */
function titleOf(slug: string): string {
  const [, number, words] = /^(\d+)-(.+)$/.exec(slug) ?? [undefined, undefined, slug];
  const text = words.replaceAll('-', ' ');
  const title = text[0]!.toUpperCase() + text.slice(1);
  return number === undefined ? title : `Exercise ${Number(number)}: ${title}`;
}
