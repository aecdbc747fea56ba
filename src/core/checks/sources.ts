import type { ListedBody } from "../desk/kinds.ts";
import type { Content, Source } from "../item/item.ts";
import { hint, type CheckFinding } from "./check.ts";

/// The sources of another item of the same issue.
export interface OtherSources {
  readonly headline: string;
  readonly sources: readonly Source[];
}

const keys = ({ link, original, title }: Source): string[] =>
  [link?.replace(/[#?].*$/, "").replace(/\/$/, ""), original?.text.trim(), title.trim()].filter((key): key is string => Boolean(key));

/// A source that another item of the issue cites too.
export function sharedSources(content: Content, others: readonly OtherSources[]): CheckFinding[] {
  return content.fields.sources.flatMap((source) => {
    const mine = new Set(keys(source));
    const other = others.find((one) => one.sources.some((theirs) => keys(theirs).some((key) => mine.has(key))));
    if (other === undefined) return [];
    return [
      hint(
        "check-source-shared",
        { kind: "field", field: "sources" },
        { title: source.title || (source.original?.text ?? ""), headline: other.headline },
      ),
    ];
  });
}

/// Issuing bodies that the desk's list does not have, where the desk keeps a list.
export function unlistedBodies(content: Content, bodies: readonly ListedBody[]): CheckFinding[] {
  if (bodies.length === 0) return [];
  const listed = new Set(bodies.flatMap((body) => [body.short, body.name, body.original]).filter((name) => name !== null));
  return content.fields.bodies.flatMap(({ short, name, original }) => {
    if ([short, name, original].some((one) => one !== null && listed.has(one))) return [];
    const said = short ?? name ?? original ?? "";
    return said === "" ? [] : [hint("check-body-unlisted", { kind: "field", field: "bodies" }, { name: said })];
  });
}
