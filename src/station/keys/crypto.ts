import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hash,
  hkdfSync,
  randomBytes,
  sign,
  verify,
  type KeyObject,
} from "node:crypto";
import { digestBy } from "../../core/base/digest.ts";
import type { Ids, Verifier } from "../../core/base/ports.ts";

/// The station's cryptography: Ed25519 signatures, X25519 agreement, AES-256-GCM, all by `node:crypto`.

digestBy((input) => hash("sha256", input, "hex"));

const ED25519_SPKI = Buffer.from("302a300506032b6570032100", "hex");
const X25519_SPKI = Buffer.from("302a300506032b656e032100", "hex");

export const randomHex = (bytes: number): string => randomBytes(bytes).toString("hex");
export const randomIds: Ids = { next: () => randomHex(16) };

/// A key pair: the private half as PKCS #8 in hex, the public half as its 32 raw bytes in hex.
export interface KeyPair {
  readonly secret: string;
  readonly public: string;
}

const raw = (key: KeyObject): string => key.export({ type: "spki", format: "der" }).subarray(12).toString("hex");
const secretKey = (hex: string): KeyObject => createPrivateKey({ key: Buffer.from(hex, "hex"), type: "pkcs8", format: "der" });
const publicKey = (prefix: Buffer, hex: string): KeyObject =>
  createPublicKey({ key: Buffer.concat([prefix, Buffer.from(hex, "hex")]), type: "spki", format: "der" });

function pair(keys: { privateKey: KeyObject; publicKey: KeyObject }): KeyPair {
  return { secret: keys.privateKey.export({ type: "pkcs8", format: "der" }).toString("hex"), public: raw(keys.publicKey) };
}

export const newSigningPair = (): KeyPair => pair(generateKeyPairSync("ed25519"));
export const newBoxPair = (): KeyPair => pair(generateKeyPairSync("x25519"));

/// PKCS #8 of a raw 32-byte secret (RFC 8410).
const PKCS8 = { ed25519: "302e020100300506032b657004220420", x25519: "302e020100300506032b656e04220420" } as const;

/// The pair of one kind that a seed of 32 bytes gives, always the same.
export function pairFrom(seed: Uint8Array, kind: keyof typeof PKCS8): KeyPair {
  const secret = PKCS8[kind] + Buffer.from(hkdfSync("sha256", seed, Buffer.alloc(0), `top5/recovery/${kind}/v1`, 32)).toString("hex");
  return { secret, public: raw(createPublicKey(secretKey(secret))) };
}

export function signWith(secret: string): (message: string) => string {
  const key = secretKey(secret);
  return (message) => sign(null, Buffer.from(message, "utf8"), key).toString("hex");
}

const keysByHex = new Map<string, KeyObject>();

function verifyingKey(hex: string): KeyObject {
  const known = keysByHex.get(hex);
  if (known !== undefined) return known;
  const key = publicKey(ED25519_SPKI, hex);
  if (keysByHex.size > 1000) keysByHex.clear();
  keysByHex.set(hex, key);
  return key;
}

export const verifier: Verifier = {
  verify(key, message, signature) {
    if (!/^[0-9a-f]{64}$/.test(key) || !/^[0-9a-f]{128}$/.test(signature)) return false;
    try {
      return verify(null, Buffer.from(message, "utf8"), verifyingKey(key), Buffer.from(signature, "hex"));
    } catch {
      // Not a point of the curve: no signature of such a key is valid.
      return false;
    }
  },
};

/// AES-256-GCM. The result is nonce (12 bytes), ciphertext, tag (16 bytes).
export function encrypt(key: Uint8Array, plain: Uint8Array, associated: Uint8Array): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(associated);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/// The plain bytes, or null where key, associated data or bytes are not those of the encryption.
export function decrypt(key: Uint8Array, sealed: Uint8Array, associated: Uint8Array): Buffer | null {
  if (sealed.length < 28) return null;
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, 12));
    decipher.setAAD(associated);
    decipher.setAuthTag(sealed.subarray(sealed.length - 16));
    return Buffer.concat([decipher.update(sealed.subarray(12, sealed.length - 16)), decipher.final()]);
  } catch {
    return null;
  }
}

function agreed(secret: string, publicHex: string, info: string): Uint8Array {
  const shared = diffieHellman({ privateKey: secretKey(secret), publicKey: publicKey(X25519_SPKI, publicHex) });
  return new Uint8Array(hkdfSync("sha256", shared, Buffer.alloc(0), info, 32));
}

/// Whether anything can be wrapped for `box`: not every number is a key, and whoever writes an entry names any.
export function isBoxKey(box: string): boolean {
  try {
    agreed(newBoxPair().secret, box, "");
    return true;
  } catch {
    return false;
  }
}

/// A secret that only the owner of `box` can open, bound to `info`. Hex.
export function wrapFor(box: string, secret: Uint8Array, info: string): string {
  const once = newBoxPair();
  const key = agreed(once.secret, box, info);
  return once.public + encrypt(key, secret, Buffer.from(info)).toString("hex");
}

/// Opens what `wrapFor` made, or null.
export function unwrap(secret: string, wrapped: string, info: string): Buffer | null {
  if (!/^[0-9a-f]{120,4096}$/.test(wrapped)) return null;
  try {
    return decrypt(agreed(secret, wrapped.slice(0, 64), info), Buffer.from(wrapped.slice(64), "hex"), Buffer.from(info));
  } catch {
    return null;
  }
}
