import * as v from "valibot";
import { deskKinds } from "../desk/kinds.ts";
import { ERASABLE, erasureKinds } from "../erasure/kinds.ts";
import { evidenceKinds } from "../evidence/kinds.ts";
import { houseKinds } from "../house/kinds.ts";
import { briefKinds, issueKinds } from "../issue/kinds.ts";
import { itemKinds } from "../item/kinds.ts";
import { reviewKinds } from "../review/kinds.ts";
import type { Entry } from "./entry.ts";
import { parseBounded } from "./entry.ts";

/// Every kind of entry that this app understands; each room defines its own.
export const KINDS = {
  ...deskKinds,
  ...itemKinds,
  ...reviewKinds,
  ...issueKinds,
  ...briefKinds,
  ...houseKinds,
  ...evidenceKinds,
  ...erasureKinds,
};

export type Kind = keyof typeof KINDS;
export type Payload<K extends Kind> = v.InferOutput<(typeof KINDS)[K]["payload"]>;

/// An entry whose kind and payload this app understands. `erased`: the erasure by which its words are gone; its payload then
/// holds only what folding needs.
export type Known<K extends Kind = Kind> = {
  [P in K]: { readonly entry: Entry; readonly kind: P; readonly payload: Payload<P>; readonly erased?: string };
}[K];

export const isKind = (kind: string): kind is Kind => Object.hasOwn(KINDS, kind);

/// Whether an entry came without the payload that its kind can never lose: it has not arrived yet then.
export const isHollow = ({ header, payloadText }: Entry): boolean =>
  payloadText === null && isKind(header.kind) && !ERASABLE.includes(header.kind);

/// The entry with its payload read. `unknown`: a kind of a newer app. `malformed`: not what its kind promises. `erased`:
/// it is here without its payload.
export function understand(entry: Entry): Known | "unknown" | "malformed" | "erased" {
  const before = understood.get(entry);
  if (before !== undefined) return before;
  const now = read(entry);
  understood.set(entry, now);
  return now;
}

/// An entry never changes, and reading a manuscript is the costly part of folding: each is read once while it is held.
const understood = new WeakMap<Entry, ReturnType<typeof read>>();

function read(entry: Entry): Known | "unknown" | "malformed" | "erased" {
  if (!isKind(entry.header.kind)) return "unknown";
  if (entry.payloadText === null) return "erased";
  const payload = v.safeParse(KINDS[entry.header.kind].payload, parseBounded(entry.payloadText));
  return payload.success ? ({ entry, kind: entry.header.kind, payload: payload.output } as Known) : "malformed";
}

const NAMED = ["item", "issue", "brief"] as const;

/// The subject that an entry of a newer app's kind speaks of, as far as this app can tell: by convention every payload
/// names its item, issue or brief under that key. Null where it names none.
export function touches(entry: Entry): string | null {
  const payload = entry.payloadText === null ? null : parseBounded(entry.payloadText);
  if (typeof payload !== "object" || payload === null) return null;
  for (const room of NAMED) {
    const id: unknown = (payload as Readonly<Record<string, unknown>>)[room];
    if (typeof id === "string" && /^[0-9a-f]{32}$/.test(id)) return `${room}:${id}`;
  }
  return null;
}

/// The subject whose rows the entry can change.
export function subjectOf(known: Known): string {
  const subject: (payload: never) => string = KINDS[known.kind].subject;
  return subject(known.payload as never);
}

/// The entries of one kind among several, typed.
export const ofKind = <K extends Kind>(all: readonly Known[], kind: K): Known<K>[] =>
  all.filter((one): one is Extract<Known, { kind: K }> => one.kind === kind) as Known<K>[];
