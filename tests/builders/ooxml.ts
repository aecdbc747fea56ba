import { strFromU8, unzipSync } from "fflate";
import { SaxesParser } from "saxes";

/// What the standard (ECMA-376, 5th edition, Parts 1 and 2) asks of a Word file beyond well-formed XML, as far as our writers use
/// it: every relation and content type resolves, ids are unique where they must be, and properties come in its order. No
/// registry has a validator of it: this is ours.

const ORDER: Readonly<Record<string, readonly string[]>> = {
  "w:pPr": (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap " +
    "overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents " +
    "suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
  ).split(" "),
  "w:rPr": (
    "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish " +
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish " +
    "oMath rPrChange"
  ).split(" "),
  "wp:inline": "wp:extent wp:effectExtent wp:docPr wp:cNvGraphicFramePr a:graphic".split(" "),
  "pic:pic": "pic:nvPicPr pic:blipFill pic:spPr".split(" "),
  "pic:spPr": "a:xfrm a:prstGeom".split(" "),
  "w:settings": "writeProtection view zoom trackRevisions defaultTabStop characterSpacingControl compat themeFontLang".split(" "),
  "w:sectPr": "headerReference footerReference footnotePr type pgSz pgMar cols titlePg docGrid".split(" "),
  "w:style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked pPr rPr".split(" "),
};

/// Where each element may stand, of those whose place programs are strict about.
const PARENTS: Readonly<Record<string, readonly string[]>> = {
  "w:p": ["w:body", "w:comment", "w:hdr", "w:ftr", "w:tc"],
  "w:r": ["w:p", "w:hyperlink", "w:ins", "w:del", "w:moveFrom", "w:moveTo"],
  "w:t": ["w:r"],
  "w:delText": ["w:r"],
  "w:hyperlink": ["w:p"],
  "w:rPrChange": ["w:rPr"],
  "w:pPrChange": ["w:pPr"],
  "w:commentRangeStart": ["w:p", "w:body"],
  "w:commentRangeEnd": ["w:p", "w:body"],
  "w:commentReference": ["w:r"],
  "w:drawing": ["w:r"],
  "a:blip": ["pic:blipFill"],
};

const TRACKED = ["w:ins", "w:del", "w:moveFrom", "w:moveTo", "w:rPrChange", "w:pPrChange"];

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly path: readonly string[];
}

function elementsOf(xml: string): { all: Element[]; orders: { parent: string; children: string[] }[] } {
  const all: Element[] = [];
  const orders: { parent: string; children: string[] }[] = [];
  const open: { parent: string; children: string[] }[] = [];
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => {
    open.at(-1)?.children.push(name);
    all.push({ name, attributes: attributes as Record<string, string>, path: open.map((one) => one.parent) });
    open.push({ parent: name, children: [] });
  });
  parser.on("closetag", () => {
    const done = open.pop();
    if (done !== undefined) orders.push(done);
  });
  parser.write(xml).close();
  return { all, orders };
}

const folderOf = (name: string): string => name.slice(0, name.lastIndexOf("/") + 1);

function resolved(from: string, target: string): string {
  const path = target.startsWith("/") ? [] : folderOf(from).split("/").filter(Boolean);
  for (const step of target.split("/").filter(Boolean)) {
    if (step === "..") path.pop();
    else path.push(step);
  }
  return path.join("/");
}

const twice = (list: readonly string[]): string[] => list.filter((one, at) => list.indexOf(one) !== at);

