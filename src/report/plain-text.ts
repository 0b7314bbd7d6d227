/** Text of a submission without what a terminal would obey, control characters and direction marks, and without what is no
 * character at all. */
export function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}\u2028\u2029]/gu, ' ');
}
