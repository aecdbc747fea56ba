import { Unzip, UnzipInflate } from "fflate";
import { ok, refuse, type Result } from "../../base/result.ts";
import { elements, readXml, type XmlElement } from "./xml.ts";

/// Larger than the words of any issue. Pictures and fonts count for nothing: they are not read.
const PART_MAX = 16 * 1024 * 1024;
const PARTS_MAX = 40 * 1024 * 1024;
const NAMES_MAX = 4000;

/// Where a part of the package points: to another part (its name) or outside.
export interface Relation {
  readonly id: string;
  readonly type: string;
  readonly target: string;
  readonly external: boolean;
}

/// The package of a Word file: its parts of XML by name, read when asked for.
export interface Package {
  readonly names: readonly string[];
  /// Null where there is no such part; refused where it is no sound XML.
  part(name: string): Result<XmlElement | null>;
  relations(name: string): Result<readonly Relation[]>;
}

class TooLarge extends Error {}

/// The bytes of all parts whose names match, by their names in lower case, counted while they come: what a directory says of
/// their sizes may be a lie. Null where the zip is damaged; refused where it holds more than any text.
export function partsOf(bytes: Uint8Array, wanted: RegExp): Result<Map<string, Uint8Array>> | null {
  try {
    return ok(inflate(bytes, wanted));
  } catch (error) {
    return error instanceof TooLarge ? refuse("docx-too-large", { part: "" }) : null;
  }
}

function inflate(bytes: Uint8Array, wanted: RegExp): Map<string, Uint8Array> {
  const found = new Map<string, Uint8Array[]>();
  let [total, names] = [0, 0];
  const unzip = new Unzip((file) => {
    if (++names > NAMES_MAX) throw new TooLarge();
    const name = file.name.replaceAll("\\", "/").replace(/^\/+/, "");
    // A name is only ever looked up, never written to; one that climbs is no part's name.
    if (!wanted.test(name) || name.split("/").includes("..")) return;
    const parts: Uint8Array[] = [];
    let size = 0;
    found.set(name.toLowerCase(), parts);
    file.ondata = (error, chunk) => {
      if (error !== null) throw error;
      [size, total] = [size + chunk.length, total + chunk.length];
      if (size > PART_MAX || total > PARTS_MAX) throw new TooLarge();
      parts.push(chunk.slice());
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  // Small pieces: none can swell to more than a thousand times its size before it is counted.
  const step = 8192;
  for (let at = 0; at < bytes.length; at += step) unzip.push(bytes.subarray(at, at + step), at + step >= bytes.length);
  return new Map([...found].map(([name, parts]) => [name, joined(parts)]));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/// The name of a part that another part's relation points to; empty where it leads out of the package.
function resolved(from: string, target: string): string {
  const path = target.startsWith("/") ? [] : from.split("/").slice(0, -1);
  for (const step of target.split("/")) {
    if (step === "..") {
      if (path.pop() === undefined) return "";
    } else if (step !== "" && step !== ".") path.push(step);
  }
  return path.join("/");
}

const starts = (bytes: Uint8Array, ...signs: number[]): boolean => signs.every((sign, at) => bytes[at] === sign);

/// Opens a Word file. Refused: what is no zip (a document under a password or of an old Word is none either), what is cut off,
/// and what swells beyond any text.
export function openPackage(bytes: Uint8Array): Result<Package> {
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return refuse("docx-locked-or-old");
  if (!starts(bytes, 0x50, 0x4b, 0x03, 0x04)) return refuse("docx-none");
  const opened = partsOf(bytes, /\.(xml|rels)$/i);
  if (opened === null) return refuse("docx-damaged", { part: "zip" });
  if (!opened.ok) return opened;
  const parts = opened.value;
  const part = (name: string): Result<XmlElement | null> => {
    const held = parts.get(name.toLowerCase());
    return held === undefined ? ok(null) : readXml(held, name);
  };
  const relations = (name: string): Result<readonly Relation[]> => {
    const cut = name.lastIndexOf("/") + 1;
    const read = part(`${name.slice(0, cut)}_rels/${name.slice(cut)}.rels`);
    if (!read.ok) return read;
    return ok(
      elements(read.value).flatMap(({ attributes }): Relation[] => {
        const [id, target = ""] = [attributes["Id"], attributes["Target"]];
        const external = attributes["TargetMode"] === "External";
        const type = attributes["Type"]?.split("/").at(-1) ?? "";
        return id === undefined ? [] : [{ id, type, external, target: external ? target : resolved(name, target) }];
      }),
    );
  };
  return ok({ names: [...parts.keys()], part, relations });
}
