import { printedSize, type Logo } from "../desk/logo.ts";
import type { Reading } from "../proof/reading.ts";

/// A logo as a writer sets it: what the publication says of it, its file, its size in print in millimetres, and the words for
/// those who do not see it.
export interface Picture {
  readonly logo: Logo;
  readonly bytes: Uint8Array;
  readonly ending: "png" | "jpg";
  readonly width: number;
  readonly height: number;
  readonly says: string;
}

/// The logo of what is printed. Null where the publication has none, and where its file is not at hand: then it is left out, and
/// whoever asked for the file says so.
export function pictureOf({ publication, fields }: Reading, bytes: Uint8Array | null): Picture | null {
  const { logo, name } = publication;
  if (logo === undefined || bytes === null) return null;
  return {
    logo,
    bytes,
    ending: logo.type === "image/png" ? "png" : "jpg",
    ...printedSize(logo),
    says: fields.publisher[0] || name || "Logo",
  };
}

/// Millimetres in the pixels of a page on a screen.
export const pixels = (millimetres: number): number => Math.max(1, Math.round((millimetres * 96) / 25.4));
