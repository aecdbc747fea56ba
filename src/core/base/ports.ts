/// What the pure core asks of the world. The station brings the real ones, the simulator its own.

/// Wall time for display only, as ISO 8601 UTC with milliseconds. No rule may compare two of these.
export interface Clock {
  now(): string;
}

/// Fresh, unguessable identifiers: 32 lower-case hex digits (128 bits).
export interface Ids {
  next(): string;
}

/// Signs as this device: Ed25519 over the bytes, as 128 hex digits.
export interface Signer {
  readonly device: string;
  sign(message: string): string;
}

/// Whether `signature` (128 hex digits) is `publicKey`'s (64 hex digits) over `message`. False for malformed input.
export interface Verifier {
  verify(publicKey: string, message: string, signature: string): boolean;
}
