import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { startKernel } from '../kernel/gradlab-kernel.js';
import type { Executed, JupyterClient } from '../kernel/jupyter-client.js';
import { differences, differencesTable, type CellOutcome } from './differences.js';
import { notebooks } from './notebooks.js';
import { startStockKernel } from './stock-kernel.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'same-'));
const started: JupyterClient[] = [];
afterAll(() => {
  for (const kernel of started) kernel.close();
  fs.rmSync(folder, { recursive: true, force: true });
});
fs.symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
fs.writeFileSync(path.join(folder, 'helper.ts'), 'export const helper = (x: number) => 2 * x;\n');
fs.writeFileSync(path.join(folder, 'data.json'), '{ "n": 5 }');

/** What the stock kernel says of a cell. */
function stockOutcome({ reply, stdout, stderr, broadcast }: Executed): CellOutcome {
  const ok = reply.status === 'ok';
  const place = /^(\d+:\d+) - /.exec(stderr)?.[1];
  return {
    ok,
    printed: stdout,
    complaints: ok ? stderr : '',
    error: ok ? '' : (place ?? stderr),
    displayed: displaysIn(broadcast),
  };
}

function ourOutcome({ stdout, stderr, result, error, broadcast }: Executed): CellOutcome {
  const shown = result && !displaysIn(broadcast).length ? `${String(result['text/plain'])}\n` : '';
  const [, line, column] = (error && /^Line (\d+), column (\d+): /.exec(String(error.evalue))) || [];
  const place = line === undefined ? undefined : `${line}:${column}`;
  return {
    ok: !error,
    printed: stdout + shown,
    complaints: error ? '' : stderr,
    error: error ? (place ?? thrown(error)) : '',
    displayed: displaysIn(broadcast),
  };
}

/** The first line; what is no Error is named differently. */
const thrown = ({ ename, evalue }: Record<string, any>) =>
  `${ename}: ${evalue}`.split('\n')[0]!.replace(/^Error: Thrown: /, '');

const displaysIn = (broadcast: Executed['broadcast']) =>
  broadcast
    .filter(({ type }) => type.endsWith('display_data'))
    .map(({ type, content }) => `${type} ${JSON.stringify(content.data)}`);

async function runNotebook(kernel: JupyterClient, name: string, silentMs: number): Promise<Executed[]> {
  const executed: Executed[] = [];
  for (const cell of notebooks[name]!) {
    const source = typeof cell === 'string' ? cell : cell[0];
    let outcome = await kernel.execute(source, {}, silentMs, LOST_MS);
    // For 200 ms after an error, the stock kernel takes no cell.
    while (outcome.reply.status === 'abort') {
      await new Promise((resolve) => setTimeout(resolve, 50));
      outcome = await kernel.execute(source, {}, silentMs, LOST_MS);
    }
    executed.push(outcome);
  }
  return executed;
}

/** Where the stock kernel loses an answer, as it does on a busy machine, the notebook is run again on another. */
async function runAll(
  start: () => Promise<JupyterClient>,
  names: string[],
  silentMs = LOST_ANSWER_MS,
): Promise<Map<string, Executed[]>> {
  const executed = new Map<string, Executed[]>();
  const another = async () => {
    const kernel = await start();
    started.push(kernel);
    return kernel;
  };
  let kernel = await another();
  for (const name of names) {
    for (let attempt = 1; !executed.has(name); attempt++) {
      try {
        executed.set(name, await runNotebook(kernel, name, silentMs));
      } catch (error) {
        kernel.close();
        if (attempt === 3) throw error;
        kernel = await another();
      }
    }
  }
  kernel.close();
  return executed;
}

const LOST_ANSWER_MS = 15_000;
/** Ours loses none, and may be slow on a busy machine. */
const PATIENCE_MS = 100_000;
/** The stock kernel loses an `idle` now and then. */
const LOST_MS = 500;
/** They wait after each error: several share the work. */
const STOCK_KERNELS = 3;

const isSame = (tslab: CellOutcome, gradlab: CellOutcome) =>
  tslab.ok === gradlab.ok &&
  tslab.printed === gradlab.printed &&
  tslab.complaints === gradlab.complaints &&
  tslab.displayed.join('\n') === gradlab.displayed.join('\n') &&
  (tslab.error === gradlab.error || tslab.error.includes(gradlab.error));

describe('small notebooks on the stock tslab kernel and on ours', async () => {
  const names = Object.keys(notebooks);
  const stock = () => startStockKernel(folder, {});
  const share = (part: number) => names.filter((_, i) => i % STOCK_KERNELS === part);
  const parts = Array.from({ length: STOCK_KERNELS }, (_, part) => runAll(stock, share(part)));
  const [ours, ...theirs] = await Promise.all([
    runAll(() => startKernel({ cwd: folder }), names, PATIENCE_MS),
    ...parts,
  ]);
  it.each(names)(
    '%s',
    async (name) => {
      const own = ours.get(name)!;
      let stockCells = theirs.find((part) => part.has(name))!.get(name)!;
      // The stock kernel loses output, too.
      for (let attempt = 1; attempt < 3 && unexpected(name, stockCells, own).length; attempt++)
        stockCells = (await runAll(stock, [name])).get(name)!;
      expect(unexpected(name, stockCells, own)).toEqual([]);
    },
    60_000,
  );
});

/** Cells that differ, and not as the table says. */
const unexpected = (name: string, stockCells: Executed[], own: Executed[]) =>
  notebooks[name]!.flatMap((cell, i) => {
    const [source, difference] = typeof cell === 'string' ? [cell] : cell;
    const [tslab, gradlab] = [stockOutcome(stockCells[i]!), ourOutcome(own[i]!)];
    const isExpected = difference
      ? !isSame(tslab, gradlab) && differences[difference].holds(tslab, gradlab)
      : isSame(tslab, gradlab);
    return isExpected ? [] : [{ source, difference, tslab, gradlab }];
  });

it('docs/tslab.md has the table of differences, and each of them has a cell that shows it', () => {
  const page = fs.readFileSync(path.join(root, 'docs', 'tslab.md'), 'utf8');
  const plain = (table: string) => table.replace(/ +\|/g, ' |').replace(/-{3,}/g, '---');
  expect(plain(page)).toContain(differencesTable());
  const shown = Object.values(notebooks)
    .flat()
    .map((cell) => (typeof cell === 'string' ? undefined : cell[1]));
  for (const difference of Object.keys(differences)) expect(shown).toContain(difference);
});
