import { createRequire } from 'node:module';
import path from 'node:path';
import { notThereYet } from '../../session/execute/not-run-error.js';
import { runProbe } from '../../session/execute/probe.js';
import { reportError } from '../../session/execute/stack-trace.js';
import type { ErrorReport, MimeBundle, SessionRole } from '../../session/wire/messages.js';

/** What `check()` needs of the process that runs the notebook. */
export interface NotebookHost {
  role: SessionRole;
  /** Runs a probe on the notebook; rejects with what the student's code throws. */
  probe(code: string, name: string, input: unknown): Promise<unknown>;
  reportError(thrown: unknown): ErrorReport;
}

/** The session that this notebook runs in, or a stand-in over `exports` on the stock tslab kernel.
 * @param names The notebook's names, as stock tslab has them in `exports`. */
export function notebookHost(names?: object): NotebookHost | undefined {
  const host = (globalThis as Record<symbol, unknown>)[Symbol.for('gradlab.host')] as
    NotebookHost | undefined;
  if (host) return host;
  return names
    ? {
        role: 'notebook',
        reportError,
        probe: (code, name, input) => probeNames(names as Record<string, unknown>, code, name, input),
      }
    : undefined;
}

function probeNames(
  names: Record<string, unknown>,
  code: string,
  name: string,
  input: unknown,
): Promise<unknown> {
  const folder = process.cwd();
  const requireFromHere = createRequire(path.join(folder, 'cell.js'));
  const captured = { displayed: [] as MimeBundle[], printed: '' };
  return runProbe({
    code,
    name,
    input,
    namespace: {
      has: (wanted) => wanted in names,
      get: (wanted) => {
        if (!(wanted in names)) throw notThereYet(wanted);
        return names[wanted];
      },
      standIn: (wanted, value) => {
        const before = names[wanted];
        names[wanted] = value;
        return () => {
          names[wanted] = before;
        };
      },
    },
    output: captureTo(captured),
    modules: { requireFrom: () => requireFromHere },
    folder,
    runCell: () => {
      throw new Error(
        'This kernel cannot run a cell for a check: use the gradlab kernel, or run the checks with npm run check',
      );
    },
  });
}

/** On stock tslab there is no session to catch what a probe displays: `display` asks this symbol first. */
function captureTo(captured: { displayed: MimeBundle[]; printed: string }) {
  const key = Symbol.for('gradlab.capture');
  const global = globalThis as Record<symbol, unknown>;
  const log = console.log;
  return {
    capture: () => {
      global[key] = (bundle: MimeBundle) => captured.displayed.push(bundle);
      console.log = (...parts: unknown[]) => void (captured.printed += `${parts.map(String).join(' ')}\n`);
      return captured;
    },
    release: () => {
      delete global[key];
      console.log = log;
    },
  };
}
