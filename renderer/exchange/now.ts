import { say } from "../../resources/messages/say.ts";
import { desk } from "../desk.ts";
import { deskRows } from "../rows/desk.svelte.ts";
import { notices } from "../shell/notices.svelte.ts";

/// One round with the others, asked for; what came and went is said.
export async function exchangeNow(): Promise<void> {
  const reply = await desk.call("exchange.now", {});
  if (!reply.ok) notices.refused(reply.refusal);
  else notices.done(say("exchange.done", { taken: reply.value.taken, handed: reply.value.handed }));
  await deskRows.read();
}

/// Meets the others in this folder or hub from now on. False, with the reason shown, where that cannot be.
export async function meetAt(at: string): Promise<boolean> {
  const reply = await desk.call("exchange.meet", { at });
  if (!reply.ok) notices.refused(reply.refusal);
  await deskRows.read();
  return reply.ok;
}
