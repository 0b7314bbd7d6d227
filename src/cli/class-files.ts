import {
  applyLatePolicy,
  readClassSettings,
  readRoster,
  readSubmissionTimes,
  rosterRemarks,
  type Person,
} from '../gradebook/index.js';
import type { SubmissionResult } from '../grading/result.js';
import { plainText } from '../report/plain-text.js';
import { readText } from './read-file.js';

/** The class that `--class FILE` describes: people, and results with what handing in late costs. */
export interface ClassFiles {
  roster: Person[];
  /** What was read. */
  files: string[];
  /** @param isWhole All of the class: who is missing is told. */
  withLateness(results: SubmissionResult[], isWhole: boolean): SubmissionResult[];
}

/** @param file As given; without one nobody is known and nothing is late. */
export function readClass(file: string | undefined): ClassFiles {
  if (file === undefined) return { roster: [], files: [], withLateness: (results) => results };
  const settings = readClassSettings(readText(file), file);
  const roster = settings.roster ? readRoster(readText(settings.roster), settings.roster) : [];
  const times = settings.submitted
    ? readSubmissionTimes(readText(settings.submitted), settings.submitted)
    : () => undefined;
  return {
    roster,
    files: [file, settings.roster, settings.submitted].filter((name) => name !== undefined),
    withLateness: (results, isWhole) => {
      const { results: judged, remarks } = applyLatePolicy(results, settings, roster, times);
      for (const remark of [...(isWhole ? rosterRemarks(results, roster) : []), ...remarks])
        process.stderr.write(`${plainText(remark)}\n`);
      return judged;
    },
  };
}
