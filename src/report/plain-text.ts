/** Text of a submission without what a terminal would obey: control characters and direction marks. */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ');
}
