import ts = require('typescript');

/** One error of the TypeScript compiler in a cell. */
export interface CellDiagnostic {
  /** TypeScript's number, e.g. 2322. */
  code: number;
  /** 1-based, in the cell as written. */
  line: number;
  /** 1-based. */
  column: number;
  /** Characters that the error covers. */
  length: number;
  message: string;
}

/** The first errors of a cell: more help nobody, and a cell can have as many as it has characters. */
export const firstErrors = <T>(errors: readonly T[]): readonly T[] => errors.slice(0, MOST_ERRORS);

const MOST_ERRORS = 50;
/** In characters; types can be written out without end. */
const LONGEST_MESSAGE = 4000;

/** A diagnostic as data, positioned in the cell.
 * @param isCurrent Whether a name, as the cell sees it, is the one of this slot. */
export function cellDiagnostic(
  diagnostic: ts.Diagnostic,
  lineMap: ts.SourceFileLike,
  isCurrent: IsCurrent = () => true,
): CellDiagnostic {
  const { line, character } = ts.getLineAndCharacterOfPosition(lineMap, diagnostic.start ?? 0);
  return {
    code: diagnostic.code,
    line: line + 1,
    column: character + 1,
    length: diagnostic.length ?? 1,
    message: reworded(diagnostic.code, shortened(diagnostic.messageText), isCurrent) + awaitHint(diagnostic),
  };
}

/** TypeScript's question where a promise stands for what it will give, which it asks beside the message. */
function awaitHint({ relatedInformation = [] }: ts.Diagnostic): string {
  const hint = relatedInformation.find(({ code }) => code === FORGOTTEN_AWAIT);
  return hint ? ` ${ts.flattenDiagnosticMessageText(hint.messageText, '\n')}` : '';
}

const FORGOTTEN_AWAIT = 2773;

function shortened(message: string | ts.DiagnosticMessageChain): string {
  const text = ts.flattenDiagnosticMessageText(message, '\n');
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)}…` : text;
}

type IsCurrent = (slot: number, name: string) => boolean;

/** Students have never imported the names of earlier cells, and do not know the files that TypeScript knows. */
function reworded(code: number, message: string, isCurrent: IsCurrent): string {
  const text =
    code === 2632 ? message.replace(' because it is an import', ': it is not a variable') : message;
  return text
    .replace(
      /(?:import\("[^"]*gradlab-cells\/s(\d+)"\)|__gradlab_cells\.s(\d+))\.([\p{L}\p{N}_$]+)/gu,
      (_all, imported?: string, listed?: string, name?: string) =>
        isCurrent(Number(imported ?? listed), name!) ? name! : `${name!} (an earlier definition)`,
    )
    .replace(/import\("[^"]*gradlab-cells\/[^"]*"\)/g, 'an earlier cell')
    .replace(/(?:[A-Za-z]:)?\/gradlab-cells\//g, '')
    .replace(FILE_OF_PACKAGE, 'import("$1")');
}

/** `import("/home/…/node_modules/@tensorflow/tfjs/dist/index")`: what a notebook imports is the package. */
const FILE_OF_PACKAGE = /import\("[^"]*\/node_modules\/((?:@[^/"]+\/)?[^/"]+)[^"]*"\)/g;
