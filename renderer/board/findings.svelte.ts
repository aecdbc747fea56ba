import type { Finding } from "../../src/core/import/imported.ts";

/// What the last import healed, doubted or did not understand; kept while the window is open.
class Findings {
  of = $state.raw<{ readonly issue: string; readonly list: readonly Finding[] } | null>(null);
}

export const findings = new Findings();
