import { parseDocument } from 'yaml';
import { GradebookError } from './gradebook-error.js';

/** @param file Its name, for messages.
 * @throws {GradebookError} If it is no YAML, or uses aliases. */
export function parseYaml(text: string, file: string): unknown {
  const document = parseDocument(text);
  const [fault] = document.errors;
  if (fault) throw new GradebookError(`${file}: ${fault.message.split('\n')[0]}`);
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    throw new GradebookError(`${file}: ${(error as Error).message}`);
  }
}
