import serialise from "canonicalize";

/// Any value that JSON can carry.
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/// The one byte-for-byte form of a JSON value: RFC 8785 (sorted keys, shortest numbers, no spaces).
/// Throws on what JSON cannot carry (functions, NaN): decoded input never holds it.
export function canonical(value: unknown): string {
  const text = serialise(value);
  if (text === undefined) throw new Error(`not JSON: ${String(value)}`);
  return text;
}

/// True if both values have the same canonical form. `undefined` members count as absent.
export const same = (a: unknown, b: unknown): boolean => a === b || canonical(a) === canonical(b);
