import type { Look, Shape } from "./model.ts";
import { child, elements, valueOf, type XmlElement } from "./xml.ts";

interface Style {
  readonly name: string;
  readonly based: string | null;
  readonly paragraph: XmlElement | null;
  readonly run: XmlElement | null;
}

/// What styles and numbering of a document say of its paragraphs and runs.
export interface Styles {
  shape(properties: XmlElement | null): Shape;
  look(properties: XmlElement | null): Look;
}

/// A property that is on by being there, unless its value says otherwise. Null where it is not there.
function toggled(properties: XmlElement | null, name: string): boolean | null {
  const found = child(properties, name);
  return found === null ? null : !/^(0|false|off)$/.test(found.attributes["w:val"] ?? "1");
}

/// Longer than any chain of styles that stand on each other; a chain that bites its tail ends here.
const CHAIN_MAX = 20;

function kindsOf(numbering: XmlElement | null): (num: string, level: string) => "bullet" | "number" {
  const abstracts = new Map<string, XmlElement>();
  const nums = new Map<string, string>();
  for (const one of elements(numbering)) {
    if (one.name === "w:abstractNum") abstracts.set(one.attributes["w:abstractNumId"] ?? "", one);
    if (one.name === "w:num") nums.set(one.attributes["w:numId"] ?? "", valueOf(one, "w:abstractNumId") ?? "");
  }
  return (num, level) => {
    const levels = elements(abstracts.get(nums.get(num) ?? "")).filter((one) => one.name === "w:lvl");
    const found = levels.find((one) => one.attributes["w:ilvl"] === level) ?? levels[0];
    return /^(bullet|none)?$/.test(valueOf(found, "w:numFmt") ?? "") ? "bullet" : "number";
  };
}

/// Reads the parts `styles.xml` and `numbering.xml`, either of which may be absent.
export function readStyles(styles: XmlElement | null, numbering: XmlElement | null): Styles {
  const kindOf = kindsOf(numbering);
  const all = new Map<string, Style>();
  for (const one of elements(styles)) {
    if (one.name !== "w:style") continue;
    all.set(one.attributes["w:styleId"] ?? "", {
      name: (valueOf(one, "w:name") ?? "").toLowerCase(),
      based: valueOf(one, "w:basedOn"),
      paragraph: child(one, "w:pPr"),
      run: child(one, "w:rPr"),
    });
  }
  const chain = (id: string | null): Style[] => {
    const out: Style[] = [];
    for (let at = id; at !== null && out.length < CHAIN_MAX;) {
      const style = all.get(at);
      if (style === undefined) break;
      out.push(style);
      at = style.based;
    }
    return out;
  };
  const shape = (properties: XmlElement | null): Shape => {
    const id = valueOf(properties, "w:pStyle");
    const numbers = [properties, ...chain(id).map((one) => one.paragraph)].flatMap((one) => child(one, "w:numPr") ?? []);
    const num = numbers.map((one) => valueOf(one, "w:numId")).find((one) => one !== null) ?? "0";
    const level = numbers.map((one) => valueOf(one, "w:ilvl")).find((one) => one !== null) ?? "0";
    return {
      style: all.get(id ?? "")?.name ?? id?.toLowerCase() ?? null,
      list: num === "0" ? null : { kind: kindOf(num, level), level: Number(level) || 0 },
    };
  };
  const look = (properties: XmlElement | null): Look => {
    const all = [properties, ...chain(valueOf(properties, "w:rStyle")).map((one) => one.run)];
    const on = (name: string): boolean => all.map((one) => toggled(one, name)).find((one) => one !== null) ?? false;
    return { strong: on("w:b"), em: on("w:i") };
  };
  return { shape, look };
}
