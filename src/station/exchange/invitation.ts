import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import * as v from "valibot";
import { canonical } from "../../core/base/canonical.ts";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { Name, RolesSchema } from "../../core/desk/kinds.ts";
import { deviceId, Hash, Id } from "../../core/ledger/entry.ts";
import { isBoxKey, unwrap, verifier, wrapFor } from "../keys/crypto.ts";

/// An invitation: a file for one person's one laptop. Whoever holds it can ask to join; only a chief can let them in.
const InvitationSchema = v.object({
  format: v.literal("top5-invitation/1"),
  desk: Id,
  deskName: Name,
  founder: Hash,
  /// The laptop that invites, whose signature the joiner will accept under the content keys.
  inviter: v.object({ device: Id, sign: Hash, name: Name }),
  roster: Hash,
  roles: RolesSchema,
  name: Name,
  secret: Id,
});
export type Invitation = v.InferOutput<typeof InvitationSchema>;

const RequestSchema = v.object({
  format: v.literal("top5-join/1"),
  desk: Id,
  name: Name,
  device: Id,
  sign: Hash,
  box: Hash,
  proof: Hash,
});
/// What a joiner leaves in the folder: its public keys, authenticated by the invitation's secret.
export type JoinRequest = v.InferOutput<typeof RequestSchema>;

const WelcomeSchema = v.object({
  format: v.literal("top5-keys/1"),
  desk: Id,
  device: Id,
  by: Id,
  keys: v.record(v.string(), v.string()),
  signature: v.string(),
});
/// Every content key of the desk, wrapped for one laptop and signed by a chief's.
export type Welcome = v.InferOutput<typeof WelcomeSchema>;

function read<T>(schema: v.GenericSchema<unknown, T>, text: string, code: string): Result<T> {
  try {
    const parsed = v.safeParse(schema, text.length > 100_000 ? null : JSON.parse(text));
    return parsed.success ? ok(parsed.output) : refuse(code);
  } catch {
    return refuse(code);
  }
}

export const readInvitation = (text: string): Result<Invitation> => read(InvitationSchema, text, "invitation-malformed");

const proofOf = (secret: string, request: Omit<JoinRequest, "proof">): string =>
  createHmac("sha256", Buffer.from(secret, "hex")).update(canonical(request)).digest("hex");

export function makeRequest(invitation: Invitation, keys: { device: string; sign: string; box: string }, name: string): JoinRequest {
  const request = { format: "top5-join/1" as const, desk: invitation.desk, name, ...keys };
  return { ...request, proof: proofOf(invitation.secret, request) };
}

export function readRequest(text: string, desk: string): Result<JoinRequest> {
  const parsed = read(RequestSchema, text, "join-request-malformed");
  if (!parsed.ok) return parsed;
  const { device, sign, box } = parsed.value;
  const sound = parsed.value.desk === desk && deviceId(sign) === device && isBoxKey(box);
  return sound ? parsed : refuse("join-request-malformed");
}

/// Whether the request was made by someone who holds this invitation.
export function proves(request: JoinRequest, secret: string): boolean {
  const { proof, ...rest } = request;
  return timingSafeEqual(Buffer.from(proof, "hex"), Buffer.from(proofOf(secret, rest), "hex"));
}

/// Six words that both sides read to each other: they are equal only if both mean the same keys on the same desk.
export function sixWords(request: Pick<JoinRequest, "desk" | "device" | "sign" | "box">): string[] {
  const { desk, device, sign, box } = request;
  const hash = createHash("sha256")
    .update("top5/words/v1\0" + canonical({ desk, device, sign, box }))
    .digest();
  return Array.from({ length: 6 }, (_, at) => wordlist[hash.readUInt16BE(at * 2) % wordlist.length] ?? "");
}

const bound = (desk: string, device: string, number: string): string => `top5/content-key/v1\0${desk}\0${device}\0${number}`;
const signed = (welcome: Omit<Welcome, "signature">): string => "top5/keys/v1\0" + canonical(welcome);

export function makeWelcome(
  desk: string,
  to: { device: string; box: string },
  content: Readonly<Record<string, string>>,
  by: { device: string; sign: (message: string) => string },
): Welcome {
  const keys = Object.fromEntries(
    Object.entries(content).map(([number, key]) => [number, wrapFor(to.box, Buffer.from(key, "hex"), bound(desk, to.device, number))]),
  );
  const welcome = { format: "top5-keys/1" as const, desk, device: to.device, by: by.device, keys };
  return { ...welcome, signature: by.sign(signed(welcome)) };
}

/// The signing key of a laptop, as far as it may hand out content keys.
export type SignKey = (device: string) => string | undefined;

/// A welcome that `signKey` signed; refused otherwise. Says nothing about whether its keys can be opened. `signKey` null: by
/// whomever, where nothing can be known of them yet.
export function readWelcome(text: string, desk: string, signKey: SignKey | null): Result<Welcome> {
  const parsed = read(WelcomeSchema, text, "keys-malformed");
  if (!parsed.ok) return parsed;
  const { signature, ...welcome } = parsed.value;
  if (welcome.desk !== desk) return refuse("keys-malformed");
  if (signKey === null) return parsed;
  const key = signKey(welcome.by);
  return key !== undefined && verifier.verify(key, signed(welcome), signature) ? parsed : refuse("keys-malformed");
}

const KEY_NUMBER_MAX = 2 ** 32 - 1;
const KEY_BYTES = 32;
/// Whether a laptop can seal with this key under this number. With one that no app of ours makes no round could end any more.
const isContentKey = (number: string, key: Buffer): boolean =>
  /^[1-9][0-9]{0,9}$/.test(number) && Number(number) <= KEY_NUMBER_MAX && key.length === KEY_BYTES;

/// The content keys of a welcome meant for this laptop, if `signKey` signed it; refused otherwise.
export function openWelcome(
  text: string,
  desk: string,
  own: { device: string; secret: string },
  signKey: SignKey | null,
): Result<Record<string, string>> {
  const welcome = readWelcome(text, desk, signKey);
  if (!welcome.ok) return welcome;
  if (welcome.value.device !== own.device) return refuse("keys-malformed");
  const opened = Object.entries(welcome.value.keys).map(
    ([number, sealed]) => [number, unwrap(own.secret, sealed, bound(desk, own.device, number))] as const,
  );
  const keys = opened.flatMap(([number, plain]) =>
    plain !== null && isContentKey(number, plain) ? [[number, plain.toString("hex")]] : [],
  );
  return keys.length < opened.length ? refuse("keys-malformed") : ok(Object.fromEntries(keys));
}
