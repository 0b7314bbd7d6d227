import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { boxEnvironment, endLeftBoxes } from '../../src/session/isolate/left-boxes.js';

const started: ChildProcess[] = [];
afterEach(() => started.splice(0).forEach((child) => child.kill('SIGKILL')));

/** Stands for a box that waits: what counts is who has started it. */
function box(env: Record<string, string>): ChildProcess {
  const child = spawn('sleep', ['60'], { env: { ...env, PATH: process.env.PATH! }, stdio: 'ignore' });
  started.push(child);
  return child;
}

test.skipIf(process.platform !== 'linux')(
  'endLeftBoxes() ends the boxes of graders that are gone, and no others',
  async () => {
    const gone = String(spawnSync('true').pid);
    const [[name, value]] = Object.entries(boxEnvironment()) as [[string, string]];
    const ofGone = value.replace(/^\d+/, gone);
    const left = box({ [name]: ofGone });
    const others = [box({ [name]: value }), box({ [name]: `${ofGone}0` }), box({ OTHER: ofGone }), box({})];
    await Promise.all(started.map((child) => once(child, 'spawn')));
    endLeftBoxes();
    expect(await once(left, 'exit')).toEqual([null, 'SIGKILL']);
    expect(others.map(({ exitCode, signalCode }) => exitCode ?? signalCode)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  },
);
