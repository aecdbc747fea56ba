import { extname } from "node:path";
import { FRAMED } from "../src/contract/look.ts";
import type { Transport } from "../src/contract/client.ts";
import { deskCalls, type Reply } from "../src/contract/calls.ts";
import { decodeCall } from "../src/contract/decode.ts";
import type { Result } from "../src/contract/result.ts";
import { isLook, LOOK_POLICY } from "./lockdown.ts";

/// Looks of an issue, as the preview shows them in a frame without rights: `app://desk/look/ISSUE/mine/FORMAT/FILE`.

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".xhtml": "application/xhtml+xml; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".png": "image/png",
  ".jpg": "image/jpeg",
};

const HEADERS = {
  "content-security-policy": LOOK_POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

/// What a look's address asks the station for; null where it names nothing that a frame may show.
export function lookAsked(address: string): { readonly channel: "preview.look"; readonly input: unknown; readonly type: string } | null {
  if (!isLook(address)) return null;
  const [, , issue, mine, format = "", file = "", ...more] = new URL(address).pathname.split("/");
  const type = TYPES[extname(file)];
  if (more.length > 0 || !Object.hasOwn(FRAMED, format) || type === undefined) return null;
  return { channel: "preview.look", input: { issue, mine, format, file }, type };
}

/// Answers such an address: the file, or nothing with 404. The policy comes with either.
export async function serveLook(station: Transport, address: string): Promise<Response> {
  const nothing = new Response(null, { status: 404, headers: HEADERS });
  const asked = lookAsked(address);
  if (asked === null || !decodeCall(deskCalls, asked.channel, asked.input).ok) return nothing;
  const reply = (await station.call(asked.channel, asked.input)) as Result<Reply<"preview.look">>;
  if (!reply.ok) return nothing;
  return new Response(new Uint8Array(reply.value.bytes), { headers: { ...HEADERS, "content-type": asked.type } });
}
