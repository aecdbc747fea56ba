import { readFileSync } from "node:fs";
import { readChain, Peer } from "../../builders/peers.ts";
import { along, type Way } from "../../builders/ways.ts";
import { must } from "../../builders/stations.ts";
import type { WireEntry } from "../../../src/core/ledger/entry.ts";

/// Hands over entries one round after another and says of each round when it begins and that it is done, until it is killed.
/// Started by `transports.test.ts` with the way, and a file that holds the laptop.
const [way = "", file = ""] = process.argv.slice(2);
// The test that starts this wrote both.
const { device, desk, keys, wire } = JSON.parse(readFileSync(file, "utf8")) as {
  device: string;
  desk: string;
  keys: Record<string, string>;
  wire: WireEntry[];
};
const peer = new Peer(desk, keys);
Object.defineProperty(peer, "device", { value: device });
const whole = readChain(wire);
for (let upTo = 1; upTo <= whole.length; upTo++) {
  process.stdout.write(`begun ${upTo}\n`);
  peer.own = (_id, seq) => whole.slice(seq - 1, Math.max(seq, upTo));
  must(await along(JSON.parse(way) as Way, peer, (transport) => peer.round(transport)));
  process.stdout.write(`handed ${upTo}\n`);
}
