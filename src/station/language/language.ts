import { Worker } from "node:worker_threads";
import { weighed, type Measure as ItemMeasure } from "../../core/checks/item.ts";
import type { CheckFinding } from "../../core/checks/check.ts";
import { proseOf } from "../../core/checks/prose.ts";
import { ok, refuse, type Result } from "../../core/base/result.ts";
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
/// asked is refused, for a text that nobody checked is not a text without faults; the next question begins a new one.
export class Language {
  readonly #file: URL;
  #worker: Worker | null = null;
  #idle: NodeJS.Timeout | null = null;
  #asked = new Map<number, (findings: Result<readonly CheckFinding[]>) => void>();
  #count = 0;

  /// `file`: what the thread runs. Built, it lies in a folder beside the station's, as it does here.
  constructor(file = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "../language/worker.js", import.meta.url)) {
    this.#file = file;
  }

  #start(): Worker {
    const resources = (process as { readonly resourcesPath?: string }).resourcesPath ?? null;
    const worker = new Worker(this.#file, { workerData: { resources } });
    worker.unref();
    worker.on("message", ({ id, findings }: LanguageAnswer) => this.#answered(id, ok(findings)));
    const gone = (why: string): void => {
      if (this.#worker === worker) this.#worker = null;
      for (const id of [...this.#asked.keys()]) this.#answered(id, refuse("language-out", { why }));
    };
    worker.on("error", (error) => gone(error instanceof Error ? error.message : String(error)));
    worker.on("exit", (code) => gone(String(code)));
    this.#worker = worker;
    return worker;
  }

  #answered(id: number, findings: Result<readonly CheckFinding[]>): void {
    this.#asked.get(id)?.(findings);
    this.#asked.delete(id);
  }

  /// What spelling and grammar find in a text, as the publication weighs it. Refused (`language-out`) where the thread ended first.
  async check(doc: DocJson, measure: Measure): Promise<Result<readonly CheckFinding[]>> {
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
    const findings = await new Promise<Result<readonly CheckFinding[]>>((done) => {
      this.#asked.set(id, done);
      worker.postMessage(asked);
    });
    return findings.ok ? ok(weighed(findings.value, measure)) : findings;
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }
}
