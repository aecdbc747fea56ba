import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { ingest } from "../../src/core/ledger/ingest.ts";
import { carrySegment, runsOf } from "../../src/station/exchange/exchange.ts";
import { Folder } from "../../src/station/exchange/folder.ts";
import { verifier } from "../../src/station/keys/crypto.ts";
import { newContentKey, Vault } from "../../src/station/keys/vault.ts";
import { admit, invite, joinDesk, joining } from "../../src/station/rooms/desk.ts";
import type { Session } from "../../src/station/session.ts";
import { openDatabase } from "../../src/station/store/database.ts";
import { LedgerStore } from "../../src/station/store/ledger-store.ts";
import { longLedger } from "./long-ledger.ts";
import { must, newFolder, openSession, PASSPHRASE } from "./stations.ts";

/// A chief on a desk with a history of so many entries, the folder that holds it, and the data of a laptop, Frieda's, that was
/// let in and has nothing yet.
export async function longDesk(count: number): Promise<{ chief: Session; where: string; fresh: string }> {
  const keys = { 1: newContentKey() };
  const made = longLedger(count);
  const folder = newFolder("long");
  const db = must(openDatabase(join(folder, "desk.db")));
  const ledger = new LedgerStore(db);
  ledger.commit(ingest(ledger, made.entries, verifier));
  db.close();
  must(await new Vault(join(folder, "vault.json"), null).save({ ...made.chief, content: keys }, PASSPHRASE));
  const where = newFolder("shared");
  const desk = made.entries[0]?.header.desk ?? "";
  for (const own of Map.groupBy(made.entries, (entry) => entry.header.device).values())
    must(await new Folder(where, desk).put(runsOf(own, 2000).map((run) => carrySegment(desk, keys, run))));
  const chief = await openSession(folder);
  must(await chief.unlock(PASSPHRASE));
  must(await chief.meetAt(where));
  must(await chief.exchange());
  return { chief, where, fresh: await letIn(chief, where, "Frieda") };
}

/// The data of a new laptop that the chief has let in, and that has nothing yet.
export async function letIn(chief: Session, where: string, name: string): Promise<string> {
  const folder = newFolder("fresh");
  const invitation = join(newFolder("invitation"), "new.top5invite");
  must(await invite(chief.station, { name, roles: ["author"], path: invitation }));
  const joiner = await openSession(folder);
  must(await joinDesk(joiner, { invitation, folder: where, name, passphrase: PASSPHRASE }));
  await joiner.close();
  must(await admit(chief, (await joining(chief))[0]?.request.device ?? ""));
  return folder;
}

/// A copy of a laptop's data.
export function copied(data: string): string {
  const folder = join(newFolder("copy"), "data");
  mkdirSync(folder);
  cpSync(data, folder, { recursive: true });
  return folder;
}

/// Everything that is shared, as one text: how each entry stands, and all rows.
export const allShared = (session: Session): string =>
  JSON.stringify([
    session.station.db.prepare("SELECT kind, key, parent, json FROM rows ORDER BY kind, key").all(),
    session.station.db.prepare("SELECT id, standing, reason, subject FROM entries ORDER BY id").all(),
  ]);
