import { randomBytes, scrypt } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import * as v from "valibot";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { deviceId } from "../../core/ledger/entry.ts";
import { save } from "../files/save.ts";
import type { KeyStore } from "../worker-transport.ts";
import { decrypt, encrypt, newBoxPair, newSigningPair, randomHex } from "./crypto.ts";

/// The secrets of this laptop: its own pairs, the content keys of the desk by number, and the hub's address where the desk
/// has one, since it may hold a password.
const OwnSchema = v.object({
  device: v.string(),
  sign: v.object({ secret: v.string(), public: v.string() }),
  box: v.object({ secret: v.string(), public: v.string() }),
});
/// The pairs under which a laptop writes, and the id that they give it.
export type OwnKeys = v.InferOutput<typeof OwnSchema>;

const KeysSchema = v.object({
  ...OwnSchema.entries,
  /// Those under which it goes on once the entry that says so is written.
  next: v.optional(OwnSchema),
  content: v.record(v.string(), v.string()),
  hub: v.optional(v.string()),
});
export type Keys = v.InferOutput<typeof KeysSchema>;

const FileSchema = v.variant("by", [
  v.object({ v: v.literal(1), by: v.literal("passphrase"), salt: v.string(), sealed: v.string() }),
  v.object({ v: v.literal(1), by: v.literal("system"), sealed: v.string() }),
]);

export function newKeys(): OwnKeys {
  const sign = newSigningPair();
  return { device: deviceId(sign.public), sign, box: newBoxPair() };
}

export const newContentKey = (): string => randomHex(32);

/// scrypt with N = 2^17, r = 8, p = 1: OWASP's recommendation for interactive use; 128 MiB, about 0.4 s.
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
const derive = promisify<string, Buffer, number, typeof COST, Buffer>(scrypt);
const BOUND = Buffer.from("top5/vault/v1");

export const PASSPHRASE_CHARACTERS_MIN = 8;

/// The file that keeps this laptop's keys, sealed by the system's key store or by a passphrase. Keys are in memory only
/// while it is open.
export class Vault {
  readonly #path: string;
  readonly #store: KeyStore | null;
  #key: { salt: Buffer; key: Buffer } | null = null;
  #keys: Keys | null = null;

  constructor(path: string, store: KeyStore | null) {
    this.#path = path;
    this.#store = store;
  }

  get exists(): boolean {
    return existsSync(this.#path);
  }

  /// The keys, or null while the vault is locked or new.
  get keys(): Keys | null {
    return this.#keys;
  }

  /// Whether opening or making this vault needs a passphrase: always where the system keeps no secrets.
  async needsPassphrase(): Promise<boolean> {
    if (this.exists) {
      const file = this.#read();
      return file.ok && file.value.by === "passphrase";
    }
    return this.#store === null || !(await this.#store.available());
  }

  #read(): Result<v.InferOutput<typeof FileSchema>> {
    try {
      const parsed = v.safeParse(FileSchema, JSON.parse(readFileSync(this.#path, "utf8")));
      return parsed.success ? ok(parsed.output) : refuse("vault-damaged", { path: this.#path });
    } catch (error) {
      return refuse("vault-damaged", { path: this.#path, detail: error instanceof Error ? error.message : String(error) });
    }
  }

  /// Opens the vault. `passphrase` is needed only where `needsPassphrase` says so.
  async open(passphrase: string | null): Promise<Result<Keys>> {
    const file = this.#read();
    if (!file.ok) return file;
    const plain = file.value.by === "system" ? await this.#openBySystem(file.value.sealed) : await this.#openBy(passphrase, file.value);
    if (!plain.ok) return plain;
    const keys = v.safeParse(KeysSchema, JSON.parse(plain.value.toString("utf8")));
    if (!keys.success) return refuse("vault-damaged", { path: this.#path });
    this.#keys = keys.output;
    return ok(keys.output);
  }

  async #openBySystem(sealed: string): Promise<Result<Buffer>> {
    if (this.#store === null || !(await this.#store.available())) return refuse("vault-system-missing");
    try {
      return ok(Buffer.from(await this.#store.unprotect(Buffer.from(sealed, "hex"))));
    } catch {
      return refuse("vault-system-refused");
    }
  }

  async #openBy(passphrase: string | null, file: { salt: string; sealed: string }): Promise<Result<Buffer>> {
    if (passphrase === null || passphrase === "") return refuse("passphrase-needed");
    const salt = Buffer.from(file.salt, "hex");
    const key = await derive(passphrase.normalize("NFC"), salt, 32, COST);
    const plain = decrypt(key, Buffer.from(file.sealed, "hex"), BOUND);
    if (plain === null) return refuse("passphrase-wrong");
    this.#key = { salt, key };
    return ok(plain);
  }

  /// Writes the keys, atomically. A new vault is sealed by the system where that keeps secrets, else by `passphrase`.
  async save(keys: Keys, passphrase: string | null): Promise<Result<null>> {
    const plain = Buffer.from(JSON.stringify(keys));
    const bySystem = this.#key === null && this.#store !== null && (await this.#store.available());
    if (!bySystem && this.#key === null) {
      if (passphrase === null || passphrase.length < PASSPHRASE_CHARACTERS_MIN)
        return refuse("passphrase-short", { least: PASSPHRASE_CHARACTERS_MIN });
      const salt = randomBytes(16);
      this.#key = { salt, key: await derive(passphrase.normalize("NFC"), salt, 32, COST) };
    }
    const file =
      bySystem && this.#store !== null
        ? { v: 1, by: "system", sealed: Buffer.from(await this.#store.protect(plain)).toString("hex") }
        : {
            v: 1,
            by: "passphrase",
            salt: this.#key?.salt.toString("hex"),
            sealed: encrypt(this.#key?.key ?? Buffer.alloc(0), plain, BOUND).toString("hex"),
          };
    const saved = await save(this.#path, Buffer.from(JSON.stringify(file)), { mode: 0o600 });
    if (saved.ok) this.#keys = keys;
    return saved;
  }
}

/// The passphrase that `TOP5_PASSPHRASE_FILE` names, without its line end; null where none is named or it cannot be read.
export function passphraseFromFile(): string | null {
  const path = process.env["TOP5_PASSPHRASE_FILE"];
  if (path === undefined || !existsSync(path)) return null;
  return readFileSync(path, "utf8").replace(/\r?\n$/, "");
}
