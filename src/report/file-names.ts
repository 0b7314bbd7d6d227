import type { SubmissionResult } from '../grading/result.js';

/** Names for files, one for each result, without an ending: readable, safe in every file system, and none twice. */
export function fileNames(results: readonly Pick<SubmissionResult, 'submission' | 'exercise'>[]): string[] {
  const several = new Set(results.map(({ exercise }) => exercise)).size > 1;
  const taken = new Set<string>();
  return results.map(({ submission, exercise }) => {
    const stem = safeName(several ? `${submission} ${exercise}` : submission);
    let name = stem;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${stem}-${n}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

function safeName(text: string): string {
  const kept = text
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}._ -]/gu, '_')
    .replace(/^[. ]+|[. ]+$/g, '');
  const short = Array.from(kept).slice(0, 60).join('').trim() || 'submission';
  return /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(short) ? `_${short}` : short;
}
