import type { Command } from "commander";
import { resolve } from "node:path";
import { say } from "../../resources/messages/say.ts";
import type { Client } from "../contract/client.ts";
import { EXIT, fail } from "./fail.ts";

async function leave(desk: Client, folder: string): Promise<number> {
  process.stderr.write(`${say("leave.warn")}\n`);
  const stop = (): void => void desk.call("desk.leave-stop", {});
  process.once("SIGINT", stop);
  const reply = await desk.call("desk.leave", { folder: resolve(folder) });
  process.off("SIGINT", stop);
  if (!reply.ok) return fail(reply.refusal);
  const { path, files, entries, absent } = reply.value;
  process.stdout.write(`${say("leave.done", { path, files, entries })}\n`);
  if (absent.length > 0) process.stderr.write(`${say("leave.absent", { absent: absent.length })}\n`);
  return absent.length > 0 ? EXIT.findings : EXIT.ok;
}

/// Adds `leave`: the whole desk as files that need no app of ours.
export function leaveCommand(program: Command): void {
  program
    .command("leave")
    .description("export the whole desk, not encrypted, as files that need no app of ours")
    .argument("<folder>", "the new folder to write; what is there already is never touched")
    .requiredOption("--desk <dir>", "the folder of data of the desk")
    .action(async (folder: string, { desk }: { readonly desk: string }) => {
      const { withDesk } = await import("./desk.ts");
      process.exitCode = await withDesk(desk, (client) => leave(client, folder), fail);
    });
}
