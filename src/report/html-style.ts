/** The look of HTML reports: light and dark, wide and narrow. Contrast of text is at least 4.5 : 1 in both. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ink: #1f2328; --soft: #59636e; --paper: #ffffff; --card: #f6f8fa; --line: #d1d9e0;
  --good: #1a7f37; --bad: #cf222e; --warn: #9a6700; --link: #0969da; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa4af; --paper: #0d1117; --card: #161b22;
  --line: #30363d; --good: #4ac26b; --bad: #ff7b72; --warn: #d4a72c; --link: #58a6ff; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.2rem; margin: 2rem 0 .25rem; }
h1, h2 { overflow-wrap: anywhere; } .who { font-size: 1.1rem; margin: 0; overflow-wrap: anywhere; min-width: 0; } .task { font-size: 1rem; margin: 1.2rem 0 .3rem; } small, .summary { color: var(--soft); font-weight: normal; }
a { color: var(--link); }
.scroll { overflow: auto; max-height: 85vh; scroll-padding-top: 12rem; margin: 1rem 0; position: relative; }
table { border-collapse: collapse; font-size: .9rem; }
th, td { padding: .3rem .5rem; border-bottom: 1px solid var(--line); text-align: center; }
th[scope=row], thead th:first-child { text-align: left; position: sticky; left: 0; background: var(--paper); min-width: 7rem; max-width: 16rem; }
th[scope=row] { font-weight: normal; overflow-wrap: anywhere; } td { height: 1.5rem; } .score { white-space: nowrap; font-variant-numeric: tabular-nums; }
th.check { vertical-align: bottom; } th.check span { writing-mode: vertical-rl; transform: rotate(180deg); font-weight: normal; color: var(--soft); }
details { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; margin: .6rem 0; padding: .6rem 1rem; }
summary { cursor: pointer; display: flex; flex-wrap: wrap; justify-content: space-between; gap: 1rem; align-items: baseline; }
summary::before { content: '▸'; color: var(--soft); } details[open] > summary::before { content: '▾'; } summary .who { flex: 1 1 10rem; }
ul { list-style: none; margin: 0; padding: 0; } ul.plain { list-style: disc; padding-left: 1.2rem; }
li { display: flex; gap: .6rem; padding: .25rem 0; } ul.plain li { display: list-item; }
.legend { font-size: .85rem; color: var(--soft); } .legend > span { margin-right: .8rem; white-space: nowrap; } .legend .mark { display: inline-block; }
details > div { scroll-margin-top: 4rem; } small { white-space: nowrap; } td.score { text-align: right; } thead th.score { text-align: right; }
.mark { width: 1.2rem; flex: none; text-align: center; font-weight: bold; }
td.pass, .pass .mark { color: var(--good); } td.fail, .fail .mark { color: var(--bad); }
thead th { vertical-align: bottom; position: sticky; top: 0; z-index: 1; background: var(--paper); box-shadow: inset 0 -1px var(--line); } thead th:first-child { z-index: 2; } td.error, td.timeout, td.crashed, .error .mark, .timeout .mark, .crashed .mark { color: var(--bad); font-weight: bold; }
td.notAttempted, td.notRun, .notAttempted .mark, .notRun .mark { color: var(--soft); } td.pendingManual, .pendingManual .mark { color: var(--warn); } td.marked, .marked .mark { color: var(--link); }
[hidden] { display: none !important; } #filter { font: inherit; padding: .2rem .5rem; border: 1px solid var(--soft); border-radius: .3rem; background: var(--paper); color: var(--ink); max-width: 100%; }
.total { font-size: 1.3rem; } .late, .changed { color: var(--warn); } td.text, th.text { text-align: left; min-width: 18rem; } td.text li { padding: 0; }
blockquote { margin: .4rem 0; padding: .3rem .8rem; border-left: .25rem solid var(--line); overflow-wrap: anywhere; white-space: pre-wrap; } .long { max-height: 24rem; overflow-y: auto; }
.histogram { display: block; width: 100%; max-width: 36rem; margin: 1rem 0; } .histogram rect { fill: var(--link); } .histogram line { stroke: var(--soft); }
.histogram text { fill: var(--ink); font-size: 12px; text-anchor: middle; } .histogram text.axis { fill: var(--soft); font-size: 11px; }
details th[scope=row], details thead th { background: var(--card); } .shown { background: none; } .shown th[scope=row], .shown thead th { background: var(--paper); min-width: 0; } .shown > summary { color: var(--soft); justify-content: flex-start; flex-wrap: nowrap; } figure { margin: .8rem 0; } figcaption { font-weight: 600; overflow-wrap: anywhere; } .panels { display: flex; flex-wrap: wrap; gap: 1rem; } .panel { flex: 1 1 16rem; max-width: 30rem; min-width: 0; } .panel-title, .axis, .keys { font-size: .85rem; color: var(--soft); } .keys span { margin-right: .8rem; overflow-wrap: anywhere; }
img { max-width: 100%; background: #fff; } .key { width: .7rem; height: .7rem; margin-right: .25rem; }
.c0 { color: #0969da; } .c1 { color: #cf5d00; } .c2 { color: #1a7f37; } .c3 { color: #cf222e; } .c4 { color: #8250df; } .c5 { color: #6e7781; } circle[class^=c] { fill: currentColor; } polyline[class^=c] { stroke: currentColor; }
.series { display: block; width: 100%; max-width: 30rem; margin: .5rem 0; } .series text { fill: var(--soft); font-size: 14px; } .series polyline { fill: none; stroke-width: 1.8; }
.series .expected { stroke: var(--link); fill: none; stroke-dasharray: 5 4; } .series .got { stroke: var(--bad); fill: none; } .series circle.got { fill: var(--bad); stroke: none; } .series circle.expected { stroke-dasharray: none; } .series .frame { stroke: var(--line); fill: none; }
@media print { :root { color-scheme: light; --ink: #1f2328; --soft: #59636e; --paper: #ffffff; --card: #ffffff; --line: #d1d9e0; --good: #1a7f37; --bad: #cf222e; --warn: #9a6700; --link: #0969da; } #search { display: none; } li, tr, figure { break-inside: avoid; } .long { max-height: none; } details::details-content { content-visibility: visible; block-size: auto; } summary::before { display: none; } summary { break-after: avoid; } .scroll { overflow: visible; max-height: none; } td.text, th.text { min-width: 0; } th[scope=row], thead th { position: static !important; box-shadow: none; } }
.pending { white-space: nowrap; } @media (max-width: 30rem) { td.score { white-space: normal; } .scroll { max-height: none; } }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; } .unreadable { color: var(--bad); }
.tag { font-size: .75rem; border: 1px solid var(--line); border-radius: 1rem; padding: 0 .5rem; color: var(--soft); white-space: nowrap; }
p { margin: .2rem 0; } .message { overflow-wrap: anywhere; } .hint { color: var(--soft); } .hint::before { content: 'Hint: '; font-weight: 600; }
`;
