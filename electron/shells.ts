import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/// The project's folder.
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/// The shells: with the Electron program, or on the system's Chromium.
export const SHELLS = ["electron", "stand-in"] as const;
export type ShellName = (typeof SHELLS)[number];
