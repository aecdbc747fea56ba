import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readDocx } from "../../../src/core/import/docx/read.ts";
import type { WordDocument } from "../../../src/core/import/docx/model.ts";
import { acceptAll, rejectAll, settledText } from "../../../src/core/import/docx/settle.ts";
import { changed, del, end, gone, ins, p, packed, root, run, wordFile, type WordParts } from "../../builders/word.ts";

const read = (bytes: Uint8Array): WordDocument => {
  const found = readDocx(bytes);
  if (!found.ok) throw new Error(JSON.stringify(found.refusal));
  return found.value;
};
const both = (body: string, more?: WordParts): { accepted: string[]; rejected: string[] } => {
  const { paragraphs } = read(wordFile(body, more));
  return { accepted: acceptAll(paragraphs).map(settledText), rejected: rejectAll(paragraphs).map(settledText) };
};

/// Each built from the paragraph of the standard that it names, in the shape in which Word or Google Docs write it.
describe("accepting and rejecting all", () => {
  it.each<[string, string, string[], string[]]>([
    [
      "inserted and deleted words (17.13.5.18, 17.13.5.14)",
      p(run("It was ") + del(gone("bad")) + ins(run("good")) + run(".")),
      ["It was good."],
      ["It was bad."],
    ],
    ["a split: the first end is inserted (17.13.5.20)", p(run("One"), end("ins")) + p(run("Two")), ["One", "Two"], ["OneTwo"]],
    ["a join: the first end is deleted (17.13.5.15)", p(run("One"), end("del")) + p(run("Two")), ["OneTwo"], ["One", "Two"]],
    ["a paragraph deleted whole", p(run("A")) + p(del(gone("B")), end("del")) + p(run("C")), ["A", "C"], ["A", "B", "C"]],
    [
      "three ends deleted in a row",
      p(run("A"), end("del")) + p(run("B"), end("del")) + p(run("C"), end("del")) + p(run("D")),
      ["ABCD"],
      ["A", "B", "C", "D"],
    ],
    ["words deleted that somebody else inserted", p(run("a ") + ins(del(gone("b"), "Li")) + run("c")), ["a c"], ["a c"]],
    [
      "a moved paragraph (17.13.5.21–26)",
      p(
        '<w:moveFromRangeStart w:id="1" w:name="m" w:author="W"/><w:moveFrom w:id="2" w:author="W">' + run("M") + "</w:moveFrom>",
        end("moveFrom"),
      ) +
        '<w:moveFromRangeEnd w:id="1"/>' +
        p(run("S")) +
        p(
          '<w:moveToRangeStart w:id="3" w:name="m" w:author="W"/><w:moveTo w:id="4" w:author="W">' + run("M") + "</w:moveTo>",
          end("moveTo"),
        ) +
        '<w:moveToRangeEnd w:id="3"/>' +
        p(run("Z")),
      ["S", "M", "Z"],
      ["M", "S", "Z"],
    ],
    [
      "a table's row inserted, another's deleted (17.13.5.16–17)",
      `<w:tbl><w:tr><w:tc>${p(run("kept"))}</w:tc></w:tr><w:tr><w:trPr><w:ins w:id="1" w:author="W"/></w:trPr><w:tc>${p(run("new"))}</w:tc></w:tr>` +
        `<w:tr><w:trPr><w:del w:id="1" w:author="W"/></w:trPr><w:tc>${p(run("old"))}</w:tc></w:tr></w:tbl>${p(run("after"))}`,
      ["kept", "new", "after"],
      ["kept", "old", "after"],
    ],
    [
      "a link with an insertion in it",
      p(`<w:hyperlink r:id="l">${run("here ")}${ins(run("and there"))}</w:hyperlink>`),
      ["here and there"],
      ["here "],
    ],
    [
      "fields: a result, an instruction that is no text",
      p(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>' +
          run("today") +
          '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
      ),
      ["today"],
      ["today"],
    ],
    [
      "controls, tags and directions around words",
      p(`<w:sdt><w:sdtPr/><w:sdtContent>${run("a")}</w:sdtContent></w:sdt><w:smartTag>${run("b")}</w:smartTag><w:bdo>${run("c")}</w:bdo>`) +
        `<w:sdt><w:sdtContent>${p(run("d"))}</w:sdtContent></w:sdt>`,
      ["abc", "d"],
      ["abc", "d"],
    ],
    [
      "a choice for newer programs beside the fallback",
      p(
        `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>${p(run("box"))}` +
          "</w:txbxContent></wps:txbx></w:drawing></mc:Choice>" +
          `<mc:Fallback><w:pict><v:textbox><w:txbxContent>${p(run("box"))}</w:txbxContent></v:textbox></w:pict></mc:Fallback>` +
          `</mc:AlternateContent></w:r>${run("words")}`,
      ),
      ["words", "box"],
      ["words", "box"],
    ],
    [
      "tabs, breaks, hyphens and symbols",
      p('<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:sym w:font="Symbol" w:char="F0B7"/></w:r>'),
      ["a\tb\nc\u2011•"],
      ["a\tb\nc\u2011•"],
    ],
    [
      "Word's runs cut by its revision numbers",
      p('<w:r w:rsidR="00A1"><w:t>Mini</w:t></w:r><w:proofErr w:type="spellStart"/><w:r w:rsidR="00B2"><w:t>stry</w:t></w:r>'),
      ["Ministry"],
      ["Ministry"],
    ],
    ["an equation", p(`${run("x ")}<m:oMath><m:r><m:t>= 2</m:t></m:r></m:oMath>`), ["x = 2"], ["x = 2"]],
    [
      "Google Docs: suggestions without dates, each run with all its properties",
      p(
        run("Hi ", '<w:rtl w:val="0"/>') +
          `<w:ins w:author="Mei Lin" w:id="0">${run("there ", '<w:rtl w:val="0"/>')}</w:ins><w:del w:author="Mei Lin" w:id="1">${gone("you")}</w:del>`,
        '<w:pageBreakBefore w:val="0"/><w:rPr/>',
      ),
      ["Hi there "],
      ["Hi you"],
    ],
  ])("%s", (_name, body, accepted, rejected) =>
    expect(both(body, { relations: [["l", "hyperlink", "https://example.org/", true]] })).toEqual({ accepted, rejected }),
  );
});

