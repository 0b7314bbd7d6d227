import { describe, expect, test } from 'vitest';
import {
  codeCell,
  ensureExercise,
  identifyExercise,
  NotebookFormatError,
  solutionNotebook,
  starterNotebook,
  type Notebook,
} from '../../src/notebook/index.js';
import { exerciseFrom, exerciseOne } from './exercise-one.js';

const one = exerciseOne();
const saying = (exercise: unknown): Notebook => ({
  ...solutionNotebook(one),
  metadata: { gradlab: { exercise } },
});
const withoutMetadata = (cells = solutionNotebook(one).cells): Notebook => ({
  metadata: {},
  cells,
  other: {},
});

function refusal(notebook: Notebook, document = one): string {
  try {
    ensureExercise(notebook, document);
  } catch (error) {
    expect(error).toBeInstanceOf(NotebookFormatError);
    return `${(error as NotebookFormatError).code}: ${(error as NotebookFormatError).message}`;
  }
  return 'accepted';
}

const SUBMIT = 'submit the notebook of "01-learning-rate-finder"';

describe('identifyExercise()', () => {
  test('reads the slug that a built notebook says', () => {
    expect(identifyExercise(starterNotebook(one))).toBe('01-learning-rate-finder');
  });

  test.each(['a\nb', '../../etc/passwd', '\u001b[31m', '', 'x'.repeat(101), 7, null, ['a']])(
    'takes %j for no slug',
    (exercise) => {
      expect(identifyExercise(saying(exercise))).toBeUndefined();
    },
  );

  test('finds none in damaged metadata', () => {
    for (const gradlab of [undefined, null, 'x', []])
      expect(identifyExercise({ metadata: { gradlab }, cells: [], other: {} })).toBeUndefined();
  });
});

describe('ensureExercise()', () => {
  test('accepts starter and solution, and an emptied notebook that says what it is', () => {
    for (const notebook of [
      starterNotebook(one),
      solutionNotebook(one),
      { ...starterNotebook(one), cells: [] },
    ])
      expect(refusal(notebook)).toBe('accepted');
  });

  test.each<[string, (notebook: Notebook) => void]>([
    ['ids', () => {}],
    ['contents', ({ cells }) => cells.forEach((cell) => (cell.id = undefined))],
    [
      'the content of one answer cell',
      (notebook) => {
        notebook.cells = [codeCell('x', notebook.cells.find(({ id }) => id === 'finder')!.source)];
      },
    ],
    [
      'the id of an answer cell that was written anew',
      (notebook) => {
        notebook.cells = [codeCell('finder', 'const finder = 1;')];
      },
    ],
  ])('accepts a notebook that has lost its metadata by %s', (_, lose) => {
    const notebook = withoutMetadata();
    lose(notebook);
    expect(refusal(notebook)).toBe('accepted');
  });

  test('throws NotebookFormatError when the notebook says that it is of another exercise', () => {
    expect(refusal(saying('02-other'))).toBe(
      `other-exercise: This is a notebook of the exercise "02-other", not of "01-learning-rate-finder": ${SUBMIT}`,
    );
  });

  test('throws NotebookFormatError when nothing says which exercise it is of', () => {
    const message = `other-exercise: The notebook does not say of which exercise it is, and has no answer cell of "01-learning-rate-finder": ${SUBMIT}`;
    expect(refusal(withoutMetadata([]))).toBe(message);
    expect(refusal(withoutMetadata([codeCell('setup', "import numpy as np\nprint('hi')")]))).toBe(message);
    const given = solutionNotebook(one).cells.filter(({ id }) => id === 'setup');
    expect(refusal(withoutMetadata(given))).toBe(message);
  });

  test('knows an exercise without code by the ids of its written answers', () => {
    const document = exerciseFrom('// %% [markdown] id="w"\n// <!-- @ANSWER why -->\n// Because.');
    expect(refusal(withoutMetadata(starterNotebook(document).cells), document)).toBe('accepted');
    expect(refusal(withoutMetadata(), document)).toContain('no answer cell of "ex"');
  });
});
