/// The accent where words in it can be read on white (WCAG 2.1 AA: a contrast of 4.5), else the ink given. An accent that is
/// no `#rrggbb` counts as unreadable.
export function readable(accent: string, ink: string): string {
  if (!/^#[0-9a-f]{6}$/i.test(accent)) return ink;
  const [red = 1, green = 1, blue = 1] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(accent.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5 ? accent : ink;
}
