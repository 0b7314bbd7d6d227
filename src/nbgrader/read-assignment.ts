import { ExerciseError, type Cell, type ExerciseProblem, type Notebook } from '../notebook/index.js';
import { readCellMetadata, type CellMetadata } from './cell-metadata.js';
import { markedLines, type Piece } from './marked-lines.js';

/** `solution`: a student's code, judged by tests. `manual`: an answer that a person marks. `tests`: what judges the code above it.
 * `task`: says what is to be done, and has points of its own. `given`: locked. `text`: none of nbgrader's. */
type Role = 'solution' | 'manual' | 'tests' | 'task' | 'given' | 'text';

export interface AssignmentCell {
  /** From 1. */
  at: number;
  kind: Cell['kind'];
  role: Role;
  gradeId: string;
  points: number;
  /** Cut at the marks that go with the role. */
  pieces: Piece[];
  hasAttachments: boolean;
}

/** An assignment of nbgrader, as its instructor has it. */
export interface Assignment {
  cells: AssignmentCell[];
  /** Of the code, in small letters; empty where the notebook does not say. */
  language: string;
  /** It is the students' version: its answers are gone. */
  isRelease: boolean;
}

/** Reads a notebook that was made for nbgrader.
 * @param file Its path, for messages.
 * @throws {ExerciseError} With every problem, each with its cell. */
export function readAssignment({ cells, metadata }: Notebook, file: string): Assignment {
  const problems: ExerciseProblem[] = [];
  const first = new Map<string, number>();
  const read = cells.map((cell, index): AssignmentCell => {
    const at = index + 1;
    const complain = (message: string) => void problems.push({ file, cell: String(at), message });
    const own =
      'nbgrader' in cell.metadata ? readCellMetadata(cell.metadata.nbgrader, cell.kind, complain) : undefined;
    const role = roleOf(own);
    const gradeId = role === 'text' ? '' : own!.grade_id!;
    const before = first.get(gradeId);
    if (gradeId !== '' && before !== undefined)
      complain(`Its grade_id "${gradeId}" is that of cell ${before}, too`);
    first.set(gradeId, at);
    return {
      at,
      kind: cell.kind,
      role,
      gradeId,
      points: own?.points ?? 0,
      pieces: markedLines(cell.source, MARK_OF[role], complain),
      hasAttachments: 'attachments' in cell.other,
    };
  });
  if (problems.length === 0 && !read.some(({ role }) => ['solution', 'manual', 'task'].includes(role)))
    problems.push({ file, message: 'No cell has metadata of nbgrader that make it a place for an answer' });
  if (problems.length) throw new ExerciseError(problems);
  return { cells: read, language: languageOf(metadata), isRelease: isRelease(cells) };
}

const MARK_OF = {
  solution: 'SOLUTION',
  manual: 'SOLUTION',
  tests: 'HIDDEN TESTS',
  task: 'MARK SCHEME',
  given: undefined,
  text: undefined,
} as const;

function roleOf(metadata: CellMetadata | undefined): Role {
  if (!metadata) return 'text';
  const { grade, solution, locked, task } = metadata;
  if (task) return 'task';
  if (solution) return grade ? 'manual' : 'solution';
  if (grade) return 'tests';
  return locked ? 'given' : 'text';
}

function languageOf({ kernelspec, language_info }: Record<string, unknown>): string {
  const said = (from: unknown, key: string) => {
    const value =
      typeof from === 'object' && from !== null ? (from as Record<string, unknown>)[key] : undefined;
    return typeof value === 'string' ? value.toLowerCase() : '';
  };
  return said(kernelspec, 'language') || said(language_info, 'name');
}

/** nbgrader writes checksums, and puts these words in the place of answers. */
const isRelease = (cells: readonly Cell[]) =>
  cells.some(
    ({ metadata, source }) =>
      typeof metadata.nbgrader === 'object' &&
      metadata.nbgrader !== null &&
      'checksum' in metadata.nbgrader &&
      /YOUR (CODE|ANSWER) HERE/.test(source),
  );
