import type { Result } from "../../base/result.ts";
import { partsOf } from "../docx/package.ts";
import { decoded, readXml, type XmlElement } from "../docx/xml.ts";
import { must, stop } from "./limits.ts";

/// The parts of a zipped document that are text, read when asked for. Each reading stops where a part was made to harm.
export class Parts {
  readonly #parts: ReadonlyMap<string, Uint8Array>;

  constructor(bytes: Uint8Array, wanted: RegExp) {
    const opened: Result<Map<string, Uint8Array>> | null = partsOf(bytes, wanted);
    this.#parts = opened === null ? stop("document-damaged", { part: "zip" }) : must(opened);
  }

  has(name: string): boolean {
    return this.#parts.has(name.toLowerCase());
  }

  /// A part as a tree; null where there is none.
  xml(name: string): XmlElement | null {
    const held = this.#parts.get(name.toLowerCase());
    return held === undefined ? null : must(readXml(held, name));
  }

  /// A part as text; null where there is none.
  text(name: string): string | null {
    const held = this.#parts.get(name.toLowerCase());
    return held === undefined ? null : (decoded(held) ?? stop("document-encoding", { part: name }));
  }
}
