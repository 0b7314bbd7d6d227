import {
  applyLatePolicy,
  identified,
  perPerson,
  readClassSettings,
  readRoster,
  readSubmissionTimes,
  rosterRemarks,
  settingsRemarks,
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
  /** Results with whose they are and what lateness costs; what does not fit is told.
   * @param isWhole All of the class: who is missing is told, too.
   * @param isEach A group's result stands there for each of its people. */
  applied(results: SubmissionResult[], isWhole: boolean, isEach?: boolean): SubmissionResult[];
}

/** @param file As given; without one nobody is known and nothing is late. */
export function readClass(file: string | undefined): ClassFiles {
  if (file === undefined) return { roster: [], files: [], applied: (results) => results };
  const settings = readClassSettings(readText(file), file);
  const read = (name: string) => readText(name, `that ${file} names`);
  const roster = settings.roster ? readRoster(read(settings.roster), settings.roster) : [];
  const times = settings.submitted
    ? readSubmissionTimes(read(settings.submitted), settings.submitted)
    : () => undefined;
  return {
    roster,
    files: [file, settings.roster, settings.submitted].filter((name) => name !== undefined),
    applied: (results, isWhole, isEach = false) => {
      const each = roster.length ? perPerson(results, roster) : results;
      const known = isEach || !roster.length ? each : identified(results, roster);
      const { results: judged, remarks } = applyLatePolicy(known, settings, roster, times);
      const ofAll = isWhole
        ? [...rosterRemarks(each, roster), ...settingsRemarks(results, settings, roster)]
        : [];
      for (const remark of [...ofAll, ...remarks]) process.stderr.write(`${plainText(remark)}\n`);
      return judged;
    },
  };
}
