import { say, sayRefusal } from "../../resources/messages/say.ts";
import { ISSUE_ENDINGS, type Brought, type ImportLook } from "../../src/contract/imports.ts";
import type { LayoutWords } from "../../src/core/import/layout.ts";
import { desk } from "../desk.ts";
import { deskRows } from "../rows/desk.svelte.ts";
import { returned } from "../rows/returned.svelte.ts";
import { notices } from "../shell/notices.svelte.ts";
import { routes } from "../shell/routes.svelte.ts";
import { findings } from "./findings.svelte.ts";

/// A folder that is being brought in: how far it is, and then what became of its files.
export interface Batch {
  readonly done: number;
  readonly total: number | null;
  readonly brought: Brought | null;
}

/// Bringing in old issues: one that is looked at first, or all that are in a folder.
class Importing {
  look = $state.raw<ImportLook | null>(null);
  batch = $state.raw<Batch | null>(null);
  #path = "";

  /// Asks for a file and shows what is in it.
  async choose(): Promise<void> {
    const kinds = [{ name: say("import.kinds"), extensions: [...ISSUE_ENDINGS] }];
    const chosen = await desk.call("dialog.open", { purpose: "open", title: say("import.title"), kinds });
    if (!chosen.ok || chosen.value.path === null) return;
    this.#path = chosen.value.path;
    if (await this.read(null)) routes.go({ name: "issue" });
  }

  /// Reads the file by these words; null: by those that explain most of it.
  async read(words: LayoutWords | null): Promise<boolean> {
    const reply = await desk.call("import.look", { path: this.#path, words });
    if (!reply.ok) {
      notices.refused(reply.refusal);
      return false;
    }
    if (words === null && reply.value.copy && (await returned.tries({ path: this.#path }, null)) === null) return false;
    [this.look, this.batch] = [reply.value, null];
    return true;
  }

  /// Opens it as an issue, or adds what is in it to another; what was healed or doubted is shown beside the board.
  async bring(words: LayoutWords, into: string | null): Promise<void> {
    const reply = await desk.call("issue.import", { path: this.#path, words, into });
    if (!reply.ok) return notices.refused(reply.refusal);
    this.close();
    await deskRows.read();
    deskRows.issue = reply.value.issue;
    findings.of = { issue: reply.value.issue, list: reply.value.findings };
    notices.done(say("import.done", { count: reply.value.findings.length }));
  }

  /// Asks for a folder and brings in every issue in it.
  async chooseFolder(): Promise<void> {
    const chosen = await desk.call("dialog.open", { purpose: "folder", title: say("import.folder-title"), kinds: [] });
    if (!chosen.ok || chosen.value.path === null) return;
    routes.go({ name: "issue" });
    this.look = null;
    this.batch = { done: 0, total: null, brought: null };
    const silence = desk.listen("station.progress", ({ job, done, total }) => {
      if (job === "import" && this.batch?.brought === null) this.batch = { done, total, brought: null };
    });
    const reply = await desk.call("issue.import-folder", { folder: chosen.value.path });
    silence();
    if (!reply.ok) {
      this.batch = null;
      return notices.refused(reply.refusal);
    }
    this.batch = { done: 0, total: 0, brought: reply.value };
    await deskRows.read();
  }

  /// Goes to an issue that stands on the desk already.
  show(issue: string): void {
    this.close();
    deskRows.issue = issue;
  }

  stop(): void {
    void desk.call("issue.import-stop", {});
  }

  close(): void {
    [this.look, this.batch] = [null, null];
  }
}

export const importing = new Importing();

/// A finding in words.
export const saidFinding = (finding: { readonly code: string; readonly data: Readonly<Record<string, unknown>> }): string =>
  sayRefusal(finding).text;