describe("what a paragraph is", () => {
  const styles = root(
    "w:styles",
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>' +
      '<w:style w:type="paragraph" w:styleId="LB"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>' +
      '<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/><w:basedOn w:val="LB"/></w:style>' +
      '<w:style w:type="paragraph" w:styleId="Ring"><w:name w:val="Ring"/><w:basedOn w:val="Ring"/></w:style>' +
      '<w:style w:type="character" w:styleId="Fett"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>',
  );
  const numbering = root(
    "w:numbering",
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/></w:lvl>' +
      "</w:abstractNum>" +
      '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>',
  );
  const more: WordParts = {
    relations: [
      ["s", "styles", "styles.xml"],
      ["n", "numbering", "/word/numbering.xml"],
      ["l", "hyperlink", "https://example.org/", true],
    ],
    parts: { "word/styles.xml": styles, "word/numbering.xml": numbering },
  };
  const shapes = (body: string) => read(wordFile(body, more)).paragraphs.map(({ shape }) => shape);

  it("is told by its style's own name and by its list, directly or through styles", () =>
    expect(
      shapes(
        p(run("h"), '<w:pStyle w:val="berschrift1"/>') +
          p(run("b"), '<w:pStyle w:val="Sub"/>') +
          p(run("n"), '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="3"/></w:numPr>') +
          p(run("none"), '<w:pStyle w:val="LB"/><w:numPr><w:numId w:val="0"/></w:numPr>') +
          p(run("ring"), '<w:pStyle w:val="Ring"/>'),
      ),
    ).toEqual([
      { style: "heading 1", list: null },
      { style: "sub", list: { kind: "bullet", level: 0 } },
      { style: null, list: { kind: "number", level: 1 } },
      { style: "list bullet", list: null },
      { style: "ring", list: null },
    ]));

  it("its words have their look, language and link, also before a tracked change", () => {
    const body = p(
      run("a", "<w:b/>") +
        run("b", '<w:b w:val="0"/><w:i/>') +
        run("c", '<w:rStyle w:val="Fett"/>') +
        run("工", '<w:lang w:val="en-US" w:eastAsia="zh-CN"/>') +
        run("d", `<w:b/>${changed("rPrChange", "")}`) +
        `<w:hyperlink r:id="l">${run("e")}</w:hyperlink>` +
        `<w:fldSimple w:instr=' HYPERLINK "https://example.org/f" '>${run("f")}</w:fldSimple>`,
    );
    const { paragraphs } = read(wordFile(body, more));
    const looks = (all: typeof paragraphs, settle: typeof acceptAll) =>
      settle(all).flatMap(({ pieces }) =>
        pieces.flatMap((one) => (one.kind === "run" ? [[one.text, one.look.strong, one.look.em, one.lang, one.link]] : [])),
      );
    expect(looks(paragraphs, acceptAll)).toEqual([
      ["a", true, false, null, null],
      ["b", false, true, null, null],
      ["c", true, false, null, null],
      ["工", false, false, "zh-CN", null],
      ["d", true, false, null, null],
      ["e", false, false, null, "https://example.org/"],
      ["f", false, false, null, "https://example.org/f"],
    ]);
    expect(looks(paragraphs, rejectAll)[4]).toEqual(["d", false, false, null, null]);
  });

  it("has its shape from before a tracked change", () => {
    const body = p(run("x"), `<w:pStyle w:val="LB"/>${changed("pPrChange", "")}`);
    const { paragraphs } = read(wordFile(body, more));
    expect([acceptAll(paragraphs)[0]?.shape.list?.kind, rejectAll(paragraphs)[0]?.shape.list]).toEqual(["bullet", null]);
  });
});

