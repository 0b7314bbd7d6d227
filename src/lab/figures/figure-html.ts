import { inlineScript } from './inline-script.js';
import type { Json } from './figure-json.js';

/** Draws a figure on the page that shows it: an empty place, and a script that fills it once the library is there.
 *
 * The place is looked for beside the script before the whole page is searched: several notebooks may be open on one page,
 * with the same ids.
 * @param figure What `figureJson` returned.
 * @param id Unique in the notebook; letters, digits and hyphens. */
export function figureHtml(figure: { data: Json[]; layout: { [key: string]: Json } }, id: string): string {
  const height = typeof figure.layout['height'] === 'number' ? figure.layout['height'] : 450;
  const script = inlineScript(`(function () {
  var beside = document.currentScript && document.currentScript.parentNode;
  var place = (beside && beside.querySelector('#${id}')) || document.getElementById('${id}');
  var figure = ${JSON.stringify(figure)};
  var draw = function () {
    place.textContent = '';
    window.Plotly.newPlot(place, figure.data, figure.layout, { responsive: true, displaylogo: false });
  };
  if (window.Plotly) return draw();
  (window.gradlabFigures = window.gradlabFigures || []).push(draw);
  setTimeout(function () {
    if (!window.Plotly) place.textContent = 'The plotting library is not on this page: run the notebook from its first cell.';
  }, 5000);
})();`);
  return `<div>\n<div id="${id}" style="width: 100%; min-height: ${height}px"></div>\n${script}\n</div>`;
}
