import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { nbgraderExport, readRoster } from '../../src/gradebook/index.js';
import { readCellMetadata } from '../../src/nbgrader/cell-metadata.js';
import { importAssignment } from '../../src/nbgrader/index.js';
import { ExerciseError, parseNotebook, starterNotebook } from '../../src/notebook/index.js';
import { temporaryFolder } from '../cli/gradlab.js';
import { assignmentOf, instructorsNotebook, writtenExercise } from '../nbgrader/assignments.js';
import { checked, graded } from '../report/results.js';
import { ask, hasImporters } from './importers.js';

/** What nbgrader makes of a notebook. */
interface Read {
  file: string;
  /** Metadata by cell, upgraded. */
  cells?: ({ points?: number; solution?: boolean; task?: boolean } | null)[];
  refused?: string;
  /** Lines of the instructor's version that the students' lacks. */
  removed?: string[];
  unclear?: string;
}

/** Metadata that are wrong, each in its own way, and some that are not. */
const METADATA = [
  {},
  { grade: false, solution: false, locked: false, grade_id: 'none' },
  { grade: true, solution: true, grade_id: 'no-points' },
  { grade: true, solution: true, grade_id: 'text-points', points: '2.5' },
  { grade: true, solution: true, grade_id: 'empty-points', points: '' },
  { grade: true, solution: true, grade_id: 'negative', points: -1 },
  { grade: false, solution: true, grade_id: 'dropped-points', points: 3, extra: 'key' },
  {
    schema_version: 1,
    grade: false,
    solution: true,
    locked: false,
    grade_id: 'one',
    checksum: 'a'.repeat(32),
  },
  { schema_version: 2, grade: true, solution: true, locked: false, grade_id: 'two', points: 1 },
  { schema_version: 3, grade: true, solution: true, locked: false, grade_id: 'negative-3', points: -1 },
  { schema_version: 3, grade: true, solution: true, locked: false, grade_id: 'text-3', points: '1' },
  { schema_version: 3, grade: true, solution: true, locked: false, grade_id: 'with blank', points: 1 },
  { schema_version: 3, grade: true, solution: true, locked: false, points: 1 },
  { schema_version: 3, grade: true, solution: true, locked: false, grade_id: '', points: 1 },
  { schema_version: 3, solution: true, locked: false, grade_id: 'no-grade' },
  {
    schema_version: 3,
    grade: false,
    solution: false,
    locked: true,
    task: true,
    grade_id: 'code-task',
    points: 1,
  },
  { schema_version: 3, grade: 1, solution: true, locked: false, grade_id: 'number', points: 1 },
  { schema_version: 4, grade: false, solution: true, locked: false, grade_id: 'four' },
];

describe.skipIf(!hasImporters())('nbgrader itself', () => {
  const folder = temporaryFolder();
  let read: Read[];
  beforeAll(() => {
    const written = METADATA.map((nbgrader, at) => {
      const file = path.join(folder, `metadata-${at}.ipynb`);
      fs.writeFileSync(file, assignmentOf([{ source: 'x = 1', nbgrader }]));
      return file;
    });
    for (const language of ['python', 'typescript']) {
      written.push(path.join(folder, `${language}.ipynb`));
      fs.writeFileSync(written.at(-1)!, instructorsNotebook(language));
    }
    read = ask<Read[]>('nbgrader_metadata.py', written);
  }, 120_000);

  it('reads its own notebooks, and others, as we do: the same metadata from all its schemas, the same ones refused', () => {
    expect(read.length).toBeGreaterThan(80 + METADATA.length);
    for (const { file, cells, refused } of read) {
      const wrong: string[] = [];
      const own = parseNotebook(fs.readFileSync(file)).cells.map(({ metadata, kind }) =>
        'nbgrader' in metadata
          ? (readCellMetadata(metadata.nbgrader, kind, (message) => wrong.push(message)) ?? null)
          : null,
      );
      const duplicate = /duplicate-grade-ids/.test(file); // A rule about the whole notebook: below.
      expect({ file, refused: wrong.length > 0 || duplicate }).toEqual({
        file,
        refused: refused !== undefined,
      });
      if (cells) expect({ file, cells: own }).toEqual({ file, cells });
    }
  });

  it('gives students no line that our starter has not left out, too, and as many points as we do', () => {
    const imported = read.flatMap((one) => {
      const { file, cells, refused, unclear } = one;
      const isAssignment = cells?.some((cell) => cell?.solution || cell?.task) && !refused && !unclear;
      const make = () =>
        importAssignment(parseNotebook(fs.readFileSync(file)), { slug: 's', title: 'S', file });
      if (isAssignment) return [{ ...one, ...make() }];
      expect(make, file).toThrow(ExerciseError);
      return [];
    });
    expect(imported.length).toBeGreaterThan(40);
    expect(imported.filter(({ removed }) => removed?.length).length).toBeGreaterThan(30);
    for (const { file, cells, removed, files } of imported) {
      const document = writtenExercise(files, { slug: 's', title: 'S', file });
      const starter = starterNotebook(document).cells.flatMap(({ source }) => source.split('\n'));
      const shown = new Set(starter.map((line) => line.replace(/^\s*\/\/ ?/, '').trim()));
      expect({ file, leaked: removed!.filter((line) => line !== '' && shown.has(line)) }).toEqual({
        file,
        leaked: [],
      });
      const points = [...files['grader.ts']!.matchAll(/^ {2}byHand\("[^"]+", ([\d.]+),/gm)].map(([, one]) =>
        Number(one),
      );
      const theirs = cells!.map((cell) => cell?.points ?? 0);
      const sum = (all: number[]) => Number(all.reduce((total, one) => total + one, 0).toFixed(2));
      expect({ file, points: sum(points) }).toEqual({ file, points: sum(theirs) });
    }
  });

  it('exports the same table of the same marks', () => {
    const roster = readRoster(
      'id,name,email\n11,Ada Lovelace,ada@school.edu\n12,Bo Diddley,bo@school.edu\n',
      'r.csv',
    );
    const late = {
      due: '2026-11-30T23:59+01:00',
      submittedAt: '2026-12-01T10:00:05+01:00',
      penalty: 0.25,
      message: '',
    };
    const ours = nbgraderExport(
      [graded('11', [checked('mean/three', 'pass', { maxScore: 1.5 })], { late })],
      roster,
    );
    const theirs = ask<string>('nbgrader_export.py', {
      assignment: '01-mean',
      max_score: 1.5,
      duedate: late.due,
      students: [
        { id: '11', first_name: 'Ada', last_name: 'Lovelace', email: 'ada@school.edu' },
        { id: '12', first_name: 'Bo', last_name: 'Diddley', email: 'bo@school.edu' },
      ],
      submissions: [{ student: '11', timestamp: late.submittedAt, score: 1.5, penalty: 0.25 }],
    });
    // When an assignment is due is known to us from who has handed in.
    expect(ours).toBe(theirs.replace(/^(01-mean),2026-11-30 22:59:00,,12/m, '$1,,,12'));
  });
});
