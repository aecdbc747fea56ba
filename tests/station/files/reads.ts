import { existsSync, readFileSync } from "node:fs";
import { readDocument } from "../../../src/station/files/read-document.ts";
import type { DocumentKind } from "../../../src/station/files/document-kind.ts";

/// A process of its own that reads one document after another, as given by pairs of kind and path, and prints what each came to,
/// the seconds of the processor that it cost, and at last the most memory that the process ever had, in megabytes.

const pairs = process.argv.slice(2);
const codes: { code: string; seconds: number }[] = [];
for (let at = 0; at < pairs.length; at += 2) {
  const from = process.cpuUsage();
  const read = readDocument(readFileSync(pairs[at + 1] ?? ""), pairs[at] as DocumentKind, { next: () => String(at).padStart(32, "0") });
  const { user, system } = process.cpuUsage(from);
  codes.push({ code: read.ok ? read.value.findings.map((one) => one.code).join(" ") : read.refusal.code, seconds: (user + system) / 1e6 });
}
// Elsewhere than on Linux the most that it had counts the process that began it, too.
const peak = existsSync("/proc/self/status") ? /VmHWM:\s*(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] : undefined;
process.stdout.write(JSON.stringify({ codes, megabytes: Number(peak ?? process.resourceUsage().maxRSS) / 1024 }));
