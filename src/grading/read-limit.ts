/** A larger notebook is refused unread, in bytes: outputs belong to the student's copy, not into a submission. */
export const SUBMISSION_LIMIT_BYTES = 64 << 20;
