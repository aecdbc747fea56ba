/// The letters that fonts have: asks the character maps of TrueType files. `first` must have a combining mark, since marks
/// are set in the font of their letter.
export function glyphsOf(fonts: readonly Uint8Array[]): (text: string) => boolean {
  const maps = fonts.map(characterMap);
  const [first] = maps;
  return (text) =>
    [...text].every((letter) => {
      const code = letter.codePointAt(0) ?? 0;
      if (/\p{M}/u.test(letter)) return first !== undefined && holds(first, code);
      return maps.some((map) => holds(map, code));
    });
}

/// Start and end of each range of characters, rising, two numbers a range.
type Ranges = Uint32Array;

/// Reads the table `cmap`, format 12 of the platform Windows, which every font that is shipped has. Empty without one:
/// then no letter counts as had.
function characterMap(font: Uint8Array): Ranges {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const tables = Array.from({ length: view.getUint16(4) }, (_one, at) => 12 + 16 * at);
  const entry = tables.find((at) => view.getUint32(at) === 0x636d6170);
  if (entry === undefined) return new Uint32Array();
  const cmap = view.getUint32(entry + 8);
  const maps = Array.from({ length: view.getUint16(cmap + 2) }, (_one, at) => cmap + view.getUint32(cmap + 8 + 8 * at));
  const full = maps.find((at) => view.getUint16(at) === 12);
  if (full === undefined) return new Uint32Array();
  const ranges = new Uint32Array(2 * view.getUint32(full + 12));
  for (let at = 0; at < ranges.length / 2; at++) {
    ranges[2 * at] = view.getUint32(full + 16 + 12 * at);
    ranges[2 * at + 1] = view.getUint32(full + 20 + 12 * at);
  }
  return ranges;
}

function holds(ranges: Ranges, code: number): boolean {
  let low = 0;
  let high = ranges.length / 2 - 1;
  while (low <= high) {
    const at = (low + high) >> 1;
    if (code < (ranges[2 * at] ?? 0)) high = at - 1;
    else if (code > (ranges[2 * at + 1] ?? 0)) low = at + 1;
    else return true;
  }
  return false;
}
