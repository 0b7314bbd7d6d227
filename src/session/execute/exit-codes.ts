/** Exit code of an executing process whose own books no longer work. */
export const UNABLE_TO_ANSWER = 86;

/** Exit code of a process that cannot enter its working folder. */
export const NO_FOLDER = 87;
