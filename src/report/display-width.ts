/** Columns that a text takes in a terminal: letters of East Asian scripts and pictures take two, joiners and marks that stand on
 * another letter none. Close enough for tables. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text)
    width += /[\p{M}\u200c\u200d]/u.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

/** Text with spaces after it, up to a width. */
export function padColumns(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;
