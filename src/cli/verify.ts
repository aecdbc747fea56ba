import type { Command } from "commander";
import { resolve } from "node:path";
import { say, sayRefusal } from "../../resources/messages/say.ts";
import type { Client } from "../contract/client.ts";
import { EXIT, fail } from "./fail.ts";

async function verify(desk: Client, path: string, json: boolean): Promise<number> {
  const reply = await desk.call("export.verify", { path: resolve(path) });
  if (!reply.ok) return fail(reply.refusal);
  const all = reply.value.map(({ findings, ...rest }) => ({
    ...rest,
    findings: findings.map((one) => ({ ...one, message: sayRefusal(one).text })),
  }));
  if (json) process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
  else
    for (const { name, files, texts, findings } of all) {
      if (findings.length === 0) process.stdout.write(`${name}: ${say("verify.sound", { files, texts })}\n`);
      for (const one of findings) process.stdout.write(`${name}: ${one.message}\n`);
    }
  return all.some((one) => one.findings.length > 0) ? EXIT.findings : EXIT.ok;
}

/// Adds `verify`: whether exported files are what the desk approved, signed and exported.
export function verifyCommand(program: Command): void {
  program
    .command("verify")
    .description("check exported files against their manifest, and that against the ledger")
    .argument("<path>", "a manifest, or a folder with manifests")
    .requiredOption("--desk <dir>", "the folder of data of the desk")
    .option("--json", "answer as JSON")
    .action(async (path: string, { desk, json }: { readonly desk: string; readonly json?: boolean }) => {
      const { withDesk } = await import("./desk.ts");
      process.exitCode = await withDesk(desk, (client) => verify(client, path, json === true), fail);
    });
}
