/** Renderers: one result model, one file per format. */
import type { SubmissionResult } from '../grading/result.js';
import { badgeReport } from './badge-report.js';
import { classroom50Report } from './classroom50-report.js';
import { csvReport } from './csv-report.js';
import { githubReport } from './github-report.js';
import { gradescopeReport } from './gradescope-report.js';
import { htmlReport } from './html-report.js';
import { jsonReport } from './json-report.js';
import { junitReport } from './junit-report.js';
import { markdownReport } from './markdown-report.js';
import { prairielearnReport } from './prairielearn-report.js';
import { statisticsReport } from './statistics-report.js';
import { classTables, submissionText } from './text-report.js';

export type ReportFormat =
  | 'text'
  | 'json'
  | 'html'
  | 'csv'
  | 'junit'
  | 'markdown'
  | 'github'
  | 'gradescope'
  | 'prairielearn'
  | 'classroom50'
  | 'statistics'
  | 'badge';

/** Results as the text of a format. One submission is told in full, a class as a table. */
export const RENDERERS: Readonly<Record<ReportFormat, (results: SubmissionResult[]) => string>> = {
  text: (results) => `${results.length === 1 ? submissionText(results[0]!) : classTables(results)}\n`,
  json: jsonReport,
  html: htmlReport,
  csv: csvReport,
  junit: junitReport,
  markdown: markdownReport,
  github: githubReport,
  gradescope: gradescopeReport,
  prairielearn: prairielearnReport,
  classroom50: (results) => classroom50Report(results, process.env),
  statistics: statisticsReport,
  badge: badgeReport,
};