describe("notes and comments of a Word file", () => {
  it("are read with who answers whom, whatever prefix the file gives to its namespaces", () => {
    const comments = root(
      "w:comments",
      `<w:comment w:id="0" w:author="Weber" w:date="2026-10-12T09:30:00Z" w:initials="W"><w:p w14:paraId="0000000A">${run("Why?")}</w:p></w:comment>` +
        `<w:comment w:id="1" w:author="Anna"><w:p w14:paraId="0000000B">${run("Because.")}</w:p></w:comment>`,
    );
    const extended = root(
      "w15:commentsEx",
      '<w15:commentEx w15:paraId="0000000A" w15:done="1"/><w15:commentEx w15:paraId="0000000B" w15:paraIdParent="0000000A"/>',
    );
    const notes = root(
      "w:footnotes",
      `<w:footnote w:type="separator" w:id="-1">${p("")}</w:footnote><w:footnote w:id="1">${p(run("See p. 3"))}</w:footnote>`,
    );
    const bytes = wordFile(
      p(
        `<w:commentRangeStart w:id="0"/>${run("text")}<w:commentRangeEnd w:id="0"/>` +
          `<w:r><w:commentReference w:id="0"/></w:r><w:r><w:footnoteReference w:id="1"/></w:r>`,
      ),
      {
        relations: [
          ["c", "comments", "comments.xml"],
          ["e", "http://schemas.microsoft.com/office/2011/relationships/commentsExtended", "commentsExtended.xml"],
          ["f", "footnotes", "footnotes.xml"],
        ],
        parts: { "word/comments.xml": comments, "word/commentsExtended.xml": extended, "word/footnotes.xml": notes },
      },
    );
    const document = read(bytes);
    expect(document.comments).toEqual([
      { comment: "0", by: { name: "Weber", at: "2026-10-12T09:30:00Z" }, text: "Why?", answers: null, done: true },
      { comment: "1", by: { name: "Anna", at: null }, text: "Because.", answers: "0", done: false },
    ]);
    expect(document.notes.map((one) => settledText({ ...one, ids: [], pieces: one.pieces }))).toEqual(["See p. 3"]);
  });

  it("also from the strict form of the standard", () => {
    const strict =
      '<x:document xmlns:x="http://purl.oclc.org/ooxml/wordprocessingml/main"><x:body><x:p><x:r><x:t>strict</x:t></x:r></x:p></x:body></x:document>';
    expect(acceptAll(read(packed(strict)).paragraphs).map(settledText)).toEqual(["strict"]);
  });
});

const nested = (depth: number): string => `<w:p>${"<w:smartTag>".repeat(depth)}${run("deep")}${"</w:smartTag>".repeat(depth)}</w:p>`;
const utf16 = (text: string): Uint8Array =>
  new Uint8Array([0xff, 0xfe, ...[...text].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8])]);
const whole = (text: string): string => root("w:document", `<w:body>${p(run(text))}</w:body>`);

