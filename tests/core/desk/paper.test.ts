import { expect, it } from "vitest";
import { announce } from "../../../src/core/desk/acts.ts";
import { issueDigest } from "../../../src/core/issue/issue-digest.ts";
import { KINDS } from "../../../src/core/ledger/kinds.ts";
import { found, Laptop, meet, PUBLICATION } from "../../builders/desk.ts";

const FIELDS = { title: null, number: "1", date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: [] };
const LETTER = { ...PUBLICATION, paper: "us-letter" as const };

it("an issue from before there was a choice of pages keeps its digest, and another page is another issue", () => {
  const input = { items: [{ rank: 1, digest: "a".repeat(64) }], briefs: [], fields: FIELDS, publication: PUBLICATION, corrections: [] };
  expect(issueDigest(input)).toBe("60063e9cc75b54a4bfd8cbe2b66baccdee402fc4c45fb1eec4737e46dc463701");
  expect(issueDigest({ ...input, publication: LETTER })).not.toBe(issueDigest(input));
});

it("another page than A4 is chosen once every laptop's app knows it, and is copied into new issues alone", () => {
  const [chief, anna] = [new Laptop("Chief"), new Laptop("Anna")];
  found(chief, [{ laptop: anna, roles: ["author"] }]);
  const [before, after] = [chief.ids.next(), chief.ids.next()];
  chief.act("issue.open", { issue: before, fields: FIELDS, due: null });
  const change = () => chief.try("desk.change", { publication: LETTER, bodies: [] });
  expect(change()).toMatchObject({ ok: false, refusal: { code: "print-laptops-behind", data: { who: ["Anna"] } } });
  const issue = { issue: before, fields: FIELDS, publication: LETTER, due: null };
  expect(chief.try("issue.change", issue)).toMatchObject({ ok: false, refusal: { code: "print-laptops-behind" } });
  expect(chief.try("desk.change", { publication: { ...PUBLICATION, name: "Other" }, bodies: [] }).ok).toBe(true);
  meet(chief, anna);
  anna.do((pen) => announce(pen, Object.keys(KINDS)));
  meet(chief, anna);
  expect(change().ok).toBe(true);
  chief.act("issue.open", { issue: after, fields: { ...FIELDS, number: "2" }, due: null });
  meet(chief, anna);
  for (const { ledger } of [chief, anna])
    expect([before, after].map((one) => ledger.row("issue", one)?.publication.paper)).toEqual([undefined, "us-letter"]);
});
