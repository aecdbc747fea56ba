import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { addEvidence, openEvidence } from "../../src/station/rooms/evidence.ts";
import type { Session } from "../../src/station/session.ts";
import { content } from "../builders/desk.ts";
import { act, must, newDesk, newFolder, removeFolders } from "../builders/stations.ts";

afterAll(removeFolders);

const ITEM = "0123456789abcdef0123456789abcdef";
const PDF = Buffer.from("%PDF-1.7\nwhat the notice said, word for word\n");

async function withItem() {
  const { shared, chief, others } = await newDesk([{ name: "Marek", roles: ["editor"] }]);
  const marek = others[0] as Session;
  const authors = [chief.station.me?.id ?? ""];
  must(
    act(chief, "item.commission", {
      item: ITEM,
      issue: null,
      headline: "Ports",
      authors: { glance: authors, comment: authors },
      due: null,
    }),
  );
  must(chief.station.saveDraft(`item:${ITEM}`, null, { content: content("Ports", ["The ministry said."], ["It matters."]) }));
  must(act(chief, "item.share", { item: ITEM }));
  return { shared, chief, marek };
}

const rows = (session: Session) => session.station.ledger.children("evidence", `item:${ITEM}`);
const file = (name: string, bytes: Uint8Array): string => {
  const path = join(newFolder("source"), name);
  writeFileSync(path, bytes);
  return path;
};

describe("evidence", () => {
  it("is stored with its digest, travels encrypted, and is fetched and checked by another person", async () => {
    const { shared, chief, marek } = await withItem();
    must(await addEvidence(chief, { item: ITEM, source: "Notice on ports", path: file("notice.pdf", PDF) }));
    must(await chief.exchange());
    must(await marek.exchange());
    const [row] = rows(marek);
    expect(row).toMatchObject({ source: "Notice on ports", name: "notice.pdf", type: "application/pdf", size: PDF.length, checks: [] });
    const sealed = readdirSync(shared, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".t5f"));
    expect(sealed.length).toBe(1);
    expect(readFileSync(join(shared, sealed[0] ?? "")).includes("word for word")).toBe(false);
    expect(marek.station.files.has(row?.digest ?? "")).toBe(false);
    const opened = must(await openEvidence(marek, ITEM, row?.evidence ?? ""));
    expect(Buffer.from(opened.bytes).equals(PDF)).toBe(true);
    expect(marek.station.files.has(row?.digest ?? "")).toBe(true);
    const digest = marek.station.ledger.row("item", ITEM)?.digest ?? "";
    must(act(marek, "evidence.check", { item: ITEM, evidence: row?.evidence ?? "", digest }));
    must(await marek.exchange());
    must(await chief.exchange());
    expect(rows(chief)[0]?.checks).toEqual([{ by: marek.station.me?.id, at: expect.any(String) as string, digest }]);
    must(act(chief, "evidence.drop", { item: ITEM, evidence: row?.evidence ?? "", reason: "the wrong page" }));
    expect(rows(chief)).toEqual([]);
    expect(await openEvidence(chief, ITEM, row?.evidence ?? "")).toMatchObject({ refusal: { code: "evidence-unknown" } });
    await Promise.all([chief.close(), marek.close()]);
  });

  it("is said to be not here yet while its file is on the way, cut off, or another's", async () => {
    const { shared, chief, marek } = await withItem();
    must(await addEvidence(chief, { item: ITEM, source: "Notice", path: file("notice.pdf", PDF) }));
    must(await chief.exchange());
    must(await marek.exchange());
    const [name = ""] = readdirSync(shared, { recursive: true, encoding: "utf8" }).filter((one) => one.endsWith(".t5f"));
    const path = join(shared, name);
    const whole = readFileSync(path);
    const evidence = rows(marek)[0]?.evidence ?? "";
    for (const bytes of [whole.subarray(0, 40), Buffer.alloc(0), Buffer.from(whole).fill(7, 30, 40)]) {
      writeFileSync(path, bytes);
      expect(await openEvidence(marek, ITEM, evidence)).toMatchObject({ refusal: { code: "evidence-not-here" } });
    }
    writeFileSync(path, whole);
    expect((await openEvidence(marek, ITEM, evidence)).ok).toBe(true);
    // A file that changed on this laptop's disk is fetched anew, never shown.
    writeFileSync(join(marek.station.folder, "files", rows(marek)[0]?.digest ?? ""), "something else");
    expect(Buffer.from(must(await openEvidence(marek, ITEM, evidence)).bytes).equals(PDF)).toBe(true);
    await Promise.all([chief.close(), marek.close()]);
  });

  it("takes only what can be shown, and nothing empty, absent or too large", async () => {
    const { chief, marek } = await withItem();
    const refused = async (name: string, bytes: Uint8Array): Promise<unknown> => {
      const done = await addEvidence(chief, { item: ITEM, source: "Notice", path: file(name, bytes) });
      return done.ok ? rows(chief).at(-1)?.type : done.refusal.code;
    };
    expect(await refused("empty.pdf", Buffer.alloc(0))).toBe("evidence-empty");
    expect(await refused("program.pdf", Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 255, 254]))).toBe("evidence-unknown-type");
    expect(await refused("large.txt", Buffer.alloc(64 * 1024 * 1024 + 1, 97))).toBe("evidence-too-large");
    // Whatever neither PDF nor picture is has to be read before it is shown.
    expect(await refused("long.txt", Buffer.alloc(16 * 1024 * 1024 + 1, 97))).toBe("evidence-too-large");
    expect(await refused("deep.html", Buffer.from(`<!doctype html>${"<div>".repeat(100_000)}Said`))).toBe("evidence-page-unreadable");
    expect(rows(chief)).toEqual([]);
    expect(await refused("page", Buffer.from("<!doctype html><p>Said</p>"))).toBe("text/html");
    const gb18030 = Buffer.from([0xb9, 0xab, 0xb8, 0xe6]);
    const page = [
      Buffer.from('<!doctype html><meta charset="gb2312"><script>alert(1)</script><h1>'),
      gb18030,
      Buffer.from("</h1><p>Said &lt;so&gt;</p>"),
    ];
    expect(await refused("notice.html", Buffer.concat(page))).toBe("text/html");
    const shown = must(await openEvidence(chief, ITEM, rows(chief).find((one) => one.name === "notice.html")?.evidence ?? ""));
    expect([shown.type, Buffer.from(shown.bytes).toString()]).toEqual(["text/plain", "公告\n\nSaid <so>"]);
    expect(await addEvidence(chief, { item: ITEM, source: "Notice", path: "/nowhere/at/all" })).toMatchObject({
      refusal: { code: "file-unreadable" },
    });
    await Promise.all([chief.close(), marek.close()]);
  });
});
