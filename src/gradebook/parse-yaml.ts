import { isAlias, isMap, isNode, isSeq, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import type { z } from 'zod';
import { nearestName } from '../lab/nearest-name.js';
import { GradebookError } from './gradebook-error.js';

/** What a YAML file says, and where it says it. */
export interface YamlFile {
  value: unknown;
  /** `class.yaml, line 7`: where the value at a path stands, or what is nearest around it. */
  placeOf(path: readonly PropertyKey[]): string;
  /** What stands behind a value after a `#`: for YAML that is no part of the text. */
  remarkBehind(path: readonly PropertyKey[]): string | undefined;
}

/** @param file Its name, for messages.
 * @throws {GradebookError} If it is no YAML, or uses aliases; says in which line, and what to do. */
export function parseYaml(text: string, file: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number) => `${file}, line ${lines.linePos(offset).line}`;
  const [fault] = document.errors;
  if (fault) {
    const { line } = lines.linePos(fault.pos[0]);
    throw new GradebookError(`${file}, line ${line}: ${faultWords(fault, text.split(/\r?\n/)[line - 1])}`);
  }
  visit(document, (_, node) => {
    if (isAlias(node))
      throw new GradebookError(
        `${placeAt(node.range![0])}: *${node.source} refers to another place, which is not read here: write the text itself, in quotes`,
      );
  });
  const find = (path: readonly PropertyKey[]) => nodeAt(document.contents, path);
  return {
    value: document.toJS(),
    placeOf: (path) => placeAt(find(path).offset),
    remarkBehind: (path) => find(path).remark?.trim(),
  };
}

/** Follows a path as far as it goes: to a key, where there is one. */
function nodeAt(root: unknown, path: readonly PropertyKey[]): { offset: number; remark?: string } {
  let node = root;
  let offset = 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isNode(key) && String(key) === String(step));
      if (!pair) break;
      offset = isNode(pair.key) ? pair.key.range![0] : offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      if (isNode(node)) offset = node.range![0];
    } else break;
  }
  return { offset, ...(isNode(node) && node.comment ? { remark: node.comment } : {}) };
}

/** What is wrong with a line, for somebody who has not heard of scalars. */
function faultWords({ code, message }: YAMLError, line = ''): string {
  const shown = line.trim().slice(0, 60);
  if (code === 'TAB_AS_INDENT') return `indent with blanks, not with a tab: "${shown}"`;
  if (code === 'DUPLICATE_KEY') return `the same name stands above already, keep one: "${shown}"`;
  if (/Missing closing .*quote/.test(message)) return 'a quotation mark above has no second one';
  if (/end with a [\]}]/.test(message)) return 'a bracket above is not closed';
  return `"${shown}" cannot be read. Behind a name come a colon and a blank; a text takes quotes around it where it holds a colon or #, or begins with a sign (YAML: ${message})`;
}

/** What a schema finds, in a line for people.
 * @param names All that may stand there, for a suggestion. */
export function problemOf(issue: z.core.$ZodIssue, names: readonly string[], { placeOf }: YamlFile): string {
  if (issue.code !== 'unrecognized_keys')
    return `${placeOf(issue.path)}: ${issue.path.length ? `${String(issue.path.at(-1))}: ` : ''}${issue.message}`;
  const [key] = issue.keys as [string];
  const near = nearestName(key, names);
  const suggestion = near === undefined ? '' : `: did you mean "${near}"?`;
  return `${placeOf([...issue.path, key])}: there is no "${key}" here${suggestion}`;
}

/** Words for values of the wrong kind, where a schema has none of its own. */
export function kindWords(issue: { code?: string; expected?: unknown; input?: unknown }): string | undefined {
  if (issue.code !== 'invalid_type') return undefined;
  return issue.input === undefined ? 'is missing' : KINDS[String(issue.expected)];
}

const KINDS: Record<string, string> = {
  object: 'write names and values below it, further to the right',
  record: 'write names and values below it, further to the right',
  array: 'write a list below it, each line of which begins with "- "',
  string: 'write a text, in quotes',
};
