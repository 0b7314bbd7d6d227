/** JSON as text, cut without being read: numbers, escapes and the order of keys stay exactly as they were written, which
 * `JSON.parse` and `JSON.stringify` do not keep (`1.0` becomes `1`, 9007199254740993 loses its last digit). All of these
 * expect text that `JSON.parse` accepts (but for `holdsMoreThan`), and use no recursion: depth is no danger. */

/** Whether a text holds more than `most` values and keys: counted by the signs before, between and around them. As fast as it can be
 * read, and before anything of it is kept: a thousandth of what `JSON.parse` may need for it. */
export function holdsMoreThan(json: string, most: number): boolean {
  let signs = 0;
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfString(json, at) - 1;
    else if (code === COMMA || code === COLON || code === BRACKET || code === BRACE) signs++;
    if (signs > most) return true;
  }
  return false;
}

const [QUOTE, COMMA, COLON, BRACKET, BRACE] = ['"', ',', ':', '[', '{'].map((sign) => sign.charCodeAt(0));

/** The members of a JSON object, each value as its text. Of a key that stands twice the last one counts. */
export function splitObject(json: string): Map<string, string> {
  const members = new Map<string, string>();
  for (let at = skipSpace(json, json.indexOf('{') + 1); json[at] !== '}';) {
    const keyEnd = endOfString(json, at);
    const start = skipSpace(json, json.indexOf(':', keyEnd) + 1);
    const end = endOfValue(json, start);
    members.set(JSON.parse(json.slice(at, keyEnd)) as string, json.slice(start, end));
    at = afterComma(json, end);
  }
  return members;
}

/** The elements of a JSON array, each as its text. */
export function splitArray(json: string): string[] {
  const elements: string[] = [];
  for (let at = skipSpace(json, json.indexOf('[') + 1); json[at] !== ']';) {
    const end = endOfValue(json, at);
    elements.push(json.slice(at, end));
    at = afterComma(json, end);
  }
  return elements;
}

/** Jupyter cannot write JSON that is nested deeper; each line of it would be indented further, into gigabytes. */
const MOST_LEVELS = 1000;

/** Lays JSON out as Jupyter does, one space a level, without touching keys, strings and numbers. Below a thousand levels
 * all stands on one line.
 * @param depth Level of the line that the value begins on. */
export function layOutJson(json: string, depth: number): string {
  const out: string[] = [];
  const breakLine = () => {
    if (depth <= MOST_LEVELS) out.push(`\n${' '.repeat(depth)}`);
  };
  for (let at = skipSpace(json, 0); at < json.length; at = skipSpace(json, at)) {
    const character = json[at]!;
    if (character === '{' || character === '[') {
      const next = skipSpace(json, at + 1);
      const isEmpty = json[next] === '}' || json[next] === ']';
      out.push(isEmpty ? character + json[next]! : character);
      at = isEmpty ? next + 1 : at + 1;
      if (isEmpty) continue;
      depth++;
      breakLine();
    } else if (character === '}' || character === ']') {
      depth--;
      breakLine();
      out.push(character);
      at++;
    } else if (character === ',') {
      out.push(',');
      breakLine();
      at++;
    } else if (character === ':') {
      out.push(': ');
      at++;
    } else {
      const end = endOfValue(json, at);
      out.push(json.slice(at, end));
      at = end;
    }
  }
  return out.join('');
}

const SPACE = /[^ \t\n\r]|$/g;
const STRUCTURE = /["[\]{}]/g;
const SCALAR_END = /[,\]}: \t\n\r]|$/g;

function find(pattern: RegExp, json: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(json)?.index ?? json.length;
}

const skipSpace = (json: string, from: number) => find(SPACE, json, from);

function afterComma(json: string, end: number): number {
  const at = skipSpace(json, end);
  return json[at] === ',' ? skipSpace(json, at + 1) : at;
}

function endOfValue(json: string, start: number): number {
  if (json[start] === '"') return endOfString(json, start);
  if (json[start] !== '{' && json[start] !== '[') return find(SCALAR_END, json, start);
  let depth = 0;
  for (let at = start; ; at = find(STRUCTURE, json, at)) {
    const character = json[at];
    if (character === '"') {
      at = endOfString(json, at);
      continue;
    }
    depth += character === '{' || character === '[' ? 1 : -1;
    at++;
    if (depth === 0) return at;
  }
}

/** A quote ends a string unless an odd number of backslashes stands before it. */
function endOfString(json: string, start: number): number {
  for (let quote = json.indexOf('"', start + 1); ; quote = json.indexOf('"', quote + 1)) {
    if (quote < 0) return json.length; // No JSON.
    let slash = quote - 1;
    while (json[slash] === '\\') slash--;
    if ((quote - slash) % 2 === 1) return quote + 1;
  }
}
