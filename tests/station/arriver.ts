import { Session } from "../../src/station/session.ts";

/// A station that takes in a long history and says how far it is, until it is killed in the middle. Started by
/// `arriving.test.ts` with the folder of data and a passphrase.
const [folder = "", passphrase = ""] = process.argv.slice(2);
const session = new Session({
  folder,
  keys: null,
  changed: () => {},
  stateChanged: () => {},
  arriving: (arriving) => process.stdout.write(`arriving ${arriving?.done ?? "all"}\n`),
  pollMs: null,
});
await session.open();
const unlocked = await session.unlock(passphrase);
if (!unlocked.ok) throw new Error(JSON.stringify(unlocked));
