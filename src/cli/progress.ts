import type { SubmissionResult } from '../grading/result.js';
import { plainText } from '../report/plain-text.js';

/** Tells on stderr what has been graded, and how long the rest will take. */
export function progress(): (result: SubmissionResult, done: number, of: number) => void {
  let began = 0;
  return ({ submission, status, score, maxScore }, done, of) => {
    // The first ones wait for a compiler to come up: what comes after tells more.
    if (done === WARM) began = performance.now();
    const left = done > WARM ? ((performance.now() - began) / 1000 / (done - WARM)) * (of - done) : 0;
    const mark = status === 'unreadable' ? 'unreadable' : `${score}/${maxScore}`;
    process.stderr.write(`[${done}/${of}] ${plainText(submission)}: ${mark}${timeLeft(left)}\n`);
  };
}

const WARM = 3;

/** In round numbers; nothing where it is hardly worth waiting for. */
function timeLeft(seconds: number): string {
  if (seconds < 20) return '';
  if (seconds < 90) return `, about ${Math.round(seconds / 10) * 10} s left`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `, about ${minutes} min left` : `, about ${(minutes / 60).toFixed(1)} h left`;
}
