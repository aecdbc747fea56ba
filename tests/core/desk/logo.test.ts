import fc from "fast-check";
import { is } from "valibot";
import { describe, expect, it } from "vitest";
import { base64 } from "../../../src/core/base/base64.ts";
import { announce } from "../../../src/core/desk/acts.ts";
import { PublicationSchema } from "../../../src/core/desk/kinds.ts";
import { bareLogo, LOGO_BYTES_MAX, printedSize, readLogo } from "../../../src/core/desk/logo.ts";
import { issueDigest } from "../../../src/core/issue/issue-digest.ts";
import { KINDS } from "../../../src/core/ledger/kinds.ts";
import { found, Laptop, meet, PUBLICATION } from "../../builders/desk.ts";
import { chunk, exif, head, JPEG, logoOf, png, SIGNATURE, withSegment } from "../../builders/pictures.ts";

const FIELDS = { title: null, number: "1", date: "2026-10-15", embargo: null, credits: [], contact: null, publisher: [] };
const WITH_LOGO = { ...PUBLICATION, logo: logoOf(png(300, 60)) };
const judged = (bytes: Uint8Array): unknown => {
  const found = readLogo(bytes);
  return found.ok ? `${found.value.type} ${found.value.width} x ${found.value.height}` : found.refusal.code;
};
const SECRET = Buffer.from("Exif\0\0no list; 31.2304 N, by Nora Feld");
const withChunk = (picture: Buffer, kind: string, data: Uint8Array): Buffer =>
  Buffer.concat([picture.subarray(0, 33), chunk(kind, data), picture.subarray(33)]);
const END = chunk("IEND", Buffer.alloc(0));
const frame = (kind: number, ...data: number[]): Buffer => {
  const at = JPEG.usual.indexOf(Buffer.from([0xff, 0xc0]));
  const changed = Buffer.from(JPEG.usual);
  changed[at + 1] = kind;
  changed.set(data, at + 4);
  return changed;
};

