/** How far the process that executes a student's code is kept from everything else. Only `bubblewrap` is a security
 * boundary; `external` says that the caller has put the whole grader into a container of its own per submission. */
export const ISOLATION_LEVELS = ['bubblewrap', 'node', 'process', 'external'] as const;

export type IsolationLevel = (typeof ISOLATION_LEVELS)[number];

/** Levels that this version can set up. */
export const AVAILABLE_LEVELS: readonly IsolationLevel[] = ['process', 'external'];
