import { canonical } from "../base/canonical.ts";
import { digest } from "../base/digest.ts";
import type { Publication } from "../desk/publication.ts";
import type { Brief, IssueFields } from "./issue.ts";

/// The digest that a brief's decisions name: SHA-256 over its printed content.
export const briefDigest = (brief: Brief): string => digest("top5/brief/v1\0" + canonical(brief).normalize("NFC"));

/// The digest that sign-off names (`exchange.md` §3): the items' digests in rank order, the briefs' digests in printed
/// order, the issue's printed fields and embargo, and the publication settings that print.
export const issueDigest = (input: {
  readonly items: readonly { readonly rank: number; readonly digest: string }[];
  readonly briefs: readonly string[];
  readonly fields: IssueFields;
  readonly publication: Publication;
  readonly corrections: readonly { readonly date: string; readonly text: string }[];
}): string => {
  const { targets: _lengths, ...printed } = input.publication;
  return digest("top5/issue/v1\0" + canonical({ ...input, publication: printed, layout: 1 }).normalize("NFC"));
};
