import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/// SHA-256 of the bytes, or of the text's UTF-8 bytes, as 64 lower-case hex digits.
export const digest = (input: Uint8Array | string): string => bytesToHex(sha256(typeof input === "string" ? utf8ToBytes(input) : input));
