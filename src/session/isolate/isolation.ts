/** How far the process that executes a student's code is kept from everything else, strongest first. Only `bubblewrap` is a
 * security boundary; `external` says that the caller has put the whole grader into a container of its own per
 * submission, and works as `process` does. ARCHITECTURE.md has the table of what each level promises. */
export const ISOLATION_LEVELS = ['bubblewrap', 'node', 'process', 'external'] as const;

export type IsolationLevel = (typeof ISOLATION_LEVELS)[number];
