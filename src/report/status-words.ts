import type { CheckStatus } from '../grading/result.js';

/** A status in words, for pages. */
export const LABELS: Record<CheckStatus, string> = {
  pass: 'passed',
  fail: 'not yet right',
  notAttempted: 'not attempted',
  error: 'error',
  timeout: 'timeout',
  crashed: 'crashed',
  notRun: 'not run',
  pendingManual: 'to be marked by hand',
  marked: 'marked by hand',
};

/** A status as one sign, for tables. */
export const MARKS: Record<CheckStatus, string> = {
  pass: '✓',
  fail: '✗',
  notAttempted: '·',
  error: '!',
  timeout: '…',
  crashed: '!',
  notRun: '–',
  pendingManual: '?',
  marked: '✎',
};
