import { bytes, f32x4, i32, VECTOR_BYTES, WasmFunction, type I32, type Local } from './assembler.js';

/** What both ways have in common. Channels are taken four at a time: where their number is no multiple of that, what is
 * written behind an output's last channel is written over by the next output, or falls into the slack of the block. */
function geometry(
  f: WasmFunction,
): Record<'x' | 'places' | 'rows' | 'pixels' | 'pixelsEnd' | 'channels' | 'output', Local<'i32'>> {
  return {
    x: f.parameter('i32'),
    /** Of each output's window, in bytes from the start of x. */
    places: f.parameter('i32'),
    /** Number of outputs, without their channels. */
    rows: f.parameter('i32'),
    /** Of each pixel of a window, in bytes from the window's place. */
    pixels: f.parameter('i32'),
    pixelsEnd: f.parameter('i32'),
    channels: f.parameter('i32'),
    output: f.parameter('i32'),
  };
}

/** output[p, c] = the largest of x[place p + pixel, c]; NaN is passed over, as in TensorFlow.js. */
export function maxPool(): WasmFunction {
  const f = new WasmFunction('maxPool');
  const { x, places, rows, pixels, pixelsEnd, channels, output } = geometry(f);
  inOutputs(
    f,
    places,
    rows,
    channels,
    (place, channel) => {
      const window = f.variable(i32.add(x, i32.add(place, channel)));
      const largest = f.variable(f32x4.load(i32.add(window, i32.load(pixels))));
      const pixel = f.variable(i32.add(pixels, i32.constant(4)));
      f.while(pixel, pixelsEnd, 4, () => {
        const value = f32x4.load(i32.add(window, i32.load(pixel)));
        f.set(largest, f32x4.largest(largest, value));
      });
      f.storeVector(i32.add(output, channel), 0, largest);
    },
    () => f.increase(output, bytes(channels)),
  );
  return f;
}

/** gradient[place p + pixel, c] += delta[p, c] for the first pixel of the window that has its largest value. */
export function maxPoolGradient(): WasmFunction {
  const f = new WasmFunction('maxPoolGradient');
  const { x, places, rows, pixels, pixelsEnd, channels, output } = geometry(f);
  const delta = f.parameter('i32');
  const gradient = f.parameter('i32');
  /** Ones, as many as the last vector of channels counts, then zeros. */
  const lastMask = f.parameter('i32');
  const pitch = f.variable(bytes(channels));
  inOutputs(
    f,
    places,
    rows,
    channels,
    (place, channel) => {
      const open = f.variable(f32x4.load(i32.add(delta, channel)));
      f.if(i32.isLess(pitch, i32.add(channel, i32.constant(VECTOR_BYTES))), () =>
        f.set(open, f32x4.and(open, f32x4.load(lastMask))),
      );
      const largest = f.variable(f32x4.load(i32.add(output, channel)));
      const start = f.variable(i32.add(place, channel));
      const pixel = f.variable(pixels);
      f.while(pixel, pixelsEnd, 4, () => {
        const at = f.variable(i32.add(start, i32.load(pixel)));
        const isLargest = f.variable(f32x4.isEqual(f32x4.load(i32.add(x, at)), largest));
        const target = f.variable(i32.add(gradient, at));
        f.storeVector(target, 0, f32x4.add(f32x4.load(target), f32x4.and(open, isLargest)));
        f.set(open, f32x4.andNot(open, isLargest));
      });
    },
    () => {
      f.increase(output, pitch);
      f.increase(delta, pitch);
    },
  );
  return f;
}

/** @param body Gets the place of each output and, in bytes, the first channel of each vector. */
function inOutputs(
  f: WasmFunction,
  places: Local<'i32'>,
  rows: I32,
  channels: I32,
  body: (place: I32, channel: I32) => void,
  next: () => void,
): void {
  const end = f.variable(i32.add(places, bytes(rows)));
  const pitch = f.variable(bytes(channels));
  f.while(places, end, 4, () => {
    const place = f.variable(i32.load(places));
    f.for(pitch, VECTOR_BYTES, (channel) => body(place, channel));
    next();
  });
}
