import { randomBytes } from "node:crypto";
import { entropyToMnemonic, mnemonicToEntropy, validateMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import type { RecoveryKey } from "../../core/desk/roster.ts";
import { deviceId } from "../../core/ledger/entry.ts";
import { pairFrom } from "./crypto.ts";
import type { OwnKeys } from "./vault.ts";

/// The key that is kept on paper: 24 words (BIP 39) for 32 random bytes, from which its pairs come. The last word checks the
/// others, so that a slip of the pen is noticed.

export const newRecoveryWords = (): string => entropyToMnemonic(randomBytes(32), wordlist);

/// The pairs of a recovery key, from its words in any case and spacing. Refused (`recovery-words-wrong`) where they are no such words.
export function recoveryPairs(words: string): Result<OwnKeys> {
  const said = words
    .normalize("NFKD")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "")
    .join(" ");
  if (said.split(" ").length !== 24 || !validateMnemonic(said, wordlist)) return refuse("recovery-words-wrong");
  const seed = mnemonicToEntropy(said, wordlist);
  const sign = pairFrom(seed, "ed25519");
  return ok({ device: deviceId(sign.public), sign, box: pairFrom(seed, "x25519") });
}

export const publicHalf = ({ device, sign, box }: OwnKeys): RecoveryKey => ({ id: device, sign: sign.public, box: box.public });
