import { createDesk } from "../../src/station/rooms/desk.ts";
import { Session } from "../../src/station/session.ts";
import { content } from "../builders/desk.ts";

/// A station that writes as fast as it can and says of each save that it is on disk, until it is killed. Started by
/// `kill.test.ts` with the folder of data and a passphrase.
const [folder = "", passphrase = "", item = ""] = process.argv.slice(2);
const session = new Session({ folder, keys: null, changed: () => {}, stateChanged: () => {}, pollMs: null });
await session.open();
const first = !session.station.vault.exists;
const begun = first
  ? await createDesk(session, { name: "Ada", publication: "Test", institute: "Test", passphrase })
  : await session.unlock(passphrase);
if (!begun.ok) throw new Error(JSON.stringify(begun));
process.stdout.write("ready\n");
for (let count = 1; ; count++) {
  const saved = session.station.saveDraft(`item:${item}`, null, { content: content(`n${count}`, ["glance"], ["comment"]) });
  if (!saved.ok) throw new Error(JSON.stringify(saved));
  process.stdout.write(`saved ${count}\n`);
  if (count % 5 !== 0) continue;
  const done = session.station.act((pen) => {
    const written = pen.write("item.pitched", { item: pen.ports.ids.next(), issue: null, headline: `p${count}`, why: "why" });
    return written.ok ? null : written.refusal;
  });
  if (!done.ok) throw new Error(JSON.stringify(done));
  process.stdout.write(`acted ${count}\n`);
}
