import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Entry } from "../../../src/core/ledger/entry.ts";
import { openFile, openSegment, sealSegment } from "../../../src/station/exchange/envelope.ts";
import { randomHex } from "../../../src/station/keys/crypto.ts";
import type { Session } from "../../../src/station/session.ts";
import { content } from "../../builders/desk.ts";
import { act, must, newDesk } from "../../builders/stations.ts";

/// A desk of three with an item that says what later must go: the first text names somebody, the second does not.

export const SECRET = "Zyxwvutsrqp Quislington";

export interface Scene {
  readonly shared: string;
  readonly chief: Session;
  readonly anna: Session;
  readonly marek: Session;
  readonly item: string;
  /// The revision that holds the words, and the one after it.
  readonly named: string;
  readonly head: string;
}

export async function meet(...sessions: Session[]): Promise<void> {
  for (let round = 0; round < 3; round++) for (const session of sessions) must(await session.exchange());
}

export function share(session: Session, item: string, words: string, base: string | null): string {
  must(session.station.saveDraft(`item:${item}`, base, { content: content("Ports", [words], ["It matters."]) }));
  return must(act(session, "item.share", { item }))[0]?.id ?? "";
}

export async function scene(): Promise<Scene> {
  const { shared, chief, others } = await newDesk([
    { name: "Anna", roles: ["author"] },
    { name: "Marek", roles: ["editor"] },
  ]);
  const [anna, marek] = others as [Session, Session];
  await meet(chief, anna, marek);
  const [issue, item] = [randomHex(16), randomHex(16)];
  const fields = { title: null, number: "1", date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: [] };
  const author = [anna.station.me?.id ?? ""];
  must(act(chief, "issue.open", { issue, fields, due: null }));
  must(act(chief, "item.commission", { item, issue, headline: "Ports", authors: { glance: author, comment: author }, due: null }));
  await meet(chief, anna);
  const named = share(anna, item, `${SECRET} said so.`, null);
  const head = share(anna, item, "The minister said so.", named);
  await meet(chief, anna, marek);
  return { shared, chief, anna, marek, item, named, head };
}

export const ask = (by: Session, item: string, entries: string[]) =>
  act(by, "erasure.ask", { item, brief: null, entries, reason: "A court ordered it." });

export const confirm = (by: Session, erasure: string) => act(by, "erasure.confirm", { erasure });

export const close = async ({ chief, anna, marek }: Scene): Promise<void> => {
  for (const session of [chief, anna, marek]) await session.close();
};

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name));

/// The files of a folder, database, log, backups and all, that hold these words as they are.
export const holding = (folder: string, words: string): string[] => filesIn(folder).filter((path) => readFileSync(path).includes(words));

/// The segments and files of a shared folder that hold these words once they are decrypted with this laptop's keys.
export function sealedHolding(shared: string, { station }: Session, words: string): string[] {
  const [desk, keys] = [station.ledger.desk ?? "", station.vault.keys?.content ?? {}];
  return filesIn(shared).filter((path) => {
    const bytes = readFileSync(path);
    if (path.endsWith(".t5s")) {
      const opened = openSegment(desk, keys, bytes);
      return opened.state === "entries" && opened.entries.some((one) => one.payloadText?.includes(words) === true);
    }
    const file = path.endsWith(".t5f") ? openFile(desk, keys, bytes, 1 << 20) : null;
    return Buffer.isBuffer(file) && file.includes(words);
  });
}

/// Puts a segment of these entries in the folder, as anyone can who has the content key and may write there.
export function plant({ shared, chief }: Scene, entries: readonly Entry[]): string {
  const desk = chief.station.ledger.desk ?? "";
  const path = join(shared, desk, `${randomHex(16)}/planted.t5s`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, sealSegment(desk, chief.station.vault.keys?.content ?? {}, entries));
  return path;
}

export const rowsOf = ({ station }: Session): string =>
  JSON.stringify(station.db.prepare("SELECT kind, key, parent, json FROM rows ORDER BY kind, key").all());