describe("a picture that may be a logo", () => {
  it.each([
    ["a PNG one sees through", png(300, 60), "image/png 300 x 60"],
    ["the largest", Buffer.concat([SIGNATURE, head(2000, 2000), chunk("IDAT", Buffer.alloc(4)), END]), "image/png 2000 x 2000"],
    ["a JPEG", JPEG.usual, "image/jpeg 16 x 8"],
    ["a progressive JPEG", JPEG.progressive, "image/jpeg 16 x 8"],
    ["a grey JPEG", JPEG.grey, "image/jpeg 16 x 8"],
    ["a JPEG that stands upright and says so", withSegment(JPEG.usual, 0xe1, exif(1)), "image/jpeg 16 x 8"],
  ])("is %s", (_name, bytes, what) => expect(judged(bytes)).toBe(what));

  it.each([
    ["nothing", Buffer.alloc(0), "logo-unknown-type"],
    ["SVG", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), "logo-unknown-type"],
    ["GIF", Buffer.from("GIF89a"), "logo-unknown-type"],
    ["too many bytes", Buffer.concat([png(8, 8), Buffer.alloc(LOGO_BYTES_MAX)]), "logo-too-large"],
    ["too wide", Buffer.concat([SIGNATURE, head(2001, 10), chunk("IDAT", Buffer.alloc(4)), END]), "logo-too-many-pixels"],
    ["gigantic", Buffer.concat([SIGNATURE, head(0x7fffffff, 0x7fffffff), chunk("IDAT", Buffer.alloc(4)), END]), "logo-too-many-pixels"],
    ["of no width", Buffer.concat([SIGNATURE, head(0, 10), chunk("IDAT", Buffer.alloc(4)), END]), "logo-broken"],
    ["without a head", Buffer.concat([SIGNATURE, chunk("IDAT", Buffer.alloc(4)), END]), "logo-broken"],
    ["without pixels", Buffer.concat([SIGNATURE, head(8, 8), END]), "logo-broken"],
    ["moving", Buffer.concat([SIGNATURE, head(8, 8), chunk("acTL", Buffer.alloc(8)), png(8, 8).subarray(33)]), "logo-moves"],
    ["in a press's colours", JPEG.press, "logo-for-press"],
    ["lossless JPEG", frame(0xc3), "logo-unusual"],
    ["with twelve bits a colour", frame(0xc1, 12), "logo-unusual"],
    ["too high a JPEG", frame(0xc0, 8, 0x7f, 0xff), "logo-too-many-pixels"],
    ["of no height until its end", frame(0xc0, 8, 0, 0), "logo-broken"],
    ["on its side", withSegment(JPEG.usual, 0xe1, exif(6)), "logo-turned"],
    ["on its side as PNG", withChunk(png(8, 8), "eXIf", exif(6).subarray(6)), "logo-turned"],
    ["a signature alone", SIGNATURE, "logo-broken"],
  ])("is none %s", (_name, bytes, code) => expect(judged(bytes)).toBe(code));

  it("is none that breaks off, wherever it does, and reading any bytes ends with an answer", () => {
    for (const whole of [png(20, 4), JPEG.usual, JPEG.progressive])
      for (let length = 0; length < whole.length; length++) expect(readLogo(whole.subarray(0, length)).ok, String(length)).toBe(false);
    const broken = fc.tuple(
      fc.constantFrom(png(20, 4), JPEG.usual, JPEG.progressive, withSegment(JPEG.grey, 0xe1, exif(1))),
      fc.uint8Array(),
      fc.nat(600),
    );
    fc.assert(
      fc.property(broken, ([picture, junk, at]) => {
        const changed = Buffer.from(picture);
        changed.set(junk.subarray(0, Math.max(0, changed.length - at)), Math.min(at, changed.length));
        expect(typeof readLogo(changed).ok).toBe("boolean");
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["PNG", "image/png", png(20, 4), [withChunk(png(20, 4), "tEXt", SECRET), withChunk(png(20, 4), "eXIf", exif(1).subarray(6))]],
    ["PNG that hangs on", "image/png", png(20, 4), [Buffer.concat([png(20, 4), SECRET])]],
    ["JPEG", "image/jpeg", JPEG.usual, [0xe1, 0xe2, 0xed, 0xef, 0xfe, 0xe0].map((kind) => withSegment(JPEG.usual, kind, SECRET))],
    ["progressive JPEG", "image/jpeg", JPEG.progressive, [Buffer.concat([JPEG.progressive, SECRET])]],
  ] as const)("is kept without what nobody sees in it, and bare as it is: %s", (_name, type, bare, noted) => {
    for (const one of [bare, ...noted]) expect(Buffer.from(bareLogo(one, type)).equals(bare)).toBe(true);
  });

  it("keeps what says how its colours are drawn", () => {
    const profile = Buffer.from("ICC_PROFILE\0\u0001\u0001profile");
    const coloured = withSegment(withSegment(JPEG.usual, 0xe2, profile), 0xee, Buffer.from("Adobe\0d\0\0\0\0\u0001"));
    expect(Buffer.from(bareLogo(coloured, "image/jpeg")).equals(coloured)).toBe(true);
    const tinted = withChunk(withChunk(png(8, 8), "gAMA", Buffer.alloc(4)), "iCCP", Buffer.from("a profile"));
    expect(Buffer.from(bareLogo(tinted, "image/png")).equals(tinted)).toBe(true);
  });

  it("is printed at most 60 by 14 millimetres, in its own shape, and never blown up", () => {
    expect(printedSize({ width: 1200, height: 200 })).toEqual({ width: 60, height: 10 });
    expect(printedSize({ width: 500, height: 500 })).toEqual({ width: 14, height: 14 });
    expect(printedSize({ width: 24, height: 24 }).height).toBeCloseTo(6.35);
  });
});

it("bytes in Base64 are those of the standard", () =>
  fc.assert(fc.property(fc.uint8Array(), (bytes) => base64(bytes) === Buffer.from(bytes).toString("base64"))));

describe("a publication's logo", () => {
  it("makes another issue of it, and without one an issue keeps its digest", () => {
    const input = { items: [{ rank: 1, digest: "a".repeat(64) }], briefs: [], fields: FIELDS, publication: PUBLICATION, corrections: [] };
    expect(issueDigest(input)).toBe("60063e9cc75b54a4bfd8cbe2b66baccdee402fc4c45fb1eec4737e46dc463701");
    expect(issueDigest({ ...input, publication: WITH_LOGO })).not.toBe(issueDigest(input));
  });

  it("is chosen once every laptop's app knows it, and can always be taken away", () => {
    const [chief, anna] = [new Laptop("Chief"), new Laptop("Anna")];
    found(chief, [{ laptop: anna, roles: ["author"] }]);
    const change = () => chief.try("desk.change", { publication: WITH_LOGO, bodies: [] });
    expect(change()).toMatchObject({ ok: false, refusal: { code: "print-laptops-behind", data: { who: ["Anna"] } } });
    anna.do((pen) => announce(pen, [...Object.keys(KINDS)]));
    meet(chief, anna);
    expect(change().ok).toBe(true);
    meet(chief, anna);
    expect(anna.ledger.row("desk", "desk")?.publication.logo).toEqual(WITH_LOGO.logo);
    expect(chief.try("desk.change", { publication: PUBLICATION, bodies: [] }).ok).toBe(true);
    meet(chief, anna);
    expect(anna.ledger.row("desk", "desk")?.publication.logo).toBe(undefined);
  });

  it("names sizes that a logo can have, and no others", () => {
    const decoded = (logo: object): boolean => is(PublicationSchema, { ...PUBLICATION, logo });
    expect(decoded(WITH_LOGO.logo)).toBe(true);
    const wrong = [
      { digest: "x" },
      { type: "image/svg+xml" },
      { size: LOGO_BYTES_MAX + 1 },
      { width: 0 },
      { height: 2001 },
      { width: 1.5 },
    ];
    for (const one of wrong) expect(decoded({ ...WITH_LOGO.logo, ...one }), JSON.stringify(one)).toBe(false);
  });
});
