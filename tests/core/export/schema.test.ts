import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { KNOWN_KEYS } from "../../../src/core/import/json-schema.ts";
import type { KeyTree } from "../../../src/core/import/json.ts";

interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

const root = JSON.parse(readFileSync(new URL("../../../docs/top5-issue-1.schema.json", import.meta.url), "utf8")) as Schema;

/// Every path of keys that the published schema describes.
function paths(schema: Schema, prefix: string): string[] {
  if (schema.$ref !== undefined) return paths(root.$defs?.[schema.$ref.split("/").at(-1) ?? ""] ?? {}, prefix);
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, of]) => [`${prefix}${key}`, ...paths(of, `${prefix}${key}.`)]);
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((each) => paths(each, prefix));
  return [...own, ...inner, ...(schema.items === undefined ? [] : paths(schema.items, prefix))];
}

function known(tree: KeyTree, prefix: string): string[] {
  if (tree === null) return [];
  if (Array.isArray(tree)) return known(tree[0] as KeyTree, prefix);
  return Object.entries(tree).flatMap(([key, of]) => [`${prefix}${key}`, ...known(of as KeyTree, `${prefix}${key}.`)]);
}

const sorted = (list: readonly string[]): string[] => [...new Set(list)].sort();

test("the published schema names the very keys that the reader knows", () =>
  expect(sorted(paths(root, ""))).toEqual(sorted(known(KNOWN_KEYS, ""))));
