import type { Exercise } from '../grading/exercise/load-exercise.js';
import { parseSubmission } from '../grading/parse-submission.js';
import { identifyExercise, NotebookFormatError } from '../notebook/index.js';
import { stemOf, type FoundSubmission } from './find-submissions.js';
import type { Assigned } from './grade-batch.js';
import { readSubmission } from './read-submission.js';

interface AssignOptions {
  /** Grade all as this exercise. */
  only: string | undefined;
  known: string[];
  load: (slug: string) => Exercise;
}

/** Finds out which exercise each submission is of: as told, else as its metadata or its file name say, else as most of
 * the others are.
 * @throws {RangeError} If that cannot be told for any of them. */
export function assignExercises(found: FoundSubmission[], { only, known, load }: AssignOptions): Assigned[] {
  const slugs = found.map((submission) => only ?? slugOf(submission, known));
  const usual = mostFrequent(slugs) ?? (known.length === 1 ? known[0] : undefined);
  const loaded = new Map<string, Exercise>();
  return found.map((submission, at) => {
    const slug = slugs[at] ?? usual;
    if (slug === undefined)
      throw (
        submission.fault ??
        new RangeError(`Cannot tell which exercise ${submission.file} is of: name it with --exercise SLUG`)
      );
    if (!loaded.has(slug)) loaded.set(slug, load(slug));
    return { ...submission, exercise: loaded.get(slug)! };
  });
}

function slugOf(submission: FoundSubmission, known: string[]): string | undefined {
  const named = known.find((slug) => slug === stemOf(submission.file));
  const content = readSubmission(submission);
  if ('why' in content) return named;
  try {
    const said = identifyExercise(parseSubmission(content));
    return said !== undefined && known.includes(said) ? said : named;
  } catch (error) {
    if (error instanceof NotebookFormatError) return named;
    throw error;
  }
}

function mostFrequent(slugs: (string | undefined)[]): string | undefined {
  const counts = new Map<string, number>();
  for (const slug of slugs) if (slug !== undefined) counts.set(slug, (counts.get(slug) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
