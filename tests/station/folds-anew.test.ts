import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { createDesk } from "../../src/station/rooms/desk.ts";
import { openDatabase } from "../../src/station/store/database.ts";
import { must, newFolder, openSession, PASSPHRASE, pitch, pitches, removeFolders } from "../builders/stations.ts";

afterAll(removeFolders);

it("an update that folds otherwise meets an entry that is not what it was: the database is made anew, and the app starts", async () => {
  const folder = newFolder("folds-anew");
  const first = await openSession(folder);
  must(await createDesk(first, { name: "Chief", publication: "Test Briefing", institute: "Test", passphrase: PASSPHRASE }));
  must(await first.meetAt(newFolder("shared")));
  const [spoiled] = must(pitch(first, "Spoiled on the disk"));
  must(pitch(first, "Whole"));
  must(await first.exchange());
  await first.close();
  const db = must(openDatabase(join(folder, "desk.db")));
  db.prepare(`UPDATE entries SET header = replace(header, '"v":1', '"v":3') WHERE id = ?`).run(spoiled?.id);
  db.prepare("UPDATE meta SET value = '0' WHERE key = 'folded'").run();
  db.close();
  const again = await openSession(folder);
  must(await again.unlock(PASSPHRASE));
  expect((await again.status()).notice?.code).toBe("database-restored");
  // The shared folder has it.
  must(await again.exchange());
  expect(pitches(again)).toEqual(["Spoiled on the disk", "Whole"]);
  await again.close();
  const third = await openSession(folder);
  must(await third.unlock(PASSPHRASE));
  expect((await third.status()).notice).toBe(null);
  await third.close();
});
