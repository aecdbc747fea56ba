import type { Command } from "commander";
import { resolve } from "node:path";
import { say } from "../../resources/messages/say.ts";
import type { Client } from "../contract/client.ts";
import { ok, refuse, type Result } from "../core/base/result.ts";
import { EXIT, fail } from "./fail.ts";

interface ExchangeOptions {
  readonly desk: string;
  readonly folder?: string;
  readonly hub?: string;
  readonly bundle?: string;
  readonly to?: string;
  readonly files?: boolean;
  readonly takeIn?: string;
}

/// The laptop that the words mean: its id, or the name of its person where that has one. Refused: none or several.
async function findLaptop(desk: Client, wanted: string | undefined): Promise<Result<string | null>> {
  if (wanted === undefined) return ok(null);
  const view = await desk.call("exchange.read", {});
  if (!view.ok) return view;
  const found = view.value.laptops.filter((one) => !one.mine && (one.device === wanted || one.name === wanted));
  const [first] = found;
  if (first === undefined) return refuse("laptop-unknown");
  return found.length === 1 ? ok(first.device) : refuse("several-laptops", { names: found.map((one) => one.device) });
}

async function write(desk: Client, path: string, { to, files }: ExchangeOptions): Promise<Result<string>> {
  const laptop = await findLaptop(desk, to);
  if (!laptop.ok) return laptop;
  const reply = await desk.call("bundle.write", { path: resolve(path), to: laptop.value, files: files === true });
  return reply.ok ? ok(say("bundle.written", { entries: reply.value.entries, files: reply.value.files })) : reply;
}

async function takeIn(desk: Client, path: string): Promise<Result<string>> {
  const reply = await desk.call("bundle.take", { path: resolve(path) });
  return reply.ok ? ok(say("bundle.taken", reply.value)) : reply;
}

async function meet(desk: Client, at: string | null): Promise<Result<string>> {
  const set = at === null ? ok(null) : await desk.call("exchange.meet", { at });
  const reply = set.ok ? await desk.call("exchange.now", {}) : set;
  return reply.ok ? ok(say("exchange.done", { taken: reply.value.taken, handed: reply.value.handed })) : reply;
}

async function exchange(desk: Client, options: ExchangeOptions): Promise<number> {
  const { folder, hub, bundle, takeIn: file } = options;
  const done =
    bundle !== undefined
      ? await write(desk, bundle, options)
      : file !== undefined
        ? await takeIn(desk, file)
        : await meet(desk, hub ?? (folder === undefined ? null : resolve(folder)));
  if (!done.ok) return fail(done.refusal);
  process.stdout.write(`${done.value}\n`);
  return EXIT.ok;
}

/// Adds `exchange`: a round with the others, where to meet them, and bundles.
export function exchangeCommand(program: Command): void {
  program
    .command("exchange")
    .description("meet the other laptops now")
    .requiredOption("--desk <dir>", "the folder of data of the desk")
    .option("--folder <dir>", "meet in this shared folder from now on")
    .option("--hub <url>", "meet in this PostgreSQL hub from now on; a password may stand in ~/.pgpass instead")
    .option("--bundle <file>", "write a bundle with all entries, for a stick or a mail")
    .option("--to <laptop>", "with --bundle: only what this person’s laptop lacked when it last spoke")
    .option("--files", "with --bundle: the files that entries name too")
    .option("--take-in <file>", "take in a bundle")
    .action(async (options: ExchangeOptions) => {
      const asked = [options.folder, options.hub, options.bundle, options.takeIn].filter((one) => one !== undefined);
      const misused = asked.length > 1 || ((options.to !== undefined || options.files) && options.bundle === undefined);
      const { withDesk } = await import("./desk.ts");
      process.exitCode = misused
        ? fail({ code: "exchange-one-way", data: {} })
        : await withDesk(options.desk, (desk) => exchange(desk, options), fail);
    });
}
