import type { Result } from "../../base/result.ts";
import { child, elements } from "../docx/xml.ts";
import { Builder } from "./builder.ts";
import { HtmlReader } from "./html.ts";
import { reading, stop } from "./limits.ts";
import type { Document } from "./model.ts";
import { Parts } from "./package.ts";

/// Reads the chapters of an EPUB in the order of its spine, as one document. Nothing is fetched, no script is run.
export const readEpub = (bytes: Uint8Array): Result<Document> =>
  reading(() => {
    const parts = new Parts(bytes, /\.(xml|opf|x?html?)$/i);
    if (parts.has("META-INF/encryption.xml")) stop("document-locked");
    const root = child(child(parts.xml("META-INF/container.xml"), "rootfiles"), "rootfile")?.attributes["full-path"] ?? "";
    const book = parts.xml(root);
    const spine = child(book, "spine");
    if (spine === null) return stop("document-none");
    const pages = new Map(elements(child(book, "manifest")).map(({ attributes }) => [attributes["id"], attributes["href"] ?? ""]));
    const to = new Builder();
    for (const one of elements(spine)) {
      const html = parts.text(nameOf(root, pages.get(one.attributes["idref"]) ?? ""));
      // A picture may be a chapter, too.
      if (html === null) to.picture("");
      else new HtmlReader(to, true).read(html);
    }
    return to.done();
  });

/// The name of the part that an address in the book's description means; one that leads out of the book is no part's.
function nameOf(root: string, href: string): string {
  const path = root.split("/").slice(0, -1);
  for (const step of unescaped(href.split("#")[0] ?? "").split("/")) {
    if (step === "..") path.pop();
    else if (step !== "." && step !== "") path.push(step);
  }
  return path.join("/");
}

function unescaped(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
