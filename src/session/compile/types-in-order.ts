import ts = require('typescript');
import { cellFile } from './compiler-host.js';

/** Lets a checker work out the types of cells' names, from the first cell on. Where each of hundreds takes its type from the one before,
 * asking for that of the last would take more stack than there is.
 * @param slots In the order of the cells. */
export function workOutTypes(program: ts.Program, slots: Iterable<number>): void {
  const checker = program.getTypeChecker();
  for (const slot of slots) {
    const module = checker.getSymbolAtLocation(program.getSourceFile(cellFile(`s${slot}`))!);
    for (const name of module ? checker.getExportsOfModule(module) : [])
      for (const signature of checker.getTypeOfSymbol(name).getCallSignatures()) signature.getReturnType();
  }
}

/** What V8 throws where there is no more stack. */
export const isStackOverflow = (error: unknown) =>
  error instanceof RangeError && error.message.includes('call stack');
