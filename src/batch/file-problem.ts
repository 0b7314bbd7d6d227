/** What the file system says when a path cannot be read or written; the caller can put it right. */
const CODES = new Set([
  'EACCES',
  'EBUSY',
  'EEXIST',
  'EINVAL',
  'EIO',
  'EISDIR',
  'ELOOP',
  'EMFILE',
  'ENAMETOOLONG',
  'ENOENT',
  'ENOSPC',
  'ENOTDIR',
  'ENOTEMPTY',
  'EPERM',
  'EROFS',
  'EXDEV',
]);

/** True for errors that name a path, e.g. a folder that may not be written. */
export function isFileProblem(error: unknown): error is NodeJS.ErrnoException {
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  return code !== undefined && CODES.has(code) && path !== undefined;
}
