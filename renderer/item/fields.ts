import type { Body, Source } from "../../src/core/item/item.ts";

const isSource = (value: object): value is Source => "title" in value;
const isBody = (value: object): value is Body => "short" in value;

export const saidSource = (source: Source): string =>
  [source.title, source.original === null ? "" : `(${source.original.text})`, source.link ?? ""].filter(Boolean).join(" ");

export const saidBody = (body: Body): string => `${body.short ?? body.name ?? ""}${body.via === null ? "" : ` (via ${body.via})`}`;

/// A printed field's value as one text, to compare and to show.
export function saidField(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(saidField).join("; ");
  if (typeof value !== "object") return String(value);
  return isSource(value) ? saidSource(value) : isBody(value) ? saidBody(value) : JSON.stringify(value);
}
