/** Jupyter counts positions in Unicode code points, JavaScript in UTF-16 units. */
export function toUnits(text: string, codePoints: number): number {
  let units = 0;
  for (let left = codePoints; left > 0 && units < text.length; left--)
    units += text.codePointAt(units)! > 0xff_ff ? 2 : 1;
  return units;
}

export function toCodePoints(text: string, units: number): number {
  return Array.from(text.slice(0, units)).length;
}
