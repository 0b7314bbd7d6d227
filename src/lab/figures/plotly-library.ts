import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { display, isCaptured } from '../display.js';
import { inlineScript } from './inline-script.js';

let shown = false;

/** Displays the plotting library, without which no figure of this page is drawn, unless that was done before.
 *
 * It travels in the notebook (0.66 MB), so that figures need no network; `GRADLAB_PLOTLY=none` leaves it out. */
export function displayPlotlyOnce(): void {
  if (shown || isCaptured()) return;
  displayPlotly();
}

/** Displays the plotting library in any case: worth a line in a notebook's first cell, as the library is lost when the
 * cell that carries it is run again. */
export function displayPlotly(): void {
  shown = true;
  if (process.env['GRADLAB_PLOTLY'] === 'none') return;
  display({ 'text/html': plotlyHtml() });
}

/** The library as one element: gzip in base64, unpacked by the browser, at a third of the size.
 *
 * Parameters named like the globals of module loaders hide these: on a page that has some the library would register
 * with them. Figures that were there first wait in `gradlabFigures`. */
function plotlyHtml(): string {
  const path = createRequire(import.meta.url).resolve('plotly.js-cartesian-dist-min');
  const library = `(function (module, exports, define) {\n${readFileSync(path, 'utf8')}\n}).call(window);`;
  const packed = gzipSync(library, { level: 9 }).toString('base64');
  return inlineScript(`(function () {
  if (window.Plotly) return;
  var failed = function (error) { console.error('The plotting library did not load', error); };
  try {
    var bytes = Uint8Array.from(atob('${packed}'), function (c) { return c.charCodeAt(0); });
    var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    new Response(stream).text().then(function (code) {
      if (window.Plotly) return;
      var script = document.createElement('script');
      script.textContent = code;
      document.head.appendChild(script);
      var waiting = window.gradlabFigures || [];
      window.gradlabFigures = [];
      waiting.forEach(function (draw) { draw(); });
    }).catch(failed);
  } catch (error) { failed(error); }
})();`);
}
