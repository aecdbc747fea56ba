const SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes in Base64 (RFC 4648, section 4). The language itself has it only from a later version on than we run on.
export function base64(bytes: Uint8Array): string {
  const out: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const bits = (a << 16) | (b << 8) | c;
    const signs = [bits >> 18, (bits >> 12) & 63, (bits >> 6) & 63, bits & 63].map((six) => SIGNS[six] ?? "");
    out.push(
      signs
        .slice(0, Math.min(3, bytes.length - at) + 1)
        .join("")
        .padEnd(4, "="),
    );
  }
  return out.join("");
}
