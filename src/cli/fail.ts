import { sayRefusal } from "../../resources/messages/say.ts";

/// Exit codes of the command line: all well, something not understood or a check's error, misuse or failure.
export const EXIT = { ok: 0, findings: 1, failure: 2 } as const;

/// Says on standard error what stands in the way and how to clear it. Answers the exit code.
export function fail(refusal: Parameters<typeof sayRefusal>[0]): number {
  const { text, help } = sayRefusal(refusal);
  process.stderr.write(`${text}${help === "" ? "" : `\n${help}`}\n`);
  return EXIT.failure;
}
