import { refuse, type Refusal, type Result } from "../../base/result.ts";

/// More than any issue holds; beyond it a file was made to harm, or is something else.
export const LETTERS_MAX = 1024 * 1024;
export const ELEMENTS_MAX = 100_000;
export const DEPTH_MAX = 300;

/// Ends the reading of a document from wherever it stands. Caught by `reading` alone.
class Stop extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/// Ends the reading with this refusal.
export function stop(code: string, data: Refusal["data"] = {}): never {
  throw new Stop({ code, data });
}

/// What Word’s part of the code refuses with where it reads other documents too, said of any.
const SAID_OF_ALL: Readonly<Record<string, string>> = {
  "docx-damaged": "document-damaged",
  "docx-too-large": "document-too-large",
  "docx-too-deep": "document-too-deep",
  "docx-document-type": "document-type-declared",
  "docx-encoding": "document-encoding",
};

/// The value, or the end of the reading.
export function must<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const { code, data } = result.refusal;
  return stop(SAID_OF_ALL[code] ?? code, data);
}

/// Runs a reader that may `stop`.
export function reading<T>(read: () => T): Result<T> {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    if (error instanceof Stop) return refuse(error.refusal.code, error.refusal.data);
    throw error;
  }
}

/// Counts what a reader takes in and stops it where that is more than any text.
export class Measure {
  #letters = 0;
  #elements = 0;

  letters(count: number): void {
    if ((this.#letters += count) > LETTERS_MAX) stop("document-too-large", { part: "" });
  }

  element(depth: number): void {
    if (++this.#elements > ELEMENTS_MAX) stop("document-too-large", { part: "" });
    if (depth > DEPTH_MAX) stop("document-too-deep", { part: "" });
  }
}
