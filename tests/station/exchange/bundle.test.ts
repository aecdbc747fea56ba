import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync, type Zippable } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { makeEntry } from "../../../src/core/ledger/entry.ts";
import { Bundle, BUNDLE_BYTES_MAX } from "../../../src/station/exchange/bundle.ts";
import { sealSegment } from "../../../src/station/exchange/envelope.ts";
import { newSigningPair, randomIds, signWith } from "../../../src/station/keys/crypto.ts";
import { takeBundle, writeBundle } from "../../../src/station/rooms/bundle.ts";
import { DESK, KEYS, Peer } from "../../builders/peers.ts";
import { act, must, newDesk, newFolder, removeFolders } from "../../builders/stations.ts";
import { randomOf } from "../../simulator/world.ts";

afterAll(removeFolders);

const read = (path: string) => Bundle.read(path, DESK);

/// A bundle as one laptop would write it, of so many entries.
async function bundleOf(entries: number): Promise<{ path: string; peer: Peer }> {
  const peer = new Peer();
  peer.write(entries);
  const path = join(newFolder("bundle"), "desk.top5");
  const bundle = Bundle.empty(path, DESK);
  must(await peer.round(bundle));
  must(await bundle.save());
  return { path, peer };
}

function zipped(members: Zippable, level: 0 | 9 = 0): string {
  const path = join(newFolder("odd"), "odd.top5");
  writeFileSync(path, zipSync(members, { level }));
  return path;
}

const code = async (path: string): Promise<string> => {
  const done = await read(path);
  return done.ok ? "ok" : done.refusal.code;
};

/// Puts one name over another of equal length, everywhere in a file.
function renamed(path: string, from: string, to: string): string {
  writeFileSync(path, Buffer.from(readFileSync(path).toString("latin1").replaceAll(from, to), "latin1"));
  return path;
}

describe("a bundle", () => {
  it("that is cut off at any byte is refused, or holds what it says; nothing throws", async () => {
    const { path } = await bundleOf(2);
    const whole = readFileSync(path);
    for (let length = 0; length < whole.length; length++) {
      truncateSync(path, 0);
      writeFileSync(path, whole.subarray(0, length));
      expect(await code(path)).toBe("bundle-not-whole");
    }
    writeFileSync(path, whole);
    expect(await code(path)).toBe("ok");
    expect(await code(join(path, "nowhere"))).toBe("file-unreadable");
  });

  it("with flipped bits gives whole entries, or says that a segment has not arrived; nothing throws or hangs", async () => {
    const { path, peer } = await bundleOf(3);
    const whole = readFileSync(path);
    const random = randomOf(Number(process.env["SEED"] ?? Date.now() % 1e6));
    const cases = process.env["SOAK"] === "1" ? 50_000 : 1500;
    let [slowest, refused, waiting] = [0, 0, 0];
    for (let at = 0; at < cases; at++) {
      const bytes = Buffer.from(whole);
      for (let flips = 1 + Math.floor(random() * 3); flips > 0; flips--) {
        // Half of them in the last fifth, where the zip's own list is.
        const from = random() < 0.5 ? Math.floor(bytes.length * 0.8) : 0;
        const place = from + Math.floor(random() * (bytes.length - from));
        bytes[place] = (bytes[place] ?? 0) ^ (1 << Math.floor(random() * 8));
      }
      writeFileSync(path, bytes);
      const reader = new Peer();
      const began = performance.now();
      const bundle = await read(path);
      if (bundle.ok) {
        const exchange = reader.exchange(bundle.value);
        must(await exchange.take());
        waiting += exchange.waiting().length;
      } else refused++;
      slowest = Math.max(slowest, performance.now() - began);
      for (const id of reader.heldIds()) expect(peer.held.has(id)).toBe(true);
    }
    expect(slowest).toBeLessThan(1000);
    console.log(`bundle: ${cases} with flipped bits, ${refused} refused, ${waiting} segments not taken, slowest ${slowest.toFixed(0)} ms`);
  });

  it("with names that lead elsewhere, twice the same, or bytes that unfold is refused, and nothing is written", async () => {
    const folder = `${DESK}/${"a".repeat(32)}`;
    const some = strToU8("some bytes");
    for (const name of [
      "../../../../tmp/top5-evil.t5s",
      "/etc/top5-evil",
      `${DESK}/../evil.t5s`,
      `${DESK}\\evil.t5s`,
      `${folder}/e\0vil.t5s`,
      `${folder}/х.t5s`,
      `${folder}/deep/er/x.t5s`,
    ])
      expect([name, await code(zipped({ [name]: some }))]).toEqual([name, "bundle-odd"]);
    expect(existsSync("/tmp/top5-evil.t5s")).toBe(false);
    // A bomb: a thousand times its size once unfolded.
    expect(await code(zipped({ [`${folder}/bomb.t5s`]: new Uint8Array(64 * 1024 * 1024) }, 9))).toBe("bundle-odd");
    const twice = zipped({ [`${folder}/one.t5s`]: some, [`${folder}/two.t5s`]: some });
    expect(await code(renamed(twice, "two.t5s", "one.t5s"))).toBe("bundle-odd");
    // A member that says it is 1 GiB, in a file of a few bytes.
    const lying = zipped({ [`${folder}/one.t5s`]: some });
    const bytes = readFileSync(lying);
    const list = bytes.indexOf(Buffer.from("PK\x01\x02"));
    bytes.writeUInt32LE(2 ** 30, list + 20);
    bytes.writeUInt32LE(2 ** 30, list + 24);
    writeFileSync(lying, bytes);
    expect(await code(lying)).toBe("bundle-odd");
    // A file that is really larger than any bundle.
    truncateSync(lying, BUNDLE_BYTES_MAX + 1);
    expect(await code(lying)).toBe("bundle-too-large");
    expect(await code(zipped({ [`${"b".repeat(32)}/keys/x.t5k`]: some }))).toBe("bundle-other-desk");
    expect(await code(zipped({}))).toBe("ok");
  });

  it("takes nothing of JSON that nests deeply, and what is no entry", async () => {
    const pair = newSigningPair();
    const signer = { device: "a".repeat(32), sign: signWith(pair.secret) };
    const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    const position = { desk: DESK, seq: 1, prev: null, have: {}, roster: null };
    const entry = must(makeEntry(position, "test.words", { words: "x" }, "2026-01-01T00:00:00Z", { ids: randomIds, signer }));
    const path = join(newFolder("deep"), "deep.top5");
    const bundle = Bundle.empty(path, DESK);
    for (const [at, odd] of [
      { ...entry, headerText: deep },
      { ...entry, payloadText: deep },
      { ...entry, payloadText: '{"__proto__":1}' },
    ].entries())
      must(await bundle.put([{ name: `${signer.device}/${at}.t5s`, bytes: sealSegment(DESK, KEYS, [odd]) }]));
    must(await bundle.put([{ name: `keys/${signer.device}-1.t5k`, bytes: Buffer.from(deep) }]));
    must(await bundle.save());
    const reader = new Peer();
    const exchange = reader.exchange(must(await read(path)));
    must(await exchange.take());
    expect(reader.heldIds()).toEqual([]);
    expect(exchange.waiting()).toHaveLength(3);
  });

  it("is the same file for the same members, whatever the clock says", async () => {
    const { path } = await bundleOf(1);
    const bundle = must(await read(path));
    const before = readFileSync(path);
    must(await bundle.save());
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(join(path, ".."))).toEqual(["desk.top5"]);
  });
});

