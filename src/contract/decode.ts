import { getDotPath, safeParse, type BaseIssue } from "valibot";
import { ok, refuse, type Result } from "../core/base/result.ts";
import type { AnyChannel, Channels } from "./channel.ts";

/// The bytes of one message, unless its channel names more; and how deep it may nest.
export const MESSAGE_SIZE_MAX = 1024 * 1024;
export const MESSAGE_DEPTH_MAX = 64;

/// Keys that reach an object's prototype. No message of ours has them.
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

type Weighed = { readonly bytes: number } | { readonly bad: string; readonly at: string };

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

/// The UTF-8 bytes of a text. Each half of a surrogate pair counts two.
function utf8Bytes(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3;
  }
  return bytes;
}

const leafBytes = (value: unknown): number | null => {
  if (value === null || value === undefined || typeof value === "boolean") return 4;
  if (typeof value === "number") return Number.isFinite(value) ? 8 : null;
  if (typeof value === "string") return utf8Bytes(value);
  if (value instanceof Uint8Array) return value.byteLength;
  return null;
};

/// Walks a message without recursion and stops at the first thing that no message may carry: too many bytes, too
/// deep, a forbidden key, anything but plain data.
export function weigh(message: unknown, sizeMax: number): Weighed {
  let bytes = 0;
  const open: { value: unknown; depth: number; at: string }[] = [{ value: message, depth: 0, at: "" }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth, at } = next;
    if (depth > MESSAGE_DEPTH_MAX) return { bad: "too-deep", at };
    const leaf = leafBytes(value);
    bytes += leaf ?? 2;
    if (bytes > sizeMax) return { bad: "too-large", at };
    if (leaf !== null) continue;
    if (typeof value !== "object" || value === null) return { bad: "not-plain", at };
    else if (Array.isArray(value)) {
      bytes += value.length;
      if (bytes <= sizeMax) for (const each of value) open.push({ value: each, depth: depth + 1, at });
    } else if (!isPlain(value)) return { bad: "not-plain", at };
    else {
      for (const [key, each] of Object.entries(value)) {
        if (FORBIDDEN.has(key)) return { bad: "forbidden-key", at: key };
        bytes += key.length;
        open.push({ value: each, depth: depth + 1, at: key.slice(0, 40) });
      }
    }
    if (bytes > sizeMax) return { bad: "too-large", at };
  }
  return { bytes };
}

const own = (channels: Channels, name: unknown): AnyChannel | null =>
  typeof name === "string" && Object.hasOwn(channels, name) ? (channels[name] ?? null) : null;

const place = (issue: BaseIssue<unknown>): string => getDotPath(issue) ?? "";

function decodeWith(channel: AnyChannel, name: string, input: unknown): Result<unknown> {
  const sizeMax = ("size" in channel ? channel.size : undefined) ?? MESSAGE_SIZE_MAX;
  const weighed = weigh(input, sizeMax);
  if ("bad" in weighed) {
    return weighed.bad === "too-large"
      ? refuse("message-too-large", { channel: name, limit: sizeMax })
      : refuse("message-not-plain", { channel: name, fault: weighed.bad, place: weighed.at });
  }
  const parsed = safeParse(channel.input, input);
  if (parsed.success) return ok(parsed.output);
  return refuse("message-malformed", { channel: name, place: place(parsed.issues[0]), fault: parsed.issues[0].message });
}

/// Decodes what a window sends on a channel: the input, or why it is refused. Never throws on input.
export function decodeCall(channels: Channels, name: unknown, input: unknown): Result<unknown> {
  const channel = own(channels, name);
  if (channel === null || channel.kind === "announce") return refuse("channel-unknown", { channel: String(name).slice(0, 80) });
  return decodeWith(channel, String(name), input);
}

/// Decodes what a window is told. Refused: an unknown channel or a malformed message, which the window then ignores.
export function decodeNews(channels: Channels, name: unknown, data: unknown): Result<unknown> {
  const channel = own(channels, name);
  if (channel === null || channel.kind !== "announce") return refuse("channel-unknown", { channel: String(name).slice(0, 80) });
  return decodeWith(channel, String(name), data);
}
