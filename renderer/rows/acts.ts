import type { ActInput, ActName } from "../../src/core/acts/act.ts";
import { desk } from "../desk.ts";
import { notices } from "../shell/notices.svelte.ts";

/// Asks the station for an act. What is refused is said in the window; answers whether it was done.
export async function act<N extends ActName>(name: N, input: ActInput<N>): Promise<boolean> {
  const reply = await desk.call("desk.act", { name, input });
  if (!reply.ok) notices.refused(reply.refusal);
  return reply.ok;
}

/// 128 random bits as 32 hex digits: a new item, issue, brief or note.
export const newId = (): string => crypto.randomUUID().replaceAll("-", "");
