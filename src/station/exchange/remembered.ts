import { readSegmentName, type Ending, type Known } from "./transport.ts";

export type SegmentState = "taken" | "unreadable" | "own";

/// What is known of something that a transport carries. `unreadable`: met, but not whole yet or not to be opened, with the reason.
export interface SegmentRecord {
  readonly name: string;
  readonly state: SegmentState;
  readonly first_seen: string;
  readonly reason: string | null;
}

/// What the exchange keeps in mind about one transport: in the database for folder and hub, for a moment for a bundle.
export interface Remembered extends Known {
  get(name: string): SegmentRecord | undefined;
  unreadable(): readonly SegmentRecord[];
  /// Names of this device's segments and files that lie there as they should.
  own(device: string): readonly string[];
  put(name: string, state: SegmentState, seen: string, reason: string | null): void;
  forget(name: string): void;
}

/// Remembers until it is let go.
export class BriefMemory implements Remembered {
  readonly #records = new Map<string, SegmentRecord>();

  get(name: string): SegmentRecord | undefined {
    return this.#records.get(name);
  }

  unreadable(): SegmentRecord[] {
    return [...this.#records.values()].filter((one) => one.state === "unreadable");
  }

  own(device: string): string[] {
    return [...this.#records.values()].filter((one) => one.state === "own" && one.name.startsWith(`${device}/`)).map((one) => one.name);
  }

  names(ending: Ending, device?: string): string[] {
    return [...this.#records.keys()].filter((name) => name.endsWith(ending) && (device === undefined || name.startsWith(`${device}/`)));
  }

  tallies(): { device: string; count: number; last: string }[] {
    const out = new Map<string, { device: string; count: number; last: string }>();
    for (const name of this.#records.keys()) {
      const device = readSegmentName(name)?.device;
      if (device === undefined) continue;
      const known = out.get(device);
      out.set(device, { device, count: (known?.count ?? 0) + 1, last: known !== undefined && known.last > name ? known.last : name });
    }
    return [...out.values()];
  }

  put(name: string, state: SegmentState, seen: string, reason: string | null): void {
    this.#records.set(name, { name, state, first_seen: this.#records.get(name)?.first_seen ?? seen, reason });
  }

  forget(name: string): void {
    this.#records.delete(name);
  }
}
