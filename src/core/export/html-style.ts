/// The page's style: the publication's accent on quiet paper; light and dark; each printed sheet says DRAFT while the
/// page does. `accent` is used only in the form `#rrggbb`. A logo is made for paper: in the dark it stands on a piece of it.
export function htmlStyle(accent: string, logo = false): string {
  const colour = /^#[0-9a-f]{6}$/i.test(accent) ? accent : "#0b5c6b";
  return `
:root { color-scheme: light dark; --accent: ${colour}; --ink: #1d1f21; --quiet: #5c6166; --line: #e4e1db; --paper: #fff; --box: #f6f5f2; }
@media (prefers-color-scheme: dark) { :root { --accent: #6cc3d2; --ink: #e8e6e1; --quiet: #a8adb2; --line: #2d3134; --paper: #212427; --box: #1c1f21; } }
body { margin: 0 auto; max-width: 42rem; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 "Source Serif 4", Georgia, serif; }
:lang(zh) { font-family: "Noto Serif SC", "Songti SC", SimSun, serif; }
:lang(zh-Latn) { font-family: inherit; }
h1 { font-size: 2.4rem; line-height: 1.15; margin: 2rem 0 0.25rem; }
h2 { font-size: 1.05rem; color: var(--accent); margin: 3rem 0 0.5rem; }
h3 { font-size: 1.5rem; line-height: 1.25; margin: 2rem 0 0.75rem; }
h4 { margin: 0 0 0.5rem; font-size: 1.05rem; }
a { color: var(--accent); }
nav ul { list-style: none; padding: 0; }
li { margin: 0.35rem 0; }
aside { background: var(--box); border-left: 3px solid var(--accent); padding: 1rem 1.25rem; margin: 1.5rem 0; }
dl { border-top: 1px solid var(--line); padding-top: 0.75rem; font-size: 0.95rem; }
dt { display: inline; font-weight: 600; }
dt::after { content: ": "; }
dd { display: inline; margin: 0; }
cite { font-style: normal; }
.number, footer { color: var(--quiet); }
footer { border-top: 1px solid var(--line); margin-top: 3rem; font-size: 0.95rem; }
footer ul { list-style: none; padding: 0; }
address { font-style: normal; }
.draft { position: sticky; top: 0; margin: 0; padding: 0.4rem; text-align: center; font-weight: 700; color: #fff; background: #a33b0b; }
@media print { .draft { position: fixed; top: 0; left: 0; right: 0; } h2, h3, h4 { break-after: avoid; }
  aside, li { break-inside: avoid; } a { color: inherit; } }
${logo ? LOGO : ""}`;
}

const LOGO = `.logo { display: block; max-width: 100%; height: auto; margin-bottom: 2rem; }
@media screen and (prefers-color-scheme: dark) { .logo { padding: 0.5rem; border-radius: 4px; background: #fff; } }
`;
