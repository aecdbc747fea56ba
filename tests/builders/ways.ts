import { join } from "node:path";
import { Bundle } from "../../src/station/exchange/bundle.ts";
import { Folder } from "../../src/station/exchange/folder.ts";
import { Hub } from "../../src/station/exchange/hub.ts";
import type { Transport } from "../../src/station/exchange/transport.ts";
import { existsSync } from "node:fs";
import { must } from "./stations.ts";

/// How a test reaches a transport: a shared folder, one bundle that goes from hand to hand, or a hub.
export type Way =
  | { readonly by: "folder"; readonly path: string }
  | { readonly by: "bundle"; readonly path: string }
  | { readonly by: "hub"; readonly address: string };

/// Runs with the transport as one laptop has it. A bundle is read before, and written again after.
export async function along<T>(way: Way, at: { desk: string; device: string }, run: (transport: Transport) => Promise<T>): Promise<T> {
  if (way.by === "folder") return run(new Folder(way.path, at.desk));
  if (way.by === "bundle") {
    const path = join(way.path, "desk.top5");
    const bundle = existsSync(path) ? must(await Bundle.read(path, at.desk)) : Bundle.empty(path, at.desk);
    const done = await run(bundle);
    must(await bundle.save());
    return done;
  }
  const hub = new Hub(way.address, { ...at, rang: () => {}, lost: () => {} });
  try {
    must(await hub.reachable());
    return await run(hub);
  } finally {
    await hub.close();
  }
}
