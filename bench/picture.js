// A picture of ratios: bars from the line of equal speed, to the right where gradlab is faster or smaller, on a logarithmic axis.

const [LABELS, PLOT, ROW, TOP] = [560, 420, 26, 58];
/** The axis, in times as fast. */
const [FROM, TO] = [1 / 32, 64];
const TICKS = [1 / 16, 1 / 4, 1, 4, 16, 64];

const x = (speed) => {
  const within = Math.min(TO, Math.max(FROM, speed));
  return LABELS + (PLOT * Math.log(within / FROM)) / Math.log(TO / FROM);
};
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const times = (speed) => (speed < 0.95 ? `1/${+(1 / speed).toFixed(1)}` : `${+speed.toFixed(1)}`) + ' ×';

/** @param {{ label: string, speed: number, target?: number }[]} bars
 * @returns {string} SVG that reads on light and dark pages alike. */
export function speedPicture(bars) {
  const height = TOP + bars.length * ROW + 14;
  const lines = TICKS.map(
    (tick) =>
      `<path d="M${x(tick)} ${TOP - 8}V${height - 10}" stroke="${tick === 1 ? '#333' : '#ddd'}"/>` +
      `<text x="${x(tick)}" y="${TOP - 14}" text-anchor="middle" fill="#555">${times(tick)}</text>`,
  );
  const rows = bars.map(({ label, speed, target }, at) => {
    const y = TOP + at * ROW;
    const [left, right] = [Math.min(x(1), x(speed)), Math.max(x(1), x(speed))];
    const colour = speed >= (target ?? 1) ? '#2a7f62' : '#b5651d';
    const tick = target
      ? `<path d="M${x(target)} ${y}v18" stroke="#111" stroke-width="2" stroke-dasharray="3 2"/>`
      : '';
    return (
      `<text x="${LABELS - 50}" y="${y + 13}" text-anchor="end">${escaped(label)}</text>` +
      `<rect x="${left}" y="${y + 2}" width="${right - left}" height="14" rx="2" fill="${colour}"/>${tick}` +
      `<text x="${LABELS + PLOT + 60}" y="${y + 13}" text-anchor="end">${times(speed)}</text>`
    );
  });
  const width = LABELS + PLOT + 76;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#111">`,
    '<title>How many times as fast (or as small) as what it is compared with</title>',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    '<text x="12" y="22" font-size="14" font-weight="600">Times as fast as … (dashed: the target; brown: missed, or slower)</text>',
    ...lines,
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}
