import * as v from "valibot";
import { canonical } from "../base/canonical.ts";
import { digest } from "../base/digest.ts";
import type { Signer, Verifier } from "../base/ports.ts";
import { isRow } from "../projection/shapes.ts";
import { FOLD_VERSION } from "../projection/fold.ts";
import { Hash, HeaderSchema, Id, parseBounded } from "./entry.ts";

/// A signed state of the whole desk, for one laptop that is new: what the windows of the laptop that let it in showed, and of
/// which entries that was made. It is a help until these entries are here, and never evidence of anything.
const HeadSchema = v.strictObject({
  format: v.literal("top5-snapshot/1"),
  desk: Id,
  /// The laptop that it is for, and the one that made it.
  device: Id,
  by: Id,
  fold: v.pipe(v.number(), v.integer()),
  /// How far each laptop's entries had arrived: its last place, and that entry.
  have: HeaderSchema.entries.have,
  /// The digest of the rows as they are written.
  rows: Hash,
});
export type SnapshotHead = v.InferOutput<typeof HeadSchema>;

const SignedSchema = v.strictObject({ head: HeadSchema, signature: v.string() });
const RowSchema = v.strictTuple([v.string(), v.string(), v.string()]);

/// A row as it is stored: its kind, its key, the key of what it belongs to, and its value as JSON.
export interface StoredRow {
  readonly kind: string;
  readonly key: string;
  readonly parent: string;
  readonly json: string;
}

const signed = (head: SnapshotHead): string => "top5/snapshot/v1\0" + canonical(head);

/// The text of a snapshot: one line that says of what it is, signed, then a line for each row, its name and its value as JSON.
export function makeSnapshot(
  about: Omit<SnapshotHead, "format" | "by" | "fold" | "rows">,
  rows: readonly StoredRow[],
  signer: Signer,
): string {
  const lines = rows.map(({ kind, key, parent, json }) => `${JSON.stringify([kind, key, parent])}\t${json}`).join("\n");
  const head: SnapshotHead = {
    format: "top5-snapshot/1",
    desk: about.desk,
    device: about.device,
    by: signer.device,
    fold: FOLD_VERSION,
    have: about.have,
    rows: digest(lines),
  };
  return `${canonical({ head, signature: signer.sign(signed(head)) })}\n${lines}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readRow(line: string): StoredRow | null {
  const tab = line.indexOf("\t");
  const name = v.safeParse(RowSchema, parse(line.slice(0, tab)));
  if (tab < 0 || !name.success) return null;
  const [kind, key, parent] = name.output;
  const json = line.slice(tab + 1);
  return isRow(kind, key, parse(json)) ? { kind, key, parent, json } : null;
}

/// Who a snapshot must be for, and by.
export interface Expected {
  readonly desk: string;
  readonly device: string;
  readonly by: { readonly device: string; readonly sign: string };
}

/// The snapshot that a text holds; null where it is none that was made for this laptop, whole, by the one that let it in, and by
/// an app that makes the same rows as this one.
export function readSnapshot(
  text: string,
  { desk, device, by }: Expected,
  verifier: Verifier,
): { head: SnapshotHead; rows: StoredRow[] } | null {
  const end = text.indexOf("\n");
  const first = v.safeParse(SignedSchema, parseBounded(text.slice(0, Math.max(0, end))));
  if (end < 0 || !first.success) return null;
  const { head, signature } = first.output;
  if (head.desk !== desk || head.device !== device || head.by !== by.device || head.fold !== FOLD_VERSION) return null;
  const lines = text.slice(end + 1);
  if (!verifier.verify(by.sign, signed(head), signature) || digest(lines) !== head.rows) return null;
  const rows = lines.split("\n").map(readRow);
  const whole = rows.filter((row) => row !== null);
  const names = new Set(whole.map(({ kind, key }) => `${kind}\0${key}`));
  return whole.length === rows.length && names.size === rows.length ? { head, rows: whole } : null;
}

/// What of a snapshot is kept beside its rows while the history comes in.
export const readSnapshotHead = (text: string): SnapshotHead | null => {
  const head = v.safeParse(HeadSchema, parse(text));
  return head.success ? head.output : null;
};
