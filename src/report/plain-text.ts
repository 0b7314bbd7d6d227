/** Text of a submission without what a terminal would obey, control characters and direction marks, without what a workflow's log would
 * take for a command, and without what is no character at all. The two joiners stay: Persian and Indian names are written with them.
 * @see https://github.com/actions/runner, src/Runner.Common/ActionCommand.cs: `::name` where a line begins, `##[name]` anywhere */
export function plainText(text: string): string {
  return text
    .replace(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}\u2028\u2029]/gu, ' ')
    .replace(/^(\s*:)(?=:)/, '$1 ')
    .replaceAll('##[', '## [');
}
