import { writeFileSync } from "node:fs";
import { cpus, setPriority } from "node:os";
import { join } from "node:path";
import { benchCompare } from "./compare.ts";
import { assign, makeDesk } from "./desk.ts";
import { print, type Figure } from "./figures.ts";
import { benchFormats } from "./formats.ts";
import { makeReviewed } from "./reviewed.ts";
import { benchScale } from "./scale.ts";
import { benchStart } from "./start.ts";
import { benchStation } from "./station.ts";
import { benchPreview } from "./preview.ts";
import { benchReview, benchTyping } from "./typing.ts";
import { buildBare } from "./windows.ts";
import { bringPackages } from "../packages.ts";
import { must, newFolder, openSession, PASSPHRASE, removeFolders } from "../builders/stations.ts";
import setup from "../setup.ts";

/// `npm run bench`: a table of what the app takes, each beside something plain that does the least of the same, in turn
/// on the same machine. A missed goal is printed, and ends it with exit code 1.

/// Before others where the system allows it: what else runs here falls less on the figures.
function first(): void {
  try {
    setPriority(-10);
  } catch (error) {
    console.log(`without priority over other programs: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function figures(): Promise<Figure[]> {
  const bare = await buildBare();
  const passphrase = join(newFolder("passphrase"), "passphrase");
  writeFileSync(passphrase, PASSPHRASE);
  const environment = { TOP5_PASSPHRASE_FILE: passphrase };
  const desk = await makeDesk();
  const station = await benchStation(desk);
  // A window opens its inbox first while anything there waits for this person.
  for (const item of desk.items) assign(desk.session, item, false);
  await desk.session.close();
  const start = await benchStart(desk.folder, environment, bare);
  const again = await openSession(desk.folder);
  must(await again.unlock(PASSPHRASE));
  assign(again, desk.items[0] ?? "", true);
  await again.close();
  const typing = [...(await benchTyping(desk.folder, environment, bare)), ...(await benchReview(await makeReviewed(), environment, bare))];
  const preview = await benchPreview(desk.folder, environment);
  return [...typing, ...preview, ...start, ...station, ...(await benchCompare()), ...(await benchFormats()), ...(await benchScale())];
}

first();
bringPackages();
const end = await setup();
try {
  console.log(`Node ${process.version} on ${process.platform}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}`);
  const made = await figures();
  print(made);
  process.exitCode = made.some((one) => one.met === false) ? 1 : 0;
} finally {
  removeFolders();
  end();
}
