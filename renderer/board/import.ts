import { say } from "../../resources/messages/say.ts";
import { sayRefusal } from "../../resources/messages/say.ts";
import { desk } from "../desk.ts";
import { deskRows } from "../rows/desk.svelte.ts";
import { returned } from "../rows/returned.svelte.ts";
import { notices } from "../shell/notices.svelte.ts";
import { routes } from "../shell/routes.svelte.ts";
import { findings } from "./findings.svelte.ts";

/// Asks for a file and opens the issue in it; what was healed or doubted is shown beside the board.
export async function importIssue(): Promise<void> {
  const kinds = [
    { name: say("import.kinds"), extensions: ["docx", "odt", "rtf", "epub", "html", "htm", "xhtml", "md", "markdown", "txt", "json"] },
  ];
  const chosen = await desk.call("dialog.open", { purpose: "open", title: say("import.title"), kinds });
  if (!chosen.ok || chosen.value.path === null) return;
  const reply = await desk.call("issue.import", { path: chosen.value.path });
  if (!reply.ok && reply.refusal.code === "import-is-copy") return returned.read({ path: chosen.value.path }, null);
  if (!reply.ok) return notices.refused(reply.refusal);
  await deskRows.read();
  deskRows.issue = reply.value.issue;
  findings.of = { issue: reply.value.issue, list: reply.value.findings };
  routes.go({ name: "issue" });
  notices.done(say("import.done", { count: reply.value.findings.length }));
}

/// A finding in words.
export const saidFinding = (finding: { readonly code: string; readonly data: Readonly<Record<string, unknown>> }): string =>
  sayRefusal(finding).text;
