"""The style of the page of findings: the colours of templates/tokens.css, which a test compares."""

STYLE = """\
:root {
  color-scheme: light dark;
  --paper: #ffffff;
  --paper-soft: #f5f4f0;
  --ink: #1d2129;
  --ink-soft: #4a505c;
  --ink-faint: #767c88;
  --rule: #c9ccd3;
  --rule-soft: #e4e5e9;
  --indigo: #27306b;
  --indigo-soft: #e9ebf4;
  --cinnabar: #b33a26;
  --hei: "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
  --song: "Noto Serif SC", "Noto Serif CJK SC", "Songti SC", "SimSun", serif;
  --mono: ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", "PingFang SC", monospace;
}

:lang(en) {
  --hei: -apple-system, "Segoe UI", "Noto Sans", "PingFang SC", "Noto Sans SC", "Noto Sans CJK SC", sans-serif;
  --song: Charter, "Bitstream Charter", Cambria, "Noto Serif", "Noto Serif SC", "Noto Serif CJK SC", serif;
}

@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #15171c;
    --paper-soft: #1c1f26;
    --ink: #e6e4dd;
    --ink-soft: #b0b4bd;
    --ink-faint: #9297a2;
    --rule: #41454f;
    --rule-soft: #2b2f37;
    --indigo: #b7c0f2;
    --indigo-soft: #252a44;
    --cinnabar: #ee8b74;
  }
}

/* A Chinese font sets quotation marks of English text as wide as a character unless told otherwise. */
:lang(en) :is(body, h1, h2, h3) { font-variant-east-asian: proportional-width; }
:lang(en) code { font-variant-east-asian: normal; }

* { box-sizing: border-box; margin: 0; padding: 0; }

html { background: var(--paper); -webkit-text-size-adjust: 100%; }

body {
  max-width: 52rem;
  margin: 0 auto;
  padding: 0 1.25rem 3rem;
  color: var(--ink);
  font: 1rem/1.6 var(--hei);
  overflow-wrap: anywhere;
}

code, .at, .field { font-family: var(--mono); font-size: 0.875em; }

header { padding: 3.5rem 0 1.75rem; border-bottom: 2px solid var(--indigo); }
h1 { font: 700 2.1rem/1.3 var(--song); color: var(--indigo); }

.counts { display: flex; flex-wrap: wrap; gap: 0.25rem 2.25rem; margin-top: 1rem; list-style: none; }
.counts b { font-size: 1.75rem; line-height: 1.3; font-weight: 600; font-variant-numeric: tabular-nums lining-nums; }
.counts .error b { color: var(--cinnabar); }
.counts .none { color: var(--ink-faint); }
.counts .none b { font-weight: 400; }
.mendable { margin-top: 0.7rem; font-size: 0.9375rem; color: var(--ink-soft); list-style: none; }
.mendable li { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.85em; margin-top: 0.25rem; }
.clean { margin-top: 1rem; font-size: 1.15rem; }

nav { padding: 1.1rem 0; border-bottom: 1px solid var(--rule); }
nav ol { list-style: none; }
nav li { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1.5rem; padding: 0.2rem 0; }
nav a { color: var(--indigo); text-decoration: underline; text-decoration-color: var(--rule); }
nav a { text-underline-offset: 0.25em; }
nav a:hover { text-decoration-color: currentColor; }
.tally { display: flex; gap: 0.9em; font-size: 0.875rem; color: var(--ink-soft); white-space: nowrap; }
.tally .error { color: var(--cinnabar); }

section { padding-top: 2.25rem; }
h2 { font: 600 1.05rem/1.5 var(--hei); color: var(--indigo); }
h2 { padding-bottom: 0.5rem; border-bottom: 1px solid var(--rule); }

article { padding: 1.35rem 0 1.5rem; }
article + article { border-top: 1px solid var(--rule-soft); }
.what { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.85em; }
.what { font-size: 0.875rem; color: var(--ink-soft); }
.what b { font-weight: 600; color: var(--ink); }
.what code { color: var(--ink); }
.error .what b { color: var(--cinnabar); }
h3 { margin: 0.1rem 0 0.6rem; font: 600 1.0625rem/1.55 var(--hei); }

.line {
  display: grid;
  grid-template-columns: 3.2rem minmax(0, 1fr) auto;
  padding: 0.45rem 0;
  background: var(--paper-soft);
  line-height: 1.65;
}

.line > span:first-child {
  padding-right: 0.9rem;
  font: 0.8125rem/1.75 var(--mono);
  text-align: right;
  color: var(--ink-faint);
  user-select: none;
}

.line code { padding-right: 0.9rem; white-space: pre-wrap; }
.further { padding: 0 0.9rem; font-size: 0.8125rem; color: var(--ink-soft); }

mark {
  padding-bottom: 0.1em;
  color: inherit;
  background: var(--indigo-soft);
  border-bottom: 2px solid var(--indigo);
  -webkit-box-decoration-break: clone;
  box-decoration-break: clone;
}

.error .what ~ h3 + .line mark { border-color: var(--cinnabar); }
.label ~ .line mark { border-bottom-style: dashed; border-bottom-width: 1px; }
mark.point { padding: 0.1em 0; border-bottom: 0; border-left: 2px solid var(--indigo); }

.label { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.85em; margin: 0.75rem 0 0.3rem; }
.label { font-size: 0.9rem; color: var(--ink-soft); }
.hint, .fix { display: flex; gap: 0 0.85em; margin-top: 0.6rem; font-size: 0.9375rem; }
.fix { flex-wrap: wrap; align-items: baseline; }
.hint b, .fix b { flex: none; font-weight: 600; color: var(--indigo); }
.command { display: inline-block; padding: 0 0.35em; line-height: 1.5; color: var(--ink-soft); }
.command { border: 1px solid var(--rule); border-radius: 3px; }

.removed { margin-top: 0.5rem; padding-bottom: 0.1rem; }
.added { padding-top: 0.1rem; }
.line.removed > span:first-child, .line.added > span:first-child { color: var(--ink-soft); }
.removed code { color: var(--ink-soft); }
del { text-decoration: line-through; text-decoration-thickness: 1px; background: var(--rule-soft); }
ins { text-decoration: none; font-weight: 700; background: var(--indigo-soft); color: var(--indigo); }

footer { margin-top: 2.5rem; padding-top: 0.9rem; border-top: 1px solid var(--rule); }
footer { font-size: 0.8125rem; color: var(--ink-soft); }
header + footer { margin-top: 0; border-top: 0; }

@media (max-width: 36rem) {
  body { padding: 0 1rem 2rem; }
  header { padding: 1.75rem 0 1.25rem; }
  h1 { font-size: 1.7rem; }
  .line { grid-template-columns: 2.4rem minmax(0, 1fr); }
  .line > span:first-child { padding-right: 0.6rem; }
  .further { grid-column: 2; padding: 0; }
}

@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  header { padding-top: 0; }
  article, .line { break-inside: avoid; }
  h2, h3, .what, .label { break-after: avoid; }
  .line, mark, ins, del { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  @page { size: A4; margin: 18mm 20mm; }
}
"""
