/// Messages between the page's bridge and this process travel as text. Bytes are marked and carried in base64; the
/// bridge in the page speaks the same form.

type Marked = { readonly $bytes: string };

const isMarked = (value: unknown): value is Marked =>
  typeof value === "object" && value !== null && "$bytes" in value && typeof value.$bytes === "string" && Object.keys(value).length === 1;

/// Text for the page.
export const toText = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    each instanceof Uint8Array ? { $bytes: Buffer.from(each.buffer, each.byteOffset, each.byteLength).toString("base64") } : each,
  );

/// A message from the page. `__proto__` stays a plain key, for the decoder to refuse. Null when it is no JSON.
export function fromText(text: string): unknown {
  try {
    return JSON.parse(text, (_key, each: unknown) => (isMarked(each) ? new Uint8Array(Buffer.from(each.$bytes, "base64")) : each));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
