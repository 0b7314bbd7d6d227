/** The candidate that a misspelt name most likely means, or `undefined` when none is close.
 *
 * Case, spaces, `-` and `_` do not count. Close means: at most one edit in three characters, two edits at least.
 * An edit is a character inserted, left out, replaced, or swapped with its neighbour. Among equally near candidates
 * the first one wins.
 * @example Usage
 * ```ts
 * nearestName('tensroflow', ['tensorflow', 'wasm', 'cpu']); // 'tensorflow'
 * nearestName('bananas', ['tensorflow', 'wasm', 'cpu']); // undefined
 * ```
 * @see Damerau, A technique for computer detection and correction of spelling errors, 1964 (here: the restricted,
 * "optimal string alignment" distance). */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  const wanted = fold(name);
  let nearest: string | undefined;
  let smallest = Infinity;
  for (const candidate of candidates) {
    const folded = fold(candidate);
    const distance = editDistance(wanted, folded);
    const longest = Math.max(wanted.length, folded.length);
    // A "correction" that keeps no character is none: 'x' does not mean 'y'.
    if (distance <= Math.max(2, longest / 3) && distance < longest && distance < smallest) {
      smallest = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let distance = Math.min(replaced, previous[j]! + 1, current[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        distance = Math.min(distance, beforePrevious[j - 2]! + 1);
      }
      current.push(distance);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length]!;
}
