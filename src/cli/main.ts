import { Command, CommanderError } from "commander";
import { convertCommand } from "./convert.ts";
import { exchangeCommand } from "./exchange.ts";
import { EXIT } from "./fail.ts";
import { issueCommands } from "./issue.ts";
import { leaveCommand } from "./leave.ts";
import { verifyCommand } from "./verify.ts";

/// The `top5` command. Misuse ends with exit code 2, as every other failure does.
const program = new Command("top5").description("Top 5 Desk without a window").exitOverride();
convertCommand(program);
issueCommands(program);
verifyCommand(program);
exchangeCommand(program);
leaveCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.failure;
}
