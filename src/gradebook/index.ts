/** From marks to a gradebook: marks by hand, people, due dates, other systems' tables. Reads and writes text; only hand marks have a file
 * of their own. */
export { applyHandMarks } from './apply-hand-marks.js';
export { fillCanvas } from './canvas.js';
export { readClassSettings, type ClassSettings } from './class-settings.js';
export { diffResults, type CheckChange, type ResultChange } from './diff-results.js';
export type { Filled } from './filled.js';
export { GradebookError } from './gradebook-error.js';
export { markKey, type HandMark } from './hand-mark.js';
export { readHandMarks, writeHandMarks } from './hand-marks-file.js';
export { applyLatePolicy, type SubmissionTimes } from './late-policy.js';
export { markingPage, readMarkingPage } from './marking-page.js';
export { rowsToMark, type MarkingRow } from './marking-row.js';
export { markingSheet, readMarkingSheet, type WrittenMark } from './marking-sheet.js';
export { fillMoodle } from './moodle.js';
export { nbgraderExport } from './nbgrader-export.js';
export { identified, isOf, perPerson, readRoster, type Person } from './roster.js';
export { rosterRemarks } from './roster-remarks.js';
export { settingsRemarks } from './settings-remarks.js';
export { readSubmissionTimes } from './submission-times.js';
export { takeMarks } from './take-marks.js';
