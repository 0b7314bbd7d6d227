import { spawn } from 'node:child_process';

export interface Outcome {
  ok: boolean;
  /** What it wrote, on stdout and on stderr. */
  stdout: string;
  stderr: string;
  /** How it ended otherwise than well: `exit code 1`, `SIGILL`, `spawn npm ENOENT`. */
  reason: string;
}

interface ProgramOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** The user sees on stderr what it writes, and the outcome does not have it. */
  isShown?: boolean;
}

/** Runs a program to its end; it ends with this process. */
export async function runProgram(
  [program, ...args]: readonly string[],
  { cwd, env = process.env, isShown = false }: ProgramOptions = {},
): Promise<Outcome> {
  // Node starts npm.cmd only through a shell, which splits what holds spaces: no argument for it does.
  const shell = process.platform === 'win32' && program === 'npm';
  const child = spawn(program!, args, {
    cwd,
    env,
    shell,
    stdio: isShown ? ['ignore', 2, 2] : ['ignore', 'pipe', 'pipe'],
  });
  const end = () => child.kill();
  process.once('exit', end);
  const outcome: Outcome = { ok: false, stdout: '', stderr: '', reason: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (outcome.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (outcome.stderr += text));
  await new Promise<void>((resolve) => {
    child.once('error', ({ message }) => {
      outcome.reason = message;
      resolve();
    });
    child.once('close', (code, signal) => {
      outcome.ok = code === 0;
      outcome.reason ||= signal ?? `exit code ${code}`;
      resolve();
    });
  });
  process.off('exit', end);
  return outcome;
}

export async function works(command: readonly string[]): Promise<boolean> {
  return (await runProgram(command)).ok;
}

/** The line that tells most of why it failed: the first that names an error, else npm's first word on it, else the last one,
 * else how it ended. */
export function complaint({ stdout, stderr, reason }: Outcome): string {
  const lines = `${stdout}\n${stderr}`.split('\n').map((line) => line.trim());
  const fromNpm = lines.flatMap(
    (line) => /^npm (?:error|ERR!) (?!code|errno|syscall|path|command)(.+)/.exec(line)?.[1] ?? [],
  );
  const named = lines.find((line) => !line.startsWith('npm') && /(^|\w|\s)error: /i.test(line));
  return named ?? fromNpm[0] ?? lines.findLast((line) => line !== '') ?? reason;
}
