import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cacheFolder } from '../lab/data/cache-folder.js';
import { nativePackage } from '../lab/native-package.js';
import {
  bubblewrapProblem,
  GRADING_MEMORY_MIB,
  missingImages,
  Session,
  workplaceFor,
} from '../session/index.js';
import { EXIT } from './exit-code.js';

interface Finding {
  ok: boolean;
  what: string;
  advice?: string;
}

/** `gradlab doctor`: tries what gradlab needs and says what to do about the rest. */
export async function doctor(): Promise<number> {
  const needed = [nodeVersion(), await session()];
  const useful = [startUpImages(), nativeBackend(), ...dataSets(), await isolation()];
  for (const finding of [...needed, ...useful])
    process.stdout.write(
      `${finding.ok ? '✓' : needed.includes(finding) ? '✗' : '–'} ${finding.what}${finding.advice ? `\n    ${finding.advice}` : ''}\n`,
    );
  return needed.every(({ ok }) => ok) ? EXIT.passed : EXIT.broken;
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  return {
    ok,
    what: `Node ${process.versions.node}`,
    ...(ok ? {} : { advice: 'gradlab needs Node 20.19 or later: https://nodejs.org' }),
  };
}

/** Runs a cell that trains nothing but loads everything. */
async function session(): Promise<Finding> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gradlab-'));
  try {
    const running = await Session.start({
      workplace: workplaceFor(process.cwd(), { root: folder }),
      cwd: folder,
    });
    const printed =
      "import { useBackend } from 'gradlab'; (await useBackend(undefined, { log: () => {} })).description";
    const outcome = await running.execute('doctor', printed);
    await running.close();
    if (outcome.status === 'ok')
      return { ok: true, what: `Notebooks run here; backend ${String(outcome.value?.['text/plain'])}` };
    const reason = outcome.status === 'error' ? outcome.error.message : outcome.reason;
    return {
      ok: false,
      what: `Notebooks do not run here: ${reason}`,
      advice: 'Install gradlab again with npm ci',
    };
  } catch (error) {
    return {
      ok: false,
      what: `Notebooks do not run here: ${(error as Error).message}`,
      advice: 'Install gradlab again with npm ci',
    };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function startUpImages(): Finding {
  const missing = missingImages({ workplace: workplaceFor(process.cwd()), memoryMiB: GRADING_MEMORY_MIB });
  if (missing.length === 0)
    return { ok: true, what: 'Start-up images are there: grading starts in half the time' };
  const advice =
    'Not needed. gradlab kernel install makes those of kernels, gradlab grade those of grading when it has a class before it';
  return { ok: false, what: 'Start-up images are not there, or not for this Node', advice };
}

function nativeBackend(): Finding {
  const file = nativePackage();
  return file === undefined
    ? {
        ok: false,
        what: 'Native TensorFlow is not installed: notebooks use WebAssembly',
        advice: 'Not needed. gradlab backend install gets it, gradlab backend says what that takes',
      }
    : { ok: true, what: `Native TensorFlow is installed: ${file}` };
}

function dataSets(): Finding[] {
  return ['fashion-mnist', 'mnist'].map((name) => {
    const folders = [process.env.GRADLAB_DATA_DIR, cacheFolder()].filter(
      (folder): folder is string => folder !== undefined,
    );
    const found = folders.find((folder) => fs.existsSync(path.join(folder, name)));
    return found
      ? { ok: true, what: `${name} in ${found}` }
      : {
          ok: false,
          what: `${name} is not here yet`,
          advice: `gradlab data ${name} fetches it; the first notebook that needs it does so too`,
        };
  });
}

async function isolation(): Promise<Finding> {
  const problem = await bubblewrapProblem();
  return problem
    ? {
        ok: false,
        what: `bubblewrap cannot isolate submissions here: ${problem.reason}`,
        advice: `gradlab grade needs it, or --isolation process for what you trust. ${problem.advice}`,
      }
    : { ok: true, what: 'bubblewrap isolates submissions here (gradlab grade)' };
}
