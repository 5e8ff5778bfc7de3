/** The report's look: one column that fits a phone, light or dark as the reader's system is. */
export const style = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1d2125; --soft: #646c75; --rule: #dfe3e8; --bar: #4c6fb1; --mark: #b4552d; }
@media (prefers-color-scheme: dark) { :root { --paper: #15181b; --ink: #e8eaed; --soft: #9aa3ac; --rule: #32383e; --bar: #86a6e3; --mark: #f0a57f; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 46rem; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; }
p { margin: .5rem 0; }
.soft, figcaption { color: var(--soft); font-size: .9rem; }
figure { margin: 1.25rem 0; }
svg { width: 100%; height: auto; display: block; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; width: 100%; }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--rule); text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
th { color: var(--soft); font-weight: 600; }
summary { cursor: pointer; color: var(--soft); font-size: .9rem; padding: .4rem 0; }
.bar { fill: var(--bar); } .line { fill: none; stroke: var(--bar); stroke-width: 2; }
.mark { fill: var(--mark); } .whisker { stroke: var(--mark); stroke-width: 3; }
.grid { stroke: var(--rule); } .other { stroke: var(--soft); stroke-dasharray: 4 4; }
.tick { fill: var(--soft); font-size: 11px; } .name { fill: var(--ink); font-size: 11.5px; }
`;
