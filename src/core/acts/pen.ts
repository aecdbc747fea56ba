import type { Clock, Ids, Signer, Verifier } from "../base/ports.ts";
import { ok, refuse, type Refusal, type Result } from "../base/result.ts";
import { ownerOf, type Member, type Roster } from "../desk/roster.ts";
import { makeEntry, type Entry, type Position } from "../ledger/entry.ts";
import { ingest, type Ingested } from "../ledger/ingest.ts";
import { KINDS, type Kind, type Payload } from "../ledger/kinds.ts";
import type { Lookup } from "../projection/lookup.ts";
import { Overlay } from "../projection/overlay.ts";
import type { Content } from "../item/item.ts";
import * as v from "valibot";

/// My own unshared text of an item, and the revision it began from (null: none yet).
export interface Draft {
  readonly base: string | null;
  readonly content: Content;
}

/// What only this laptop knows.
export interface Local {
  draft(item: string): Draft | undefined;
  /// The end of this device's own chain and what has arrived from others: where the next entry goes.
  position(): Position;
}

export interface ActPorts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly signer: Signer;
  readonly verifier: Verifier;
  readonly local: Local;
}

/// Writes the entries of one act, one after the other, and reads the desk as it is after each. Nothing is stored: the
/// station commits `entries` in one transaction, or none of them.
export class Pen {
  readonly entries: Entry[] = [];
  readonly ports: ActPorts;
  #lookup: Overlay;

  constructor(lookup: Lookup, ports: ActPorts) {
    this.#lookup = new Overlay(lookup);
    this.ports = ports;
  }

  get lookup(): Lookup {
    return this.#lookup;
  }

  /// All that was written so far, as a store has to write it.
  get ingested(): Ingested {
    return { desk: this.#lookup.desk, entries: [...this.#lookup.entries.values()], rows: [...this.#lookup.rows.values()] };
  }

  get roster(): Roster | undefined {
    return this.#lookup.row("roster", "current");
  }

  /// Who acts: the member that this laptop belongs to; undefined before it is enrolled.
  get me(): Member | undefined {
    return this.roster === undefined ? undefined : ownerOf(this.roster, this.ports.signer.device);
  }

  name(member: string): string {
    return this.roster?.members[member]?.name ?? member.slice(0, 6);
  }

  #position(): Position {
    const start = this.ports.local.position();
    const last = this.entries.at(-1);
    const roster = this.roster?.head ?? null;
    if (last === undefined) return { ...start, roster: start.roster ?? roster };
    return { desk: last.header.desk, seq: last.header.seq + 1, prev: last.id, have: last.header.have, roster };
  }

  /// Appends one entry; answers its id, or why it does not count (then the act must end). `forked`: it may lack force because
  /// this laptop's history has split.
  write<K extends Kind>(kind: K, payload: Payload<K>, { forked = false } = {}): Result<string> {
    const decoded = v.safeParse(KINDS[kind].payload, payload);
    if (!decoded.success) return refuse("act-malformed", { kind, fault: decoded.issues[0]?.message ?? "" });
    const made = makeEntry(this.#position(), kind, payload, this.ports.clock.now(), this.ports);
    if (!made.ok) return made;
    const taken = ingest(this.#lookup, [made.value], this.ports.verifier);
    const stored = taken.entries.find((one) => one.entry.id === made.value.id);
    if (stored?.standing !== "ok" && !(forked && stored?.standing === "contested")) return refuse(stored?.reason ?? "laptop-forked");
    taken.entries.forEach((one) => this.#lookup.put(one));
    taken.rows.forEach((change) => this.#lookup.putRow(change));
    this.entries.push(made.value);
    return ok(made.value.id);
  }
}

/// What a room does for one of its acts: writes with the pen, answers a refusal or null.
export type Performed = Refusal | null;

/// The answer of an act that ends with one entry: null, or why that entry is refused.
export const written = (result: ReturnType<Pen["write"]>): Performed => (result.ok ? null : result.refusal);
