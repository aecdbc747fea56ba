import { ok, refuse, type Result } from "../../core/base/result.ts";
import { changeRecoveryKey, recover } from "../../core/desk/acts.ts";
import { hasRole, namesWith, type Roster } from "../../core/desk/roster.ts";
import { Id, type Entry } from "../../core/ledger/entry.ts";
import { ingest } from "../../core/ledger/ingest.ts";
import { chiefKeyIn } from "../exchange/content-keys.ts";
import type { ContentKeys } from "../exchange/envelope.ts";
import { Exchange, type ExchangeHost } from "../exchange/exchange.ts";
import { openWelcome, type SignKey } from "../exchange/invitation.ts";
import { BriefMemory } from "../exchange/remembered.ts";
import { NOTHING_KNOWN, type Transport } from "../exchange/transport.ts";
import { randomHex, signWith, verifier } from "../keys/crypto.ts";
import { newRecoveryWords, publicHalf, recoveryPairs } from "../keys/recovery.ts";
import type { OwnKeys } from "../keys/vault.ts";
import type { Session } from "../session.ts";
import { clock } from "../station.ts";
import { openDatabase } from "../store/database.ts";
import { LedgerStore } from "../store/ledger-store.ts";
import { makeKeys } from "./desk.ts";
import * as v from "valibot";

/// Gives the desk a recovery key, or another one. Answers its words, which are kept nowhere: whoever asked writes them down. Where
/// a second chief has to sign, it lets nobody in before they have.
export async function newRecoveryKey(session: Session): Promise<Result<{ words: string[]; desk: string }>> {
  const { station } = session;
  const desk = station.ledger.desk;
  if (desk === null || station.me === undefined) return refuse("no-desk-yet");
  if (!hasRole(station.me, "chief")) return refuse("only-chief", { who: namesWith(station.roster, "chief") });
  const words = newRecoveryWords();
  const pairs = recoveryPairs(words);
  if (!pairs.ok) return pairs;
  const done = station.act((pen) => changeRecoveryKey(pen, publicHalf(pairs.value)));
  if (!done.ok) return done;
  void session.exchange();
  return ok({ words: words.split(" "), desk });
}

/// What lies where the desk meets, as whoever holds the recovery key can read it: the content keys wrapped for it, and every
/// entry. Nothing is taken on trust: the desk is named by its founding entry, the roster follows from the entries, and only
/// keys that a chief of that roster signed are kept.
async function readDesk(
  transport: Transport,
  desk: string,
  paper: OwnKeys,
): Promise<Result<{ entries: Entry[]; content: ContentKeys; roster: Roster }>> {
  const listed = await transport.list(".t5k", NOTHING_KNOWN);
  const got = listed.ok ? await transport.get(listed.value.fresh.filter((name) => name.startsWith(`keys/${paper.device}-`))) : listed;
  if (!got.ok) return got;
  const texts = got.value.map((bytes) => bytes?.toString("utf8") ?? "");
  const open = (signKey: SignKey | null): ContentKeys =>
    Object.fromEntries(
      texts.flatMap((text) => {
        const opened = openWelcome(text, desk, { device: paper.device, secret: paper.box.secret }, signKey);
        return opened.ok ? Object.entries(opened.value) : [];
      }),
    );
  const entries: Entry[] = [];
  const exchange = new Exchange(transport, readingHost(desk, open(null), entries), new BriefMemory());
  const taken = await exchange.take();
  if (!taken.ok) return taken;
  const db = openDatabase(":memory:");
  if (!db.ok) return db;
  const ledger = new LedgerStore(db.value);
  ledger.putMeta("desk", desk);
  ledger.commit(ingest(ledger, entries, verifier));
  const roster = ledger.row("roster", "current");
  db.value.close();
  if (roster?.recovery?.id !== paper.device) return refuse("recovery-nothing-here");
  // Chiefs wrap a new content key for the newest paper before they write anything under it.
  if (exchange.waiting().some((one) => one.reason === "segment-no-key")) return refuse("recovery-paper-old");
  const content = open((of) => chiefKeyIn(roster, of));
  return Object.keys(content).length === 0 ? refuse("recovery-nothing-here") : ok({ entries, content, roster });
}

/// A host that reads and keeps nothing but entries, in memory.
const readingHost = (desk: string, keys: ContentKeys, entries: Entry[]): ExchangeHost => ({
  desk,
  device: "",
  ids: () => [],
  keys: () => keys,
  now: clock.now,
  takeIn: (fresh) => entries.push(...fresh),
  pending: () => [],
  own: () => [],
  splitAt: () => false,
  files: () => [],
  wanted: () => [],
  erased: () => ({ entries: [], files: [] }),
  rewrites: () => false,
  file: () => Promise.resolve(null),
  keep: () => Promise.resolve(refuse("file-not-written")),
});

/// Comes into a desk whose chiefs cannot let anyone in any more, by the words of its recovery key: as the person of this name, or
/// as somebody new, and as a chief. Refused, with nothing changed here or there, where the words are not those of this desk.
export async function recoverDesk(
  session: Session,
  input: { words: string; desk: string; folder: string; name: string; passphrase: string | null },
): Promise<Result<null>> {
  const paper = recoveryPairs(input.words);
  if (!paper.ok) return paper;
  const desk = input.desk.toLowerCase().replace(/[^0-9a-z]/g, "");
  if (!v.is(Id, desk)) return refuse("desk-number-wrong");
  const transport = session.wayTo(input.folder, desk, "");
  const reachable = await transport.reachable();
  const found = reachable.ok ? await readDesk(transport, desk, paper.value) : reachable;
  await transport.close();
  if (!found.ok) return found;
  const { entries, content, roster } = found.value;
  const keys = await makeKeys(session.station, input.passphrase, content);
  if (!keys.ok) return keys;
  const { device, sign, box } = keys.value;
  const { station } = session;
  station.ledger.putMeta("desk", desk);
  station.takeIn(entries);
  const name = input.name.trim().normalize("NFC");
  const known = Object.values(roster.members).find((one) => one.name.normalize("NFC") === name && one.left !== true);
  const member = known ?? { id: randomHex(16), name, roles: ["chief"] as const };
  const done = station.act((pen) =>
    recover(pen, member, { id: device, member: member.id, sign: sign.public, box: box.public }, signWith(paper.value.sign.secret)),
  );
  if (!done.ok) return done;
  const met = await session.meetAt(input.folder);
  if (!met.ok) return met;
  await session.started();
  return ok(null);
}
