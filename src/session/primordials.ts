/** Methods as they were before the first cell ran, called as functions: what the harness needs for its own books goes
 * on when a cell replaces them. Loops there go by index, since `for … of` and spread ask `Symbol.iterator`. */
const { apply } = Reflect;

const uncurried =
  <This, Args extends unknown[], Result>(method: (this: This, ...args: Args) => Result) =>
  (self: This, ...args: Args): Result =>
    apply(method, self, args);

const { prototype: text } = String;
export const slice = uncurried<string, [number, number?], string>(text.slice);
export const charCodeAt = uncurried<string, [number], number>(text.charCodeAt);
export const includes = uncurried<string, [string], boolean>(text.includes);
export const split = uncurried<string, [string], string[]>(text.split);
export const replace = uncurried<string, [RegExp, string], string>(
  text.replace as (this: string, pattern: RegExp, by: string) => string,
);
export const matches = uncurried<RegExp, [string], boolean>(RegExp.prototype.test);

/** A dictionary without a prototype. */
export const dictionary = Object.create as (prototype: null) => Record<string, never>;
