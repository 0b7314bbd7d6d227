/** What the ids of the student's own cells begin with. */
export const ADDED = 'added-';
