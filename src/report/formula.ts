/** Texts that a spreadsheet would take for a formula: of several lines too, which papaparse's own pattern misses, and in full width, as
 * Japanese ones do.
 * @see https://owasp.org/www-community/attacks/CSV_Injection */
export const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r]/u;
