import { parentPort, workerData } from "node:worker_threads";
import { spelling } from "../../core/checks/spelling.ts";
import type { CheckFinding } from "../../core/checks/check.ts";
import type { Prose } from "../../core/checks/prose.ts";
import type { Dialect } from "../../core/house/house.ts";
import { grammar } from "./grammar.ts";
import { spellerOf } from "./spelling.ts";

/// Spelling and grammar on a thread of their own: loading the grammar takes a second and most of this app's memory.

/// What the station asks about a text.
export interface LanguageAsked {
  readonly id: number;
  readonly prose: readonly Prose[];
  readonly dialect: Dialect;
  readonly words: readonly string[];
  /// Which of the two are wanted: a rule that is off costs nothing.
  readonly spelling: boolean;
  readonly grammar: boolean;
}

export interface LanguageAnswer {
  readonly id: number;
  readonly findings: readonly CheckFinding[];
}

const spellers = { british: spellerOf("british"), american: spellerOf("american") };
/// A block that has not changed is not read again.
const remembered = new Map<string, CheckFinding[]>();
const REMEMBERED = 2000;

async function grammarOf(prose: Prose, dialect: Dialect): Promise<CheckFinding[]> {
  const key = `${dialect} ${JSON.stringify(prose)}`;
  const known = remembered.get(key) ?? (await grammar(prose, dialect));
  if (remembered.size > REMEMBERED) remembered.clear();
  remembered.set(key, known);
  return known;
}

async function answer(asked: LanguageAsked): Promise<CheckFinding[]> {
  const words = new Set(asked.words);
  const found: CheckFinding[] = [];
  for (const prose of asked.prose) {
    if (asked.spelling) found.push(...spelling(prose, spellers[asked.dialect], words));
    if (asked.grammar) found.push(...(await grammarOf(prose, asked.dialect)));
  }
  return found;
}

const { resources } = workerData as { readonly resources: string | null };
if (resources !== null) Object.defineProperty(process, "resourcesPath", { value: resources });
parentPort?.on("message", (asked: LanguageAsked) => {
  void answer(asked).then((findings) => parentPort?.postMessage({ id: asked.id, findings } satisfies LanguageAnswer));
});
