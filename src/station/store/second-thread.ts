import { workerData } from "node:worker_threads";
import "../keys/crypto.ts";
import { readBeside } from "./database.ts";
import { LedgerStore } from "./ledger-store.ts";
import { foldBeside, type SecondThread } from "./two-threads.ts";

/// Folds its share of a history beside the thread that writes. That one has dropped the rows as they were: roster and desk, by
/// which everything is judged, are folded here, too.

foldBeside(workerData as SecondThread, () => {
  const db = readBeside((workerData as SecondThread).path);
  db.exec("CREATE TEMP TABLE refolded (kind TEXT, key TEXT, parent TEXT, json TEXT, PRIMARY KEY (kind, key)) STRICT");
  const ledger = new LedgerStore(db, "refolded");
  ledger.refoldDesk();
  return (subject) => ledger.refold(subject);
});
