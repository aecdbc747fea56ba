import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { canonical } from "../../src/core/base/canonical.ts";
import { ENGLISH_LABELS } from "../../src/core/desk/publication.ts";
import { exportHouseText } from "../../src/core/export/house-text.ts";
import { assemble } from "../../src/core/proof/proof.ts";
import { reading } from "../../src/core/proof/reading.ts";
import { readIssueBytes } from "../../src/station/files/read-issue.ts";
import { ImportFolder, importIssue, lookAtIssue } from "../../src/station/rooms/imports.ts";
import { proofOf } from "../../src/station/rooms/exports.ts";
import type { Session } from "../../src/station/session.ts";
import { must, newDesk, newFolder, removeFolders } from "../builders/stations.ts";

afterAll(removeFolders);

const SAMPLE = fileURLToPath(new URL("../../resources/sample/issue.json", import.meta.url));
const sample = must(readIssueBytes(readFileSync(SAMPLE))).issue;
/// The sample as a house writes it that has other words for its parts, and another number.
function inLayout(words: Partial<typeof ENGLISH_LABELS> & { comment?: string }, number = "77"): string {
  const { comment, ...labels } = words;
  const publication = {
    ...sample.publication,
    labels: { ...sample.publication.labels, ...labels },
    commentLabel: comment ?? sample.publication.commentLabel,
  };
  return exportHouseText(assemble({ ...sample, publication, fields: { ...sample.fields, number } }));
}

const GERMAN = {
  glance: "Auf einen Blick",
  explainer: "Hintergrund",
  article: "Artikel",
  body: "Herausgeber",
  bodies: "Herausgeber",
  date: "Datum",
  contents: "Inhalt",
  comment: "Meridian-Kommentar",
};
const OWN = {
  glance: "In short",
  explainer: "To know",
  article: "Read",
  body: "Issued by",
  bodies: "Issued by",
  date: "When",
  contents: "Inside",
  comment: "We think",
};

