/// What an operation answers when it may be refused: the value, or the refusal. Never thrown.
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/// One thing that stands in the way, as data. The wording is in `resources/messages/`, under the same code.
/// `data` fills the holes of that wording: names, numbers and lists of names, never finished sentences.
export interface Refusal {
  readonly code: string;
  readonly data: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export const refuse = (code: string, data: Refusal["data"] = {}): { readonly ok: false; readonly refusal: Refusal } => ({
  ok: false,
  refusal: { code, data },
});

/// For states that only a programming error can reach. Names the bad value; never used for input.
export function invariant(holds: boolean, what: string, bad: unknown): asserts holds {
  if (!holds) throw new Error(`broken invariant: ${what}: ${JSON.stringify(bad)}`);
}
