import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tame } from "../../../src/core/manuscript/tame.ts";

const plain = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&lt;", "<")
    .replaceAll(/\s+/g, " ")
    .trim();

describe("HTML from a clipboard", () => {
  it.each([
    ["<P>a <B>b</B> &amp; c<br/>d</p>", "<p>a <b>b</b> &amp; c<br>d</p>"],
    ["<p onclick='x()' style=\"color:red\" lang=zh>词</p>", '<p lang="zh">词</p>'],
    ['<a href="https://example.org/?a=1&amp;b=2" target=_blank>x</a>', '<a href="https://example.org/?a=1&amp;b=2">x</a>'],
    ["<script>bad()</script>a<style>p{}</style><!-- c -->b<![if !mso]>c<![endif]><?xml:namespace x/><o:p>d</o:p>", "abcd"],
    ["<ul><li>a<li>b<p>c</ul><p>d<p>e", "<ul><li>a</li><li>b c</li></ul><p>d</p><p>e</p>"],
    ["<a href='https://example.org' title=\"a <b> c\">x</a>", '<a href="https://example.org">x</a>'],
    ["a < b and <c", "a &lt; b and &lt;c"],
    ["<p style='mso-list:l0 level1'><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span>a</p>", "<ul><li>a</li></ul>"],
    ["</p></b>x<b>y", "x<b>y</b>"],
    ["<table><tr><td>a<td>b<tr><td>c</table>", "<table><p>a | b</p><p>c</p></table>"],
  ])("%s", (html, tamed) => expect(tame(html)).toBe(tamed));

  it("from Google Docs: bold and italic by style, and not all of it bold", () => {
    const docs =
      '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr"><span style="font-weight:400">a </span>' +
      '<span style="font-size:11pt;font-weight:700">b</span> <span style="font-style:italic">c</span></p></b>';
    expect(tame(docs)).toBe("<span><p><span>a </span><span><strong>b</strong></span> <span><em>c</em></span></p></span>");
  });

  it("keeps the words of whatever it is, and writes known tags alone, each closed", () => {
    const piece = fc.constantFrom(
      "<p>",
      "</p>",
      "<b x='1'>",
      "</b>",
      "<li>",
      "</ul>",
      "<svg onload=1>",
      "word",
      "< ",
      ">",
      "&amp;",
      "<td>",
      "<!x>",
      "</div>",
      '<a href="javascript:1">',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const html = pieces.join("");
        const tamed = tame(html);
        expect(plain(tamed).match(/word/g)?.length ?? 0).toBe(html.match(/word/g)?.length ?? 0);
        const open: string[] = [];
        for (const [, slash, name = ""] of tamed.matchAll(/<(\/?)([^\s>]+)[^>]*>/g))
          if (slash === "/") expect(open.pop()).toBe(name);
          else if (name !== "br") open.push(name);
        expect(open).toEqual([]);
        expect(tamed).not.toMatch(/onload|<svg|<!|x='1'/);
        expect(tame(tamed)).toBe(tamed);
      }),
    );
  });

  it.each([
    ["nested 100,000 deep", "<div><b>".repeat(50_000) + "word" + "</b></div>".repeat(50_000)],
    ["comments that never end", "<!--".repeat(200_000) + "word"],
    ["scripts that never end", "<script>".repeat(100_000) + "word"],
    ["one endless attribute", `<a ${"a".repeat(4_000_000)}>word</a>`],
    ["a million attributes", `<a ${Array.from({ length: 300_000 }, (_, at) => `a${at}=b`).join(" ")}>word</a>`],
    ["quotes that never end", '<a title="'.repeat(200_000) + "word"],
  ])("%s takes time in proportion to its length", (_name, html) => {
    expect(tame(html)).toContain("word");
  });
});
