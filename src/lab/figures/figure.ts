/** A figure is a value, as in Plotly: what is drawn (`data`) and what stands around it (`layout`). So it can be looked at,
 * tested and sent; `show` displays it. These types name what the course uses; Plotly understands more, and every figure
 * here is one of Plotly's.
 * @see plotly.com/javascript/reference */
export interface Figure {
  data: Trace[];
  layout?: Layout;
}

export type Trace = ScatterTrace | HeatmapTrace;

/** Numbers, or names on a category axis; null leaves a gap. */
export type Values = (number | string | null)[] | Float32Array | Float64Array | Int32Array;

/** Points, joined by lines or not. */
export interface ScatterTrace {
  type: 'scatter';
  x?: Values;
  y: Values;
  mode?:
    | 'lines'
    | 'markers'
    | 'lines+markers'
    | 'text'
    | 'lines+text'
    | 'markers+text'
    | 'lines+markers+text'
    | 'none';
  name?: string;
  text?: string | string[];
  line?: {
    color?: string;
    width?: number;
    dash?: 'solid' | 'dot' | 'dash' | 'longdash' | 'dashdot';
    shape?: 'linear' | 'hv';
  };
  marker?: {
    color?: string;
    size?: number;
    symbol?: 'circle' | 'circle-open' | 'square' | 'diamond' | 'cross' | 'x' | 'star';
  };
  opacity?: number;
  showlegend?: boolean;
  /** Traces of one group appear and disappear together. */
  legendgroup?: string;
  hovertemplate?: string;
  xaxis?: string;
  yaxis?: string;
}

/** A table of colours: `z[i][j]` stands at `y[i]`, `x[j]`. */
export interface HeatmapTrace {
  type: 'heatmap';
  z: (number | null)[][];
  x?: Values;
  y?: Values;
  name?: string;
  text?: string[][];
  /** E.g. `%{z:.2f}`: writes the number into each cell. */
  texttemplate?: string;
  colorscale?: string;
  coloraxis?: string;
  zmin?: number;
  zmax?: number;
  showscale?: boolean;
  colorbar?: ColorBar;
  /** Pixels between columns. */
  xgap?: number;
  /** Pixels between rows. */
  ygap?: number;
  hovertemplate?: string;
  xaxis?: string;
  yaxis?: string;
}

/** A type and no interface: only so can it be passed where Plotly's own type, with its numbered properties, is wanted. */
export type Layout = {
  title?: { text: string };
  /** Pixels; by default as wide as the page. */
  width?: number;
  /** Pixels. */
  height?: number;
  xaxis?: Axis;
  yaxis?: Axis;
  /** Axes of further panels: `xaxis2`, `xaxis3` … */
  [panelXAxis: `xaxis${number}`]: Axis;
  [panelYAxis: `yaxis${number}`]: Axis;
  grid?: { rows?: number; columns?: number; pattern?: 'independent' | 'coupled' };
  coloraxis?: { cmin?: number; cmax?: number; colorscale?: string; colorbar?: ColorBar };
  margin?: { l?: number; r?: number; t?: number; b?: number };
  annotations?: Annotation[];
  showlegend?: boolean;
};

export interface Axis {
  /** `category` keeps labels that look like numbers from becoming numbers. */
  type?: '-' | 'linear' | 'log' | 'category';
  title?: { text: string };
  /** On a log axis: powers of ten, [-2, 1] is 0.01 to 10. */
  range?: [number, number];
  autorange?: boolean | 'reversed';
  showgrid?: boolean;
  tickformat?: string;
  exponentformat?: 'none' | 'e' | 'E' | 'power' | 'SI' | 'B';
  /** The axis that this one stands at: `y2` for `xaxis2`. */
  anchor?: 'free' | PanelAxis;
  /** Share of the width (or height) that the panel takes, from 0 to 1. */
  domain?: [number, number];
  automargin?: boolean;
}

/** Axes of up to nine panels. */
export type PanelAxis = `${'x' | 'y'}${'' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9'}`;

/** The legend of a colour scale. */
export interface ColorBar {
  /** Place, from 0 to 1 of the width. */
  x?: number;
  /** Pixels. */
  thickness?: number;
  tickformat?: string;
}

/** A text with an arrow to a point. */
export interface Annotation {
  /** On a log axis the log10 of the place, unlike a trace's x, which stays in data units. */
  x: number | string;
  /** As x. */
  y: number | string;
  text: string;
  /** Place of the text, in pixels from the point: right. */
  ax?: number;
  /** Place of the text, in pixels from the point: down. */
  ay?: number;
  showarrow?: boolean;
  arrowhead?: number;
  arrowcolor?: string;
  arrowwidth?: number;
  font?: { size?: number; color?: string };
  xref?: 'paper' | 'x';
  yref?: 'paper' | 'y';
  xanchor?: 'auto' | 'left' | 'center' | 'right';
  yanchor?: 'auto' | 'top' | 'middle' | 'bottom';
}
