import fs from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { performAct } from "../../src/core/acts/act.ts";
import { randomHex } from "../../src/station/keys/crypto.ts";
import { writeBundle } from "../../src/station/rooms/bundle.ts";
import { Session } from "../../src/station/session.ts";

/// A station that writes something and halts in the middle: the bytes are in a file beside, and not yet under their name. It says
/// so, and waits to be killed. Started by `torn.test.ts` with the folder of data, a passphrase, what to write (`segment` or
/// `bundle`) and, for a bundle, its path.
const [folder = "", passphrase = "", what = "", path = ""] = process.argv.slice(2);
const session = new Session({ folder, keys: null, changed: () => {}, stateChanged: () => {}, pollMs: null });
await session.open();
const unlocked = await session.unlock(passphrase);
if (!unlocked.ok) throw new Error(JSON.stringify(unlocked));
const { rename } = fs;
fs.rename = (from, to) => {
  if (!/\.(t5s|top5)$/.test(String(to))) return rename(from, to);
  process.stdout.write(`writing ${String(from)}\n`);
  // Held by a timer, or the process would end by itself.
  return new Promise(() => setInterval(() => {}, 60_000));
};
syncBuiltinESMExports();
const input = { item: randomHex(16), issue: null, headline: `Torn ${what}`, why: "why" };
const done = session.station.act((pen) => performAct(pen, "item.pitch", input));
if (!done.ok) throw new Error(JSON.stringify(done));
if (what === "segment") await session.exchange();
else await writeBundle(session, { path, to: null, files: false });