describe("stations that mail bundles", () => {
  it("write all, or what one laptop lacks; a joiner gets its keys that way; taking in twice changes nothing", async () => {
    const { chief, others } = await newDesk([{ name: "Anna", roles: ["author"] }]);
    const [anna] = others;
    if (anna === undefined) throw new Error("one joined");
    // Anna's laptop speaks, so that the chief's knows what has arrived there.
    must(await chief.exchange());
    for (const session of [chief, anna]) must(await session.meetAt(null));
    const path = join(newFolder("mail"), "desk.top5");
    const to = anna.station.device;
    const before = must(await writeBundle(chief, { path, to, files: false })).entries;
    const pitched = { item: "1".repeat(32), issue: null, headline: "Unmistakable", why: "Quagga" };
    must(act(chief, "item.pitch", pitched));
    const lacking = must(await writeBundle(chief, { path, to, files: false }));
    expect(/Unmistakable|Quagga/.test(readFileSync(path, "latin1"))).toBe(false);
    const all = must(await writeBundle(chief, { path: `${path}.all`, to: null, files: true }));
    expect(lacking.entries).toBe(before + 1);
    expect(all.entries).toBeGreaterThan(lacking.entries);
    // A laptop whose content keys are lost finds them in the bundle, wrapped for it.
    const { vault } = anna.station;
    if (vault.keys !== null) must(await vault.save({ ...vault.keys, content: {} }, null));
    expect(must(await takeBundle(anna, path))).toEqual({ taken: 1, files: 0, waiting: 0 });
    expect(anna.station.ledger.row("item", pitched.item)?.headline).toBe("Unmistakable");
    expect(must(await takeBundle(anna, `${path}.all`))).toMatchObject({ taken: 0, waiting: 0 });
    // What came by mail is not handed to any folder yet.
    expect(anna.station.handed()).toBe(0);
    expect(await writeBundle(chief, { path, to: "f".repeat(32), files: false })).toMatchObject({ refusal: { code: "laptop-unknown" } });
    for (const session of [chief, anna]) await session.close();
  });
});
