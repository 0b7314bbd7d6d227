import { kindOf } from '../kind-of.js';
import type {
  Annotation,
  Axis,
  Figure,
  HeatmapTrace,
  Layout,
  PanelAxis,
  ScatterTrace,
  Trace,
} from './figure.js';
import type { Panel } from './panel.js';

export interface SideBySideOptions {
  title?: string;
  /** Pixels; by default as wide as the page. */
  width?: number;
  /** Pixels. */
  height?: number;
}

/** One figure with several panels in a row.
 *
 * A name that stands in several panels has one colour and appears once in the legend. Heat maps with the same limits and
 * colours share one colour bar; others have a bar each.
 * @param panels From left to right, one to nine.
 * @throws {TypeError} If panels is not an array of panels.
 * @throws {RangeError} If it is empty, or has more than nine.
 * @example Usage
 * ```ts
 * show(sideBySide([curves({ loss }, { title: 'Loss' }), curves({ accuracy }, { title: 'Accuracy' })]));
 * ``` */
export function sideBySide(
  panels: readonly Panel[],
  { title, width, height = 400 }: SideBySideOptions = {},
): Figure {
  checkPanels(panels);
  const domains = domainsOf(panels);
  const scale = sharedScale(panels);
  const colours = new Map<string, string>();
  const data: Trace[] = [];
  const axes: Record<`xaxis${string}` | `yaxis${string}`, Axis> = {};
  const annotations: Annotation[] = [];
  for (const [at, panel] of panels.entries()) {
    const number = at === 0 ? '' : String(at + 1);
    const place = { xaxis: `x${number}` as PanelAxis, yaxis: `y${number}` as PanelAxis };
    for (const trace of panel.data) {
      data.push({
        ...place,
        ...(trace.type === 'heatmap' ? withScale(trace, scale, domains[at]![1]) : withColour(trace, colours)),
      });
    }
    axes[`xaxis${number}`] = { ...panel.xaxis, domain: domains[at]!, anchor: place.yaxis, automargin: true };
    axes[`yaxis${number}`] = { ...panel.yaxis, anchor: place.xaxis, automargin: true };
    if (panel.title !== undefined) annotations.push(titleAbove(panel.title, domains[at]!));
  }
  const layout: Layout = {
    ...axes,
    annotations,
    height,
    margin: { t: title === undefined ? 50 : 90, r: 20 },
    showlegend: colours.size > 1,
    ...(title === undefined ? {} : { title: { text: title } }),
    ...(width === undefined ? {} : { width }),
    ...(scale === undefined
      ? {}
      : {
          coloraxis: {
            cmin: scale.zmin,
            cmax: scale.zmax,
            ...(scale.colorscale === undefined ? {} : { colorscale: scale.colorscale }),
            colorbar: { thickness: BAR_PIXELS },
          },
        }),
  };
  return { data, layout };
}

const BAR_PIXELS = 14;

/** Plotly's own, spelt out so that a name has one colour in all panels. */
const PALETTE = [
  '#1f77b4',
  '#ff7f0e',
  '#2ca02c',
  '#d62728',
  '#9467bd',
  '#8c564b',
  '#e377c2',
  '#7f7f7f',
  '#bcbd22',
  '#17becf',
];

const isHeatmap = (trace: Trace): trace is HeatmapTrace => trace.type === 'heatmap';

interface Scale {
  zmin: number;
  zmax: number;
  colorscale: string | undefined;
}

/** The limits and colours that all heat maps have, if they have the same ones. */
function sharedScale(panels: readonly Panel[]): Scale | undefined {
  const maps = panels.flatMap((panel) => panel.data.filter(isHeatmap));
  const [first] = maps;
  if (first?.zmin === undefined || first.zmax === undefined) return undefined;
  const isShared = maps.every(
    ({ zmin, zmax, colorscale }) =>
      zmin === first.zmin && zmax === first.zmax && colorscale === first.colorscale,
  );
  return isShared ? { zmin: first.zmin, zmax: first.zmax, colorscale: first.colorscale } : undefined;
}

/** A heat map on the shared scale, or with a bar of its own at the right of its panel. */
function withScale(trace: HeatmapTrace, scale: Scale | undefined, right: number): HeatmapTrace {
  if (trace.coloraxis !== undefined) return trace;
  if (scale === undefined) return { ...trace, colorbar: { x: right, thickness: BAR_PIXELS } };
  const { zmin: _min, zmax: _max, colorscale: _colours, ...rest } = trace;
  return { ...rest, coloraxis: 'coloraxis' };
}

/** The first trace of a name brings it into the legend. */
function withColour(trace: ScatterTrace, colours: Map<string, string>): ScatterTrace {
  const { name } = trace;
  if (name === undefined) return trace;
  const isFirst = !colours.has(name);
  if (isFirst)
    colours.set(name, trace.line?.color ?? trace.marker?.color ?? PALETTE[colours.size % PALETTE.length]!);
  const color = colours.get(name)!;
  return {
    ...trace,
    legendgroup: name,
    showlegend: trace.showlegend ?? isFirst,
    line: { color, ...trace.line },
    marker: { color, ...trace.marker },
  };
}

/** Equal shares of the width, with room for the labels between them. */
function domainsOf(panels: readonly Panel[]): [number, number][] {
  const bars = sharedScale(panels) === undefined && panels.some(({ data }) => data.some(isHeatmap));
  const gap = panels.length === 1 ? 0 : (bars ? 0.16 : 0.1) * (panels.length > 3 ? 0.6 : 1);
  const share = (1 - gap * (panels.length - 1)) / panels.length;
  return panels.map((_, at) => [at * (share + gap), Math.min(1, at * (share + gap) + share)]);
}

function titleAbove(text: string, [left, right]: [number, number]): Annotation {
  return {
    text,
    x: (left + right) / 2,
    y: 1.02,
    xref: 'paper',
    yref: 'paper',
    xanchor: 'center',
    yanchor: 'bottom',
    showarrow: false,
    font: { size: 15 },
  };
}

function checkPanels(panels: readonly Panel[]): void {
  if (!Array.isArray(panels)) {
    throw new TypeError(`sideBySide needs an array of panels: got ${kindOf(panels)}`);
  }
  if (panels.length === 0) throw new RangeError('sideBySide needs at least one panel: the array is empty');
  if (panels.length > 9) throw new RangeError(`sideBySide shows nine panels at most: got ${panels.length}`);
  for (const [i, panel] of (panels as readonly unknown[]).entries()) {
    if (typeof panel !== 'object' || panel === null || !('data' in panel) || !Array.isArray(panel.data)) {
      throw new TypeError(
        `sideBySide needs panels, as curves(…) or heatmap(…) give them: panels[${i}] is ${kindOf(panel)}`,
      );
    }
  }
}
