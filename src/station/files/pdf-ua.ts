/// Writes into a PDF of the compiler that it follows PDF/UA-1: the mark in its metadata, and that viewers show its title.
/// These two are all that the compiler itself writes differently when it is asked for `ua-1` (beside joining the pieces of
/// a link that is broken over lines), which its WebAssembly build cannot be asked for; `docs/pdf-ua.md` says how this is
/// proved. Null when the file's end does not look as the compiler writes it: then nothing may be claimed.
export function declareUa(pdf: Uint8Array): Uint8Array | null {
  // One letter for each byte, so that positions in the text are positions in the file.
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString("latin1");
  const end = /xref\n0 (\d+)\n((?:\d{10} \d{5} [nf]\r\n)+)trailer\n(<<[^]*>>)\nstartxref\n(\d+)\n%%EOF\s*$/.exec(
    text.slice(text.lastIndexOf("xref\n0 ")),
  );
  const [, count, table = "", trailer = "", start] = end ?? [];
  const root = Number(/\/Root (\d+) 0 R/.exec(trailer)?.[1]);
  const offset = (object: number): number => Number(table.slice(object * 20, object * 20 + 10));
  const metadata = root - 1;
  const last = text.slice(offset(metadata), Number(start));
  const parts = new RegExp(
    `^(${metadata} 0 obj\\n<<\\n  /Length )(\\d+)(\\n  /Type /Metadata\\n  /Subtype /XML\\n>>\\nstream\\n)([^]*)(\\nendstream\\nendobj\\n\\n)` +
      `(${root} 0 obj\\n<<\\n  /Type /Catalog\\n[^]*\\n  /ViewerPreferences <<\\n)([^]*)$`,
  ).exec(last);
  if (end === null || parts === null || Number(count) !== root + 1 || !last.includes(`/Metadata ${metadata} 0 R`)) return null;
  const [, head = "", length, type = "", xmp = "", close = "", catalog = "", rest = ""] = parts;
  const marked = xmp
    .replace(/ xmlns:pdf="[^"]*" >/, (space) => `${space.slice(0, -1)} xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" >`)
    .replace("<xmpTPg:NPages>", "<pdfuaid:part>1</pdfuaid:part><xmpTPg:NPages>");
  const grown = marked.length - xmp.length;
  if (Number(length) !== xmp.length || grown !== ADDED) return null;
  const object = `${head}${xmp.length + grown}${type}${marked}${close}`;
  const body = text.slice(0, offset(metadata)) + object;
  const written = `${body}${catalog}    /DisplayDocTitle true\n${rest}`;
  const shifted = `${table.slice(0, root * 20)}${String(body.length).padStart(10, "0")}${table.slice(root * 20 + 10)}`;
  const whole = `${written}xref\n0 ${count}\n${shifted}trailer\n${trailer}\nstartxref\n${written.length}\n%%EOF`;
  return new Uint8Array(Buffer.from(whole, "latin1"));
}

/// The letters that both marks in the metadata add: fewer means that one found no place.
const ADDED = ` xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" `.length + "<pdfuaid:part>1</pdfuaid:part>".length;
