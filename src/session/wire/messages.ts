/** What travels between a session (grader, kernel, runner) and the process that executes the student's cells.
 * Everything that comes back is a claim by the student's code. */

/** To the process. */
export type Request =
  | {
      type: 'configure';
      modulesFrom: string;
      cwd: string;
      maxOutputBytes: number;
      role: SessionRole;
      /** Descriptor 4 brings interrupts, and a cell's loop must not keep them, or output, waiting. */
      interruptible: boolean;
      /** From now on messages are sealed with it. */
      sealKey?: string;
    }
  | {
      type: 'run';
      id: string;
      cell: string;
      notebookId?: string;
      js: string;
      map: string;
      values: string[];
      imports: string[];
      localModules: { file: string; code: string; map: string }[];
      localRoot: string;
      /** The cell is made ready, for probes to run, and not run now. */
      prepareOnly: boolean;
    }
  /** A cell does not compile; `names` are those that it would define. */
  | { type: 'refused'; cell: string; notebookId?: string; names: readonly string[]; source: string }
  | { type: 'probe'; id: string; code: string; name: string; input: unknown }
  /** What was typed for an `input-request`; null where nobody can be asked. */
  | { type: 'input'; text: string | null }
  /** What could follow a cell's variable and these keys is wanted. */
  | { type: 'members'; id: string; name: string; keys: string[] };

/** `grading`: `check()` in a cell does nothing, since the grader checks. */
export type SessionRole = 'notebook' | 'grading';

/** What a cell shows: one value in several formats. */
export type MimeBundle = Record<string, unknown>;

export interface DisplayOptions {
  metadata?: Record<string, unknown>;
  displayId?: string;
  /** Replaces what was displayed under the same id. */
  update?: boolean;
}

/** An exception in a cell, told in positions of the cell's TypeScript. */
export interface ErrorReport {
  name: string;
  message: string;
  /** Lines as V8 prints them, without frames of gradlab. */
  stack: string[];
}

/** From the process. */
export type Reply =
  | { type: 'ready' }
  | { type: 'stream'; cell: string; name: 'stdout' | 'stderr'; text: string }
  | { type: 'display'; cell: string; bundle: MimeBundle; options: DisplayOptions }
  | { type: 'clear'; cell: string; wait: boolean }
  | { type: 'late-error'; cell: string; error: ErrorReport }
  | { type: 'input-request'; cell: string; prompt: string; password: boolean }
  | { type: 'ran'; id: string; unreached: string[]; value?: MimeBundle; error?: ErrorReport }
  | { type: 'members'; id: string; names: string[] }
  | { type: 'probed'; id: string; value?: unknown; error?: ErrorReport };
