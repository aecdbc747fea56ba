/// The style of an EPUB: the reader's own font, size and colours stay in force; the accent of the publication is used for
/// lines alone, so that no choice of it can make words hard to read. `accent` is used only in the form `#rrggbb`.
export function epubStyle(accent: string, logo = false): string {
  const colour = /^#[0-9a-f]{6}$/i.test(accent) ? accent : "#0b5c6b";
  return `body { margin: 0 5%; line-height: 1.5; }
:lang(zh) { font-family: "Noto Serif SC", "Songti SC", SimSun, serif; }
:lang(zh-Latn) { font-family: inherit; }
h1 { font-size: 1.6em; line-height: 1.25; margin: 1.5em 0 0.8em; break-after: avoid; text-align: left; }
h2 { font-size: 1.1em; line-height: 1.3; margin: 1.5em 0 0.5em; break-after: avoid; text-align: left; }
.title-page h1 { font-size: 2.2em; margin-top: 3em; }
p { margin: 0 0 0.8em; orphans: 2; widows: 2; }
ul { margin: 0 0 0.8em; padding-left: 1.2em; }
nav ol { list-style: none; padding-left: 0; }
nav ol ol { padding-left: 1.2em; }
li { margin: 0.3em 0; break-inside: avoid; }
aside { border-left: 3px solid ${colour}; padding: 0 0 0 1em; margin: 1.5em 0; }
aside h2 { margin-top: 0; }
dl { border-top: 1px solid ${colour}; padding-top: 0.8em; margin-top: 1.5em; font-size: 0.95em; }
dt, dd { display: inline; margin: 0; }
dt { font-weight: bold; }
dt::after { content: ": "; }
cite, address { font-style: normal; }
.draft { border: 2px solid; padding: 0.2em; text-align: center; font-weight: bold; }
${logo ? LOGO : ""}`;
}

/// A logo is made for paper: in the dark it stands on a piece of it.
const LOGO = `.logo { max-width: 100%; height: auto; }
@media (prefers-color-scheme: dark) { .logo { padding: 0.5em; background: #fff; } }
`;
