/** `ada, bo and 7 more`: a remark about a class stays a line.
 * @param most How many are named. */
export function listedNames(names: readonly string[], most = 10): string {
  if (names.length > most + 1) return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
