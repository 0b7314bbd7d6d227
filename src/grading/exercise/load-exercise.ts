import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import {
  ExerciseError,
  parseExercise,
  type ExerciseDocument,
  type ExerciseProblem,
} from '../../notebook/index.js';
import type { GraderDefinition } from '../define/check.js';
import type { Probe } from '../define/probe.js';
import { checkGrader } from './check-grader.js';
import { importTypeScript } from './import-typescript.js';
import { exerciseSchema, type ExerciseSettings } from './exercise-schema.js';
import { readReference, type ReferenceOutputs } from './reference-outputs.js';
import { transpileProbes } from './transpile-probes.js';

/** An exercise as the grader has it: everything in its folder but the `right/` and `wrong/` answers. */
export interface Exercise {
  slug: string;
  folder: string;
  settings: ExerciseSettings;
  document: ExerciseDocument;
  grader: GraderDefinition;
  /** The modules of probes as CommonJS, ready for the student's process. */
  probeCode: { public: string; hidden: string };
  reference: ReferenceOutputs;
}

/** Reads exercise.json and exercise.ts: what building a notebook needs.
 * @throws {ExerciseError} With every problem, each with its file and line. */
export function loadDocument(folder: string): { settings: ExerciseSettings; document: ExerciseDocument } {
  const settings = loadSettings(folder);
  const file = path.join(folder, 'exercise.ts');
  const source = readText(file, 'the cells of the notebook in percent format');
  const { id: slug, title, version, tasks } = settings;
  return {
    settings,
    document: parseExercise({ slug, title, version, tasks: tasks.map(({ id }) => id), source, file }),
  };
}

/** Reads a whole exercise, its grader included.
 * @throws {ExerciseError} With every problem, each with its file and line. */
export function loadExercise(folder: string): Exercise {
  const { settings, document } = loadDocument(folder);
  const publicFile = path.join(folder, 'probes.ts');
  const hiddenFile = path.join(folder, 'probes.hidden.ts');
  const graderFile = path.join(folder, 'grader.ts');
  const grader = importTypeScript(graderFile).default as GraderDefinition | undefined;
  const probes = {
    public: importProbes(publicFile),
    hidden: importProbes(hiddenFile),
  };
  checkGrader(grader, { settings, probes, file: graderFile });
  return {
    slug: settings.id,
    folder,
    settings,
    document,
    grader,
    probeCode: { public: transpileProbes(publicFile), hidden: transpileProbes(hiddenFile) },
    reference: readReference(folder),
  };
}

function loadSettings(folder: string): ExerciseSettings {
  const file = path.join(folder, 'exercise.json');
  const text = readText(file, 'title, tasks and limits');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ExerciseError([{ file, message: `This is not JSON: ${(error as Error).message}` }]);
  }
  const parsed = exerciseSchema.safeParse(json);
  if (!parsed.success)
    throw new ExerciseError(parsed.error.issues.map((issue) => settingsProblem(file, issue)));
  if (parsed.data.id !== path.basename(folder)) {
    throw new ExerciseError([
      {
        file,
        message: `The id "${parsed.data.id}" must be the name of the folder, "${path.basename(folder)}"`,
      },
    ]);
  }
  return parsed.data;
}

function settingsProblem(file: string, issue: z.core.$ZodIssue): ExerciseProblem {
  const at = issue.path.length ? `${z.core.toDotPath(issue.path)}: ` : '';
  return { file, message: `${at}${issue.message}` };
}

function importProbes(file: string): Record<string, Probe> {
  return fs.existsSync(file) ? (importTypeScript(file) as Record<string, Probe>) : {};
}

function readText(file: string, holds: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new ExerciseError([{ file, message: `This file is missing: it holds ${holds}` }]);
  }
}
