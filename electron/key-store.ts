import { safeStorage } from "electron";
import type { KeyStore } from "../src/station/worker-transport.ts";

/// The operating system's safe, where it is a real one. On Linux without a keyring Electron would fall back to a
/// password that everybody knows: that counts as not available, and the station asks for a passphrase.
export const systemKeys: KeyStore = {
  available: async () => {
    if (!safeStorage.isEncryptionAvailable()) return false;
    return process.platform !== "linux" || !["basic_text", "unknown"].includes(safeStorage.getSelectedStorageBackend());
  },
  protect: async (secret) => new Uint8Array(safeStorage.encryptString(Buffer.from(secret).toString("base64"))),
  unprotect: async (sealed) => new Uint8Array(Buffer.from(safeStorage.decryptString(Buffer.from(sealed)), "base64")),
};
