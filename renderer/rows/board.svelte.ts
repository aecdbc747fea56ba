import type { Board } from "../../src/contract/issue.ts";
import type { Rank } from "../../src/core/issue/issue.ts";
import { desk } from "../desk.ts";
import { notices } from "../shell/notices.svelte.ts";
import { act } from "./acts.ts";
import { deskRows } from "./desk.svelte.ts";

/// The issue that the person works on, as the board shows it; read again when any of it changes.
class BoardRows {
  board = $state.raw<Board | null>(null);
  #asked = 0;
  #answered = 0;
  /// The issue that was asked for last.
  #of: string | null = null;
  #last: Promise<void> = Promise.resolve();

  /// Reads the board; resolves once it shows what this read or a later one found.
  read(): Promise<void> {
    this.#last = this.#read(++this.#asked);
    return this.#last;
  }

  /// Reads it for someone who comes to look, unless it is being read already.
  look(): void {
    if (deskRows.issue !== this.#of || this.#asked === this.#answered) void this.read();
  }

  async #read(asked: number): Promise<void> {
    const issue = deskRows.issue;
    this.#of = issue;
    const reply = issue === null ? null : await desk.call("board.read", { issue });
    if (asked !== this.#asked) return this.#last;
    this.#answered = asked;
    if (reply === null) this.board = null;
    else if (reply.ok) this.board = reply.value;
    else notices.refused(reply.refusal);
  }

  /// Puts an item at a rank; what stood there and between moves by one. Null: to the reserve.
  async place(item: string, rank: Rank | null): Promise<boolean> {
    const board = this.board;
    if (board === null) return false;
    const before = board.issue.ranks;
    const after = before.map((one) => (one === item ? null : one));
    if (rank !== null) insert(after, item, rank - 1, before.indexOf(item));
    const moved = after.flatMap((one, at) => (one !== null && one !== before[at] ? [{ item: one, rank: (at + 1) as Rank }] : []));
    const out = before.flatMap((one) => (one !== null && !after.includes(one) ? [{ item: one, rank: null }] : []));
    if (moved.length + out.length === 0) return true;
    return act("issue.rank", { issue: board.issue.issue, places: [...moved, ...out] });
  }

  join(): () => void {
    return desk.listen("desk.changed", () => void this.read());
  }
}

/// Makes room at `at` by moving the neighbours towards the place that became free; the last falls out when none is free.
function insert(ranks: (string | null)[], item: string, at: number, from: number): void {
  const free = ranks[at] === null ? at : from >= 0 ? from : ranks.findIndex((one, index) => one === null && index > at);
  const end = free < 0 ? ranks.length - 1 : free;
  const step = end < at ? 1 : -1;
  for (let index = end; index !== at; index += step) ranks[index] = ranks[index + step] ?? null;
  ranks[at] = item;
}

export const boardRows = new BoardRows();