describe("files made to harm, or harmed", () => {
  const BLANKS = zipSync({ "word/document.xml": new Uint8Array(200 * 1024 * 1024).fill(32) }, { level: 1 });
  const bomb = (): Uint8Array => BLANKS.slice();
  /// A directory that says the part is small.
  const lying = (): Uint8Array => {
    const bytes = bomb();
    const view = new DataView(bytes.buffer);
    for (let at = 0; at + 30 < bytes.length; at++) {
      const sign = view.getUint32(at, true);
      if (sign === 0x04034b50) view.setUint32(at + 22, 100, true);
      if (sign === 0x02014b50) view.setUint32(at + 24, 100, true);
    }
    return bytes;
  };
  it.each<[string, () => Uint8Array, string]>([
    ["200 MB of blanks in a small zip", bomb, "docx-too-large"],
    ["the same with a directory that lies", lying, "docx-too-large"],
    ["a zip within a zip that is no Word file", () => zipSync({ "a.zip": zipSync({ b: new Uint8Array(9) }) }), "docx-none"],
    ["100,000 nested tags", () => wordFile(nested(100_000)), "docx-too-deep"],
    ["a million elements", () => wordFile(`<w:p>${"<w:r/>".repeat(1_000_000)}</w:p>`), "docx-too-large"],
    [
      "an entity that fetches",
      () => packed(`<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>${whole("&x;").slice(55)}`),
      "docx-document-type",
    ],
    [
      "entities that grow",
      () => packed(`<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${whole("&b;").slice(55)}`),
      "docx-document-type",
    ],
    ["an entity that nothing declares", () => packed(whole("&boom;")), "docx-damaged"],
    ["a file that is cut off", () => wordFile(p(run("x"))).slice(0, 300), "docx-damaged"],
    ["markup that does not end", () => packed(whole("x").slice(0, -20)), "docx-damaged"],
    ["GB18030 under a name that says so", () => packed(strToU8('<?xml version="1.0" encoding="GB18030"?><d/>')), "docx-encoding"],
    [
      "bytes that are no UTF-8",
      () => packed(new Uint8Array([...strToU8(whole("x").slice(0, -60)), 0xb9, 0xa4, ...strToU8(whole("x").slice(-60))])),
      "docx-encoding",
    ],
    [
      "a document under a password",
      () => new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Uint8Array(600)]),
      "docx-locked-or-old",
    ],
    ["a picture under another name", () => new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), "docx-none"],
    ["nothing", () => new Uint8Array(0), "docx-none"],
  ])("%s", (_name, make, code) => {
    const bytes = make();
    const [began, before] = [process.cpuUsage(), process.memoryUsage().rss];
    const found = readDocx(bytes);
    expect(found).toMatchObject({ ok: false, refusal: { code } });
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(2000);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
  });

  it("names that climb out of the package are no parts, and relations that do lead nowhere", () => {
    const bytes = wordFile(p(run("x")), {
      relations: [
        ["s", "styles", "../../../../etc/passwd.xml"],
        ["f", "footer", "file:///etc/passwd", true],
      ],
      parts: { "../../evil.xml": "<evil/>", "word/../../evil.xml": "<evil/>" },
    });
    expect(acceptAll(read(bytes).paragraphs).map(settledText)).toEqual(["x"]);
  });

  it("UTF-16 with its mark is read", () =>
    expect(acceptAll(read(packed(utf16(whole("通知").replace("UTF-8", "UTF-16")))).paragraphs).map(settledText)).toEqual(["通知"]));

  it("is never more than a refusal, wherever a file is cut or a byte of it is turned", () => {
    const sound = wordFile(p(run("one") + ins(run(" two"))) + p(del(gone("three")), end("del")));
    for (let at = 0; at < sound.length; at += 3) {
      expect(readDocx(sound.slice(0, at)).ok).toBeTypeOf("boolean");
      expect(readDocx(sound.with(at, (sound[at] ?? 0) ^ 0xff)).ok).toBeTypeOf("boolean");
    }
  });
});

describe("heads and feet", () => {
  it("are read as they print: the page number, not the instruction that makes it (17.16.23)", () => {
    const foot = p(run("No. 5") + '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>' + run("1"));
    const more = { relations: [["f1", "footer", "footer1.xml"]] as const, parts: { "word/footer1.xml": root("w:ftr", foot) } };
    expect(read(wordFile(p(run("Words")), more)).margins.replace(/\s+/g, " ")).toBe("No. 5 1");
  });
});