describe("bringing in old issues", () => {
  let chief: Session;
  beforeAll(async () => ({ chief } = await newDesk([{ name: "Anna", roles: ["author"] }])), 60_000);
  afterAll(() => chief.close());

  const file = (name: string, text: string): string => {
    const path = join(newFolder("old"), name);
    writeFileSync(path, text);
    return path;
  };
  const itemsOf = (issue: string): string => {
    const row = chief.station.ledger.row("issue", issue);
    if (row === undefined) throw new Error("no issue");
    return canonical(reading(proofOf(chief.station, row, { mine: false, draft: false })).items);
  };
  /// The sample as plain text keeps it: without the targets of its links.
  const theSample = canonical(reading(assemble(must(readIssueBytes(Buffer.from(inLayout({})))).issue)).items);

  it("guesses a layout by the words that explain most of it, and shows them", async () => {
    const look = must(await lookAtIssue(chief.station, { path: file("alt.txt", inLayout(GERMAN)), words: null }));
    expect(look.words).toMatchObject({ glance: "Auf einen Blick", article: "Artikel", comment: "Meridian-Kommentar", contents: "Inhalt" });
    expect(look.items.map((item) => item.headline)).toEqual(
      sample.items.map((item) => item.content.doc.content?.[0]?.content?.[0]?.text ?? ""),
    );
    expect(look).toMatchObject({ number: "77", here: null, copy: false, briefs: sample.briefs.length });
  });

  it("reads words that nobody could guess once a person names them, to the very same items", async () => {
    const path = file("own.txt", inLayout(OWN, "78"));
    const first = must(await lookAtIssue(chief.station, { path, words: null }));
    expect(first.items).toEqual([]);
    const words = { ...first.words, ...OWN };
    expect(must(await lookAtIssue(chief.station, { path, words })).items.length).toBe(sample.items.length);
    const { issue } = must(await importIssue(chief.station, { path, words, into: null }));
    expect(itemsOf(issue) === theSample).toBe(true);
    expect(chief.station.ledger.row("issue", issue)?.publication.labels.glance).toBe("In short");
    const plain = file("plain.txt", inLayout({}));
    const again = await importIssue(chief.station, { path: plain, words: null, into: null });
    expect(again.ok ? null : again.refusal.code).toBe("issue-here-already");
    expect(must(await lookAtIssue(chief.station, { path: plain, words: null })).here).toEqual({
      issue,
      name: expect.stringMatching(/^No\. 78 · [A-Z][a-z]+ \d+, 2026$/) as string,
    });
  });

  it("reads the desk’s own words without being told", async () => {
    const { station } = chief;
    const row = station.ledger.row("desk", "desk");
    if (row === undefined) throw new Error("no desk");
    const { comment, ...labels } = OWN;
    const publication = { ...row.publication, commentLabel: comment, labels: { ...row.publication.labels, ...labels } };
    const changed = station.act((pen) => {
      const done = pen.write("desk.publication", { publication, bodies: [...row.bodies] });
      return done.ok ? null : done.refusal;
    });
    must(changed);
    const look = must(await lookAtIssue(station, { path: file("own.txt", inLayout(OWN, "79")), words: null }));
    expect(look.items.length).toBe(sample.items.length);
    expect(look.words.comment).toBe("We think");
  });

  it("takes an issue without titles of its sections: the desk’s stand in", async () => {
    const lines = [
      "Hafenbrief",
      "",
      "1. Der Hafen öffnet",
      "Auf einen Blick: Schiffe zahlen.",
      "Hafen-Kommentar: Das ist neu.",
      "Artikel: Hafen offen",
      "Datum: 14. September 2026",
    ];
    const { issue } = must(await importIssue(chief.station, { path: file("knapp.txt", lines.join("\n")), words: null, into: null }));
    const row = chief.station.ledger.row("issue", issue);
    expect(row?.publication.sections).toEqual(chief.station.ledger.row("desk", "desk")?.publication.sections);
    expect(row?.publication).toMatchObject({ name: "Hafenbrief", commentLabel: "Hafen-Kommentar", language: "de-DE" });
    const [item] = row?.ranks ?? [];
    expect(chief.station.ledger.row("item", item ?? "")?.headline).toBe("Der Hafen öffnet");
  });

  it("adds a single item to the reserve of an issue in work", async () => {
    const [issue] = chief.station.ledger.rows("issue");
    if (issue === undefined) throw new Error("no issue");
    const one = { ...sample, items: sample.items.slice(0, 1), briefs: [] };
    const path = file("one.txt", exportHouseText(assemble(one)));
    must(await importIssue(chief.station, { path, words: null, into: issue.issue }));
    const row = chief.station.ledger.row("issue", issue.issue);
    expect(row?.ranks).toEqual(issue.ranks);
    expect(row?.reserve.length).toBe(issue.reserve.length + 1);
    const gone = await importIssue(chief.station, { path, words: null, into: "0".repeat(32) });
    expect(gone.ok ? null : gone.refusal.code).toBe("issue-unknown");
  });

  describe("a folder of a hundred", () => {
    const COUNT = 100;
    let folder: string;
    beforeAll(() => {
      folder = join(newFolder("hundred"), "issues");
      mkdirSync(folder);
      for (let at = 0; at < COUNT - 4; at++) {
        const words = inLayout(GERMAN, String(at + 1)).replaceAll("Grid operators", `Grid ${at} operators`);
        writeFileSync(join(folder, `issue-${String(at).padStart(3, "0")}.txt`), words);
      }
      cpSync(join(folder, "issue-000.txt"), join(folder, "z-again.txt"));
      writeFileSync(join(folder, "z-broken.json"), "{");
      writeFileSync(join(folder, "z-empty.md"), " ");
      writeFileSync(join(folder, "z-list.txt"), "Bread\n\nEggs\n");
      writeFileSync(join(folder, "picture.png"), "no issue");
    });

    it("comes in one after another, says how far it is, and what became of each", async () => {
      const told: number[] = [];
      const before = chief.station.ledger.rows("issue").length;
      const batch = new ImportFolder(
        () => chief.station,
        (done, total) => (expect(total).toBe(COUNT), told.push(done)),
      );
      const running = batch.from(folder);
      const twice = await batch.from(folder);
      expect(twice.ok ? null : twice.refusal.code).toBe("import-running");
      const { files, left } = must(await running);
      expect(left).toBe(0);
      expect(told).toEqual([...Array(COUNT + 1).keys()]);
      expect(files.flatMap((one) => one.refusal?.code ?? [])).toEqual([
        "issue-here-already",
        "json-unreadable",
        "import-empty",
        "import-nothing-found",
      ]);
      expect(chief.station.ledger.rows("issue").length).toBe(before + COUNT - 4);
      const second = must(await batch.from(folder));
      expect(second.files.every((one) => one.brought === null)).toBe(true);
    }, 120_000);

    it("stops where it is told to: what is in stays in, the next is whole or absent", async () => {
      const other = join(newFolder("more"), "issues");
      mkdirSync(other);
      for (let at = 0; at < 10; at++)
        writeFileSync(join(other, `${at}.txt`), inLayout(GERMAN, `9${at}`).replaceAll("Grid operators", `Other ${at} operators`));
      const before = chief.station.ledger.rows("issue").length;
      let first = true;
      const batch: ImportFolder = new ImportFolder(
        () => chief.station,
        (done) => done === 4 && first && batch.stop(),
      );
      const { files, left } = must(await batch.from(other));
      expect([files.length, left]).toEqual([4, 6]);
      expect(chief.station.ledger.rows("issue").length).toBe(before + 4);
      first = false;
      expect(must(await batch.from(other)).files.filter((one) => one.brought !== null).length).toBe(6);
    }, 60_000);

    it("is refused where there is nothing to bring in", async () => {
      const batch = new ImportFolder(
        () => chief.station,
        () => undefined,
      );
      const empty = await batch.from(newFolder("empty"));
      expect(empty.ok ? null : empty.refusal.code).toBe("import-nothing-there");
      const absent = await batch.from(join(newFolder("empty"), "absent"));
      expect(absent.ok ? null : absent.refusal.code).toBe("file-unreadable");
    });
  });
});
