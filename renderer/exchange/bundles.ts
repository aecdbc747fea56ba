import { say } from "../../resources/messages/say.ts";
import { desk } from "../desk.ts";
import { deskRows } from "../rows/desk.svelte.ts";
import { notices } from "../shell/notices.svelte.ts";

export const KINDS = (): { name: string; extensions: string[] }[] => [{ name: say("bundle.kind"), extensions: ["top5"] }];

async function take(path: string): Promise<void> {
  const reply = await desk.call("bundle.take", { path });
  if (!reply.ok) return notices.refused(reply.refusal);
  notices.done(say("bundle.taken", reply.value));
  await deskRows.readStatus();
}

/// Asks for a bundle and takes it in; what was new is said.
export async function takeBundle(): Promise<void> {
  const chosen = await desk.call("dialog.open", { purpose: "open", title: say("bundle.take"), kinds: KINDS() });
  if (chosen.ok && chosen.value.path !== null) await take(chosen.value.path);
}

/// Takes in what a person opened with the app: now, and whenever another is opened. Answers the end of it.
export function takeOpened(): () => void {
  const ask = async (): Promise<void> => {
    const opened = await desk.call("bundle.opened", {});
    if (opened.ok && opened.value.path !== null) await take(opened.value.path);
  };
  void ask();
  return desk.listen("bundle.waits", () => void ask());
}
