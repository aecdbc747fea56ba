import { readBoard } from "../../src/station/rooms/board.ts";
import { readOverview } from "../../src/station/rooms/overview.ts";
import { Session } from "../../src/station/session.ts";
import { must } from "../builders/stations.ts";
import { timed } from "./figures.ts";
import { KEY_STORE } from "./key-store.ts";

/// A process of the bench: opens the station in the folder given and shows what a window shows first, the desk and its
/// newest issue's board; then folds all rows anew. Prints how long each took.

const [, , folder = ""] = process.argv;
const session = new Session({ folder, keys: KEY_STORE, changed: () => {}, stateChanged: () => {}, pollMs: null });
const started = await timed(async () => {
  await session.open();
  const station = must(session.ready());
  must(readBoard(station, must(readOverview(station)).issues[0]?.issue ?? ""));
});
await session.settled();
const rebuilt = await timed(() => session.station.ledger.rebuild());
await session.close();
process.stdout.write(JSON.stringify({ started, rebuilt }));
