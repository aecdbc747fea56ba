import { resolve } from "node:path";

/// The bundle among the words that the app was started with: a double click on one gives its path. None: null.
export function bundleIn(words: readonly string[], from: string): string | null {
  const word = words.find((one) => !one.startsWith("-") && one.toLowerCase().endsWith(".top5"));
  return word === undefined ? null : resolve(from, word);
}

/// The folder of this station's data: `--data DIR` or `--data=DIR`, else `TOP5_DATA`, else the system's place.
export function dataFolder(words: readonly string[], environment: Readonly<Record<string, string | undefined>>, usual: string): string {
  const at = words.findIndex((word) => word === "--data" || word.startsWith("--data="));
  const word = words[at];
  const named = word === undefined ? undefined : word === "--data" ? words[at + 1] : word.slice("--data=".length);
  return resolve(named || environment["TOP5_DATA"] || usual);
}
