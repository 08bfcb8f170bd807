"""The style of the readiness page, as text: colours are those of templates/tokens.css and of the site's dark theme."""

STYLE = """
:root {
  color-scheme: light dark;
  --paper: #ffffff; --paper-soft: #f5f4f0; --ink: #1d2129; --ink-soft: #4a505c; --rule: #c9ccd3;
  --rule-soft: #e4e5e9; --indigo: #27306b; --cinnabar: #b33a26;
  --song: "Source Han Serif SC", "Noto Serif CJK SC", "Songti SC", SimSun, serif;
  --hei: "Source Han Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15171c; --paper-soft: #1c1f26; --ink: #e6e4dd; --ink-soft: #b0b4bd; --rule: #41454f;
    --rule-soft: #2b2f37; --indigo: #b7c0f2; --cinnabar: #ee8b74;
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 400 15px/1.6 var(--hei); -webkit-text-size-adjust: 100%; }
body { max-width: 1120px; margin: 0 auto; padding: 40px 32px 80px; overflow-wrap: anywhere; }
h1, h2 { font-family: var(--song); font-weight: 700; line-height: 1.35; text-wrap: balance; }
h1 { margin: 0 0 4px; font-size: 30px; color: var(--indigo); }
h2 { margin: 0; font-size: 21px; }
h3 { margin: 28px 0 0; font-size: 15px; }
p { margin: 6px 0; max-width: 46em; }
.lead { font-family: var(--song); font-size: 17px; }
.soft, .place { color: var(--ink-soft); font-size: 13px; }
.place { font-family: ui-monospace, Consolas, "Noto Sans Mono CJK SC", monospace; }
.case { margin-top: 56px; padding-top: 20px; border-top: 1px solid var(--ink); }
.legend { display: flex; flex-wrap: wrap; gap: 2px 24px; margin: 14px 0 6px; padding: 0; }
.legend li { list-style: none; font-size: 13px; }
.sign { display: inline-block; width: 1.25em; color: var(--indigo); }
.missing > .sign, .missing .fact .sign, .missing .state, .missing .message { color: var(--cinnabar); }
.missing > .sign, .missing .fact .sign { -webkit-text-stroke: 1.4px; }
.missing .fact, .missing .state { font-weight: 700; }
.not-applicable .sign, .not-applicable { color: var(--ink-soft); }
table { width: 100%; margin: 18px 0 8px; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { padding-bottom: 8px; text-align: left; color: var(--ink-soft); font-size: 13px; }
th, td { padding: 9px 14px 9px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--rule-soft); }
thead th { padding-top: 0; border-bottom: 1px solid var(--ink); }
thead th { color: var(--ink-soft); font-size: 13px; font-weight: 400; }
tbody th { font-weight: 400; }
tbody th a { color: var(--ink); text-decoration-color: var(--rule); text-underline-offset: 3px; }
.matrix { table-layout: fixed; }
.matrix col.first { width: 24%; } .matrix col.evidence, .matrix col.measures { width: 20%; }
.matrix col.figures { width: 14%; }
.group th { padding: 20px 0 6px; border-bottom-color: var(--rule); color: var(--indigo); font-weight: 700; }
.id { color: var(--ink-soft); margin-right: .4em; }
.answer { display: block; color: var(--ink-soft); font-size: 13px; }
.fact { display: flex; }
.fact .sign { flex: none; }
.note { display: block; padding-left: 1.25em; color: var(--ink-soft); font-size: 13px; line-height: 1.45; }
.state { font-size: 13px; }
.signs td, .signs thead th { padding-right: 6px; text-align: center; }
.signs th:first-child { text-align: left; line-height: 1.4; }
.signs td.missing { background: color-mix(in srgb, var(--cinnabar) 9%, transparent); }
.signs .sign { width: auto; font-size: 17px; line-height: 1; }
.signs .edge { border-left: 1px solid var(--rule); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.wants { margin: 8px 0 0; padding: 0; list-style: none; max-width: 52em; }
.wants li { padding: 12px 0 12px 1.5em; border-bottom: 1px solid var(--rule-soft); }
.wants .sign { margin-left: -1.5em; width: 1.5em; }
.wants .message { font-weight: 700; }
.wants .hint { display: block; }
details { margin-top: 18px; }
summary { cursor: pointer; color: var(--indigo); font-size: 14px; padding: 6px 0; }
a { color: var(--indigo); }
:focus-visible { outline: 2px solid var(--indigo); outline-offset: 2px; }
@media (max-width: 760px) {
  body { padding: 24px 16px 56px; }
  h1 { font-size: 25px; } h2 { font-size: 19px; }
  .case { margin-top: 40px; }
  table, caption, tbody { display: block; }
  thead, colgroup { display: none; }
  .matrix tr { display: grid; grid-template-columns: 4.5em 1fr; padding: 12px 0; border-bottom: 1px solid var(--rule); }
  .matrix tr.group { display: block; padding: 18px 0 4px; }
  .matrix th, .matrix td, .matrix .group th { padding: 2px 0; border: 0; }
  .matrix tbody th { grid-column: 1 / -1; padding-bottom: 4px; font-weight: 700; }
  .matrix .answer { font-weight: 400; }
  .matrix td { display: contents; }
  .matrix td::before { content: attr(data-label); padding-top: 2px; color: var(--ink-soft); font-size: 13px; }
  .matrix td > div { padding: 2px 0; }
  .matrix tr.unanswered td.not-applicable { display: none; }
  .signs tr { display: flex; flex-wrap: wrap; padding: 12px 0; border-bottom: 1px solid var(--rule); }
  .signs th:first-child { flex: 1 0 100%; padding: 0 0 6px; border: 0; }
  .signs td { flex: 0 0 25%; padding: 4px 6px; border: 0; text-align: left; }
  .signs .edge { border: 0; }
  .signs td::before { content: attr(data-label) " "; color: var(--ink-soft); font-size: 13px; }
}
@media print {
  :root {
    --paper: #ffffff; --paper-soft: #f5f4f0; --ink: #1d2129; --ink-soft: #4a505c; --rule: #c9ccd3;
    --rule-soft: #e4e5e9; --indigo: #27306b; --cinnabar: #b33a26;
  }
  @page { size: A4; margin: 16mm 14mm; }
  html { font-size: 9.5pt; }
  body { max-width: none; padding: 0; }
  tr, .wants li { break-inside: avoid; }
  h2, h3, .group { break-after: avoid; }
  details::details-content { content-visibility: visible; }
}
"""