function faultsInPart(name: string, xml: string, relations: ReadonlySet<string>): string[] {
  const { all, orders } = elementsOf(xml);
  const faults: string[] = [];
  for (const { parent, children } of orders) {
    const order = ORDER[parent];
    if (order === undefined) continue;
    const places = children.map((child) => order.indexOf(child.replace("w:", "")));
    if (places.includes(-1)) faults.push(`${name}: ${parent} holds ${children[places.indexOf(-1)]}`);
    if (places.some((place, at) => at > 0 && place < (places[at - 1] ?? 0)))
      faults.push(`${name}: order in ${parent}: ${children.join(" ")}`);
  }
  for (const { name: element, attributes, path } of all) {
    const parents = PARENTS[element];
    if (parents !== undefined && !parents.includes(path.at(-1) ?? "")) faults.push(`${name}: ${element} in ${path.at(-1)}`);
    const relation = attributes["r:id"] ?? attributes["r:embed"];
    if (relation !== undefined && !relations.has(relation)) faults.push(`${name}: ${element} refers to ${relation}`);
    if (TRACKED.includes(element) && (!attributes["w:author"] || !/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/.test(attributes["w:date"] ?? "")))
      faults.push(`${name}: ${element} without author or time`);
    if (element === "w:t" && path.includes("w:del")) faults.push(`${name}: w:t in w:del`);
    if (element === "w:delText" && !path.includes("w:del")) faults.push(`${name}: w:delText outside w:del`);
  }
  const ids = (...names: string[]): string[] => all.filter((one) => names.includes(one.name)).map((one) => one.attributes["w:id"] ?? "");
  faults.push(...twice(ids(...TRACKED)).map((id) => `${name}: change ${id} twice`));
  faults.push(...twice(ids("w:bookmarkStart")).map((id) => `${name}: bookmark ${id} twice`));
  const drawn = all.filter((one) => one.name === "wp:docPr");
  faults.push(...twice(drawn.map((one) => one.attributes["id"] ?? "")).map((id) => `${name}: drawing ${id} twice`));
  faults.push(...drawn.filter((one) => !one.attributes["descr"]).map(() => `${name}: a drawing without words`));
  faults.push(...twice(all.filter((one) => one.name === "w:bookmarkStart").map((one) => one.attributes["w:name"] ?? "")));
  for (const [from, to] of [
    ["w:bookmarkStart", "w:bookmarkEnd"],
    ["w:commentRangeStart", "w:commentRangeEnd"],
  ] as const)
    if (ids(from).sort().join() !== ids(to).sort().join()) faults.push(`${name}: ${from} without its end`);
  return faults;
}

/// Pictures are parts, too, and no XML.
const isPicture = (name: string): boolean => name.startsWith("word/media/");

/// What is wrong with a Word file, a line each; empty for a sound one.
export function ooxmlFaults(bytes: Uint8Array): string[] {
  const files = Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, strFromU8(content, isPicture(name))]));
  const types = elementsOf(files["[Content_Types].xml"] ?? "<x/>").all;
  const defaults = types.filter((one) => one.name === "Default").map((one) => one.attributes["Extension"] ?? "");
  const overrides = types.filter((one) => one.name === "Override").map((one) => (one.attributes["PartName"] ?? "").slice(1));
  const faults = overrides.filter((name) => files[name] === undefined).map((name) => `no part ${name}`);
  const pointed = new Set<string>();
  for (const [name, xml] of Object.entries(files)) {
    if (!defaults.includes(name.split(".").at(-1) ?? "") && !overrides.includes(name)) faults.push(`${name} has no content type`);
    const from = name.replace("_rels/", "").replace(/\.rels$/, "");
    if (name.endsWith(".rels")) {
      const relations = elementsOf(xml).all.filter((one) => one.name === "Relationship");
      faults.push(...twice(relations.map((one) => one.attributes["Id"] ?? "")).map((id) => `${name}: ${id} twice`));
      for (const { attributes } of relations) {
        if (attributes["TargetMode"] === "External") continue;
        const target = resolved(from, attributes["Target"] ?? "");
        pointed.add(target);
        if (files[target] === undefined) faults.push(`${name}: no part ${target}`);
      }
    } else if (name !== "[Content_Types].xml" && !isPicture(name)) {
      const related = files[`${folderOf(name)}_rels/${name.slice(folderOf(name).length)}.rels`] ?? "<x/>";
      faults.push(...faultsInPart(name, xml, new Set(elementsOf(related).all.map((one) => one.attributes["Id"] ?? ""))));
    }
  }
  const parts = Object.keys(files).filter((name) => !name.endsWith(".rels") && name !== "[Content_Types].xml");
  faults.push(...parts.filter((name) => !pointed.has(name)).map((name) => `nothing points to ${name}`));
  const commented = (files["word/comments.xml"]?.match(/<w:comment [^>]*w:id="\d+"/g) ?? []).map(
    (one) => /w:id="(\d+)"/.exec(one)?.[1] ?? "",
  );
  const referred = (files["word/document.xml"]?.match(/<w:commentReference w:id="\d+"/g) ?? []).map((one) => /\d+/.exec(one)?.[0] ?? "");
  if (commented.sort().join() !== referred.sort().join()) faults.push(`comments ${commented.join()} but references ${referred.join()}`);
  return faults;
}
