/** In the environment of a process that starts from an image: the C library then reads the image into large pages, where Linux has
 * them. By small ones that is thousands of faults, a fifth of the time that the start takes.
 * @see https://www.gnu.org/software/libc/manual/html_node/Memory-Allocation-Tunables.html */
export const LARGE_PAGES = { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' };

/** Cells, and the programs that they start, find the environment without it. */
export function forgetLargePages(): void {
  for (const [name, value] of Object.entries(LARGE_PAGES))
    if (process.env[name] === value) delete process.env[name];
}
