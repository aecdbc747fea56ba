import { Worker } from "node:worker_threads";
import { weighed, type Measure as ItemMeasure } from "../../core/checks/item.ts";
import type { CheckFinding } from "../../core/checks/check.ts";
import { proseOf } from "../../core/checks/prose.ts";
import type { DocJson } from "../../core/manuscript/schema.ts";
import type { LanguageAnswer, LanguageAsked } from "./worker.ts";

type Measure = Pick<ItemMeasure, "bodies" | "house" | "passed">;

/// The thread goes after this long without a question, and with it the memory that the grammar takes.
const IDLE_MS = 5 * 60_000;

/// Words of the desk's own lists: right however a dictionary spells them.
const listedWords = ({ bodies, house }: Measure): string[] => [
  ...house.words,
  ...[...bodies, ...house.terms].flatMap((one) => one.name.split(/[^\p{L}’'-]+/u)),
];

/// Spelling and grammar of a station, asked from its own thread and answered by another. If that thread ends, what was
/// asked is answered with nothing: the next question begins a new one.
export class Language {
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | null = null;
  #asked = new Map<number, (findings: readonly CheckFinding[]) => void>();
  #count = 0;

  #start(): Worker {
    // Built, the thread's file lies in a folder beside the station's, as it does here.
    const file = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "../language/worker.js", import.meta.url);
    const resources = (process as { readonly resourcesPath?: string }).resourcesPath ?? null;
    const worker = new Worker(file, { workerData: { resources } });
    worker.unref();
    worker.on("message", ({ id, findings }: LanguageAnswer) => this.#answered(id, findings));
    const gone = (): void => {
      if (this.#worker === worker) this.#worker = null;
      for (const id of [...this.#asked.keys()]) this.#answered(id, []);
    };
    worker.on("error", gone);
    worker.on("exit", gone);
    this.#worker = worker;
    return worker;
  }

  #answered(id: number, findings: readonly CheckFinding[]): void {
    this.#asked.get(id)?.(findings);
    this.#asked.delete(id);
  }

  /// What spelling and grammar find in a text, as the publication weighs it.
  async check(doc: DocJson, measure: Measure): Promise<CheckFinding[]> {
    const { rules, dialect } = measure.house;
    const id = ++this.#count;
    const asked: LanguageAsked = {
      id,
      prose: proseOf(doc),
      dialect,
      words: listedWords(measure),
      spelling: rules["check-spelling"] !== "off" || rules["check-other-dialect"] !== "off",
      grammar: rules["check-grammar"] !== "off",
    };
    const worker = this.#worker ?? this.#start();
    if (this.#idle !== null) clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.close(), IDLE_MS);
    this.#idle.unref();
    const findings = await new Promise<readonly CheckFinding[]>((done) => {
      this.#asked.set(id, done);
      worker.postMessage(asked);
    });
    return weighed(findings, measure);
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}
