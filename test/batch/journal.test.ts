import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journal } from '../../src/batch/journal.js';
import type { JudgingState } from '../../src/grading/run/judging-state.js';
import { graded } from '../report/results.js';

let folder: string;
const file = () => path.join(folder, 'journal.jsonl');
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gradlab-test-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const ada = graded('ada');

describe('Journal', () => {
  it('resumed: gives back what was added, and nothing else', () => {
    new Journal(folder, false).add('k', { result: ada });
    const journal = new Journal(folder, true);
    expect(journal.get('k')).toEqual(ada);
    expect(journal.get('other')).toBeUndefined();
  });

  it('resumed: gives back how far a grading was', () => {
    const stage: JudgingState = {
      verdicts: [['mean/small', { status: 'fail', message: 'mean(1, 2) is 3, expected 1.5', run: 'own' }]],
      next: 1,
      replaced: ['mean'],
      areReferencesNew: true,
      slowTasks: [],
      slowCells: ['cell-3'],
      leftMs: 599_000.5,
      seconds: { restore: 0, compile: 1, start: 2, cells: 3, probes: 4 },
    };
    const first = new Journal(folder, false);
    first.add('k', { stage: { ...stage, next: 0, replaced: [] } });
    first.add('k', { stage });
    const journal = new Journal(folder, true);
    expect(journal.stage('k')).toEqual(stage);
    expect(journal.get('k')).toBeUndefined();
    expect(new Journal(folder, true).stage('k')).toEqual(stage);
  });

  it('not resumed: begins anew', () => {
    new Journal(folder, false).add('k', { result: ada });
    expect(new Journal(folder, false).get('k')).toBeUndefined();
    expect(fs.readFileSync(file(), 'utf8')).toBe(`{"key":"${'0'.repeat(64)}"}\n`);
  });

  it.each(['{"key":"half', 'null', '7', '{"key":1,"result":{}}', '{"key":"k2"}', '\u0000\u0000', ''])(
    'leaves out the damaged line %j and keeps the rest',
    (line) => {
      new Journal(folder, false).add('k', { result: ada });
      const whole = fs.readFileSync(file(), 'utf8');
      fs.writeFileSync(file(), `${line}\n${whole}${whole.slice(0, 30)}`);
      const journal = new Journal(folder, true);
      expect(journal.get('k')).toEqual(ada);
      expect(journal.get('k2')).toBeUndefined();
      expect(fs.readFileSync(file(), 'utf8')).toBe(whole);
      expect(fs.readdirSync(folder)).toEqual(['journal.jsonl']);
    },
  );

  it('keeps the lines of another gradlab for that one, and uses none of them', () => {
    const other = '{"key":"k","result":{"schemaVersion":999,"submission":"ben"}}\n';
    fs.writeFileSync(file(), other);
    const journal = new Journal(folder, true);
    expect(journal.get('k')).toBeUndefined();
    journal.add('k', { result: ada });
    expect(new Journal(folder, true).get('k')).toEqual(ada);
    expect(fs.readFileSync(file(), 'utf8')).toContain(other);
  });
});
