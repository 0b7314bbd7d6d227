/** Exit code of an executing process whose own books no longer work. */
export const UNABLE_TO_ANSWER = 86;
