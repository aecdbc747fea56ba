import type { Run } from "../../issue/issue.ts";
import type { Marks } from "../../manuscript/runs.ts";
import { beside, type Document, type Paragraph } from "./model.ts";
import { Measure } from "./limits.ts";
import type { Finding } from "../imported.ts";

type Shape = Omit<Paragraph, "runs">;
export const PLAIN: Shape = { kind: "text", level: 0, number: null };

/// Gathers paragraphs while a reader walks its format.
export class Builder {
  readonly measure = new Measure();
  readonly findings: Finding[] = [];
  readonly #paragraphs: Paragraph[] = [];
  #runs: Run[] = [];
  #pictures: string[] = [];

  words(text: string, marks: Marks = {}): void {
    if (text === "") return;
    this.measure.letters(text.length);
    const last = this.#runs.at(-1);
    const same = last && last.strong === marks.strong && last.em === marks.em && last.lang === marks.lang && last.link === marks.link;
    if (same) this.#runs[this.#runs.length - 1] = { ...last, text: last.text + text };
    else this.#runs.push({ ...marks, text });
  }

  /// Whether words wait for the end of their paragraph.
  get open(): boolean {
    return this.#runs.some((run) => /\S/.test(run.text));
  }

  close(shape: Shape = PLAIN): void {
    if (this.open) this.#paragraphs.push({ ...shape, runs: this.#runs });
    this.#runs = [];
  }

  picture(says: string): void {
    this.measure.letters(says.length);
    this.#pictures.push(says);
  }

  done(): Document {
    this.close();
    const pictures: Finding[] = this.#pictures.length === 0 ? [] : [picturesLeft(this.#pictures)];
    return { paragraphs: this.#paragraphs, findings: [...this.findings, ...pictures] };
  }
}

const picturesLeft = (says: readonly string[]): Finding => ({
  ...beside("pictures-left", says.filter((one) => one !== "").join("\n"), "doubt"),
  data: { count: says.length },
});
