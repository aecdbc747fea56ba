import { join } from "node:path";
import { openDatabase } from "../../src/station/store/database.ts";
import { act, must, newFolder } from "../builders/stations.ts";
import type { BenchDesk } from "./desk.ts";
import { inTurn, plain, quantile, ratioOf, type Figure } from "./figures.ts";

const ROUNDS = 6;
const EACH = 40;
const ACT_GOAL_MS = 20;

const timed = (run: () => void): number => {
  const start = performance.now();
  run();
  return performance.now() - start;
};

/// A table of nothing but texts, in a database that is set up as ours is.
function bareInsert(): { insert(text: string): void; close(): void } {
  const opened = must(openDatabase(join(newFolder("bare"), "bare.db")));
  opened.exec("CREATE TABLE texts (at INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
  const put = opened.prepare("INSERT INTO texts (text) VALUES (?)");
  return { insert: (text) => void put.run(text), close: () => void opened.close() };
}

const repeated = async (run: (count: number) => number): Promise<number[]> => Array.from({ length: EACH }, (_one, at) => run(at));

/// How long a share takes until it is on disk and folded, and a draft until it is saved, beside a bare insert.
export async function benchStation({ session, items, text }: BenchDesk): Promise<Figure[]> {
  const { station } = session;
  const [item = ""] = items;
  const bare = bareInsert();
  const bytes = JSON.stringify(text(0));
  let count = 0;
  const draft = (): void => {
    count++;
    must(station.saveDraft(`item:${item}`, station.ledger.row("item", item)?.head ?? null, { content: text(10_000 + count) }));
  };
  const inserts = (): Promise<number[]> => repeated(() => timed(() => bare.insert(bytes)));
  const shares = await inTurn(ROUNDS, () => repeated(() => (draft(), timed(() => must(act(session, "item.share", { item }))))), inserts);
  const drafts = await inTurn(ROUNDS, () => repeated(() => timed(draft)), inserts);
  station.dropDraft(`item:${item}`);
  bare.close();
  const p99 = quantile(shares.ours.flat(), 0.99);
  const entries = station.ledger.all().length;
  return [
    {
      ...plain(`a share of 700 words, act to committed (${entries} entries)`, shares.ours.flat(), 0.99),
      ratio: ratioOf(shares.ours, shares.theirs, 0.5).said,
      goal: `p99 < ${ACT_GOAL_MS} ms`,
      met: p99 < ACT_GOAL_MS,
    },
    { ...plain("a draft of 700 words, saved twice", drafts.ours.flat(), 0.99), ratio: ratioOf(drafts.ours, drafts.theirs, 0.5).said },
    plain("  the same bytes, one bare insert", [...shares.theirs, ...drafts.theirs].flat(), 0.99),
  ];
}
