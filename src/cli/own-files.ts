/** What gradlab has written, and may write again; whatever else lies in its place is somebody's, and kept. */

/** How reports begin that people make again and again, and nothing else does. */
const REPORTS = [
  '<!doctype html>\n<html lang="en">\n<head>\n<meta name="generator" content="gradlab">',
  'submission,exercise,status,score,',
  'submission,id,name,email,exercise,status,score,',
  'assignment,duedate,timestamp,student_id,',
];

/** How results begin, also those that were cut while they were written. Results of another gradlab are gradlab's, too. */
const RESULTS = ['[\n  {\n    "schemaVersion": ', '[]\n'];

/** A page or a table that is made anew from results. */
export const isOwnReport = (text: string) => REPORTS.some((beginning) => text.startsWith(beginning));

/** A results.json, not that of Gradescope, say. */
export const isOwnResults = (text: string) => RESULTS.some((beginning) => text.startsWith(beginning));
