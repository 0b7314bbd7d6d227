/** Lines of a cell in a row: between two of nbgrader's marks, or outside of them. */
export interface Piece {
  marked: boolean;
  lines: string[];
}

/** What nbgrader takes out of the students' version. */
const MARKS = ['SOLUTION', 'HIDDEN TESTS', 'MARK SCHEME'] as const;

type Mark = (typeof MARKS)[number];

/** Cuts a cell at lines that hold `BEGIN SOLUTION` and `END SOLUTION`, or another mark, as nbgrader does: whatever else stands there.
 * @param mark Left out for cells that none belongs in.
 * @param complain Called where a mark begins within another, has no end, or stands in the wrong cell.
 * @see https://github.com/jupyter/nbgrader, nbgrader/preprocessors/clearsolutions.py */
export function markedLines(
  source: string,
  mark: Mark | undefined,
  complain: (message: string) => void,
): Piece[] {
  for (const other of MARKS)
    if (other !== mark && source.includes(`BEGIN ${other}`))
      complain(`BEGIN ${other} stands in a cell that is not for that`);
  const pieces: Piece[] = [{ marked: false, lines: [] }];
  for (const line of source.split('\n')) {
    const { marked, lines } = pieces.at(-1)!;
    if (mark === undefined) lines.push(line);
    else if (line.includes(`BEGIN ${mark}`)) {
      if (marked) complain(`BEGIN ${mark} stands between BEGIN ${mark} and END ${mark}`);
      pieces.push({ marked: true, lines: [] });
    } else if (line.includes(`END ${mark}`)) {
      // Without a beginning the line goes, and nothing else.
      if (marked) pieces.push({ marked: false, lines: [] });
    } else lines.push(line);
  }
  if (pieces.at(-1)!.marked) complain(`BEGIN ${mark} has no END ${mark}`);
  return pieces;
}

/** The lines that students do not see, or those that they do. */
export const linesOf = (pieces: readonly Piece[], marked: boolean): string[] =>
  pieces.filter((piece) => piece.marked === marked).flatMap(({ lines }) => lines);
