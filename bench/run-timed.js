// How long a program takes, and how much of the processors. POSIX.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Runs a program to its end, whatever that is.
 * @returns {Promise<{ seconds: number, cpuSeconds: number, peakMiB: number }>} The processors' time is that of all processes that it has
 * waited for, from the shell's own accounting; the memory is its own, on Linux. */
export async function runTimed(program, args, options = {}) {
  const started = performance.now();
  const script = '"$@" >/dev/null 2>&1; times';
  const shell = spawn('sh', ['-c', script, 'sh', program, ...args], {
    ...options,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let times = '';
  shell.stdout.setEncoding('utf8').on('data', (text) => (times += text));
  let peakMiB = 0;
  const watch = setInterval(() => (peakMiB = Math.max(peakMiB, peakOfChild(shell.pid))), 200);
  await new Promise((resolve) => shell.once('close', resolve));
  clearInterval(watch);
  const seconds = (performance.now() - started) / 1000;
  const [, ofChildren] = times.trim().split('\n');
  const cpuSeconds = [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest),
    0,
  );
  return { seconds, cpuSeconds, peakMiB };
}

function peakOfChild(shell) {
  try {
    const child = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim();
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child}/status`, 'utf8'))[1]) / 1024;
  } catch {
    return 0; // It has just ended, or this is not Linux.
  }
}
