import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from "node:worker_threads";
import type { KeptChange } from "./ledger-store.ts";

/// Folding a long history anew on two threads: this one, which writes, and one beside it, which reads the same entries through a
/// connection of its own. Both take part after part off one list until none is left.

/// So many subjects are one part.
const PART = 64;
/// With fewer parts than these the other thread would come too late to help.
const PARTS_MIN = 16;
/// The other thread is given up if no part comes for so long: this one then folds what is lacking.
const SILENT_MS = 20_000;

/// What both threads count in: the next part to take, the parts delivered, and whether the other thread has ended.
const [NEXT, DELIVERED, ENDED] = [0, 1, 2];
const COUNTERS = 3;

/// What the other thread is told at its start.
export interface SecondThread {
  /// The database's file.
  readonly path: string;
  readonly parts: readonly (readonly string[])[];
  readonly counters: Int32Array;
  readonly port: MessagePort;
}

interface Delivered {
  readonly at: number;
  readonly rows: readonly KeptChange[];
}

type Fold = (subject: string) => readonly KeptChange[];

const partsOf = (subjects: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(subjects.length / PART) }, (_, at) => subjects.slice(at * PART, (at + 1) * PART));

/// Takes parts off the list and folds them while there are any.
function takeParts({ parts, counters }: Pick<SecondThread, "parts" | "counters">, fold: Fold, done: (part: Delivered) => void): void {
  for (let at = Atomics.add(counters, NEXT, 1); at < parts.length; at = Atomics.add(counters, NEXT, 1))
    done({ at, rows: (parts[at] ?? []).flatMap(fold) });
}

/// The other thread's share: `open` answers how it folds a subject. Whatever happens it says that it has ended.
export function foldBeside(told: SecondThread, open: () => Fold): void {
  const count = (counter: number): void => {
    Atomics.add(told.counters, counter, 1);
    Atomics.notify(told.counters, DELIVERED);
  };
  try {
    takeParts(told, open(), (part) => {
      told.port.postMessage(part);
      count(DELIVERED);
    });
  } finally {
    Atomics.store(told.counters, ENDED, 1);
    count(DELIVERED);
  }
}

/// Folds all subjects, none of which reads another's rows, and puts the rows of each; returns when all are put. The order in
/// which they are put is any. What the other thread cannot fold is folded here, so that whatever is wrong is said here.
export function foldOnTwoThreads(
  path: string,
  subjects: readonly string[],
  { fold, put }: { readonly fold: Fold; readonly put: (rows: readonly KeptChange[]) => void },
): void {
  const parts = partsOf(subjects);
  const lacking = new Set(parts.keys());
  const take = ({ at, rows }: Delivered): void => {
    put(rows);
    lacking.delete(at);
  };
  if (parts.length >= PARTS_MIN) {
    const { port1: port, port2 } = new MessageChannel();
    const counters = new Int32Array(new SharedArrayBuffer(COUNTERS * Int32Array.BYTES_PER_ELEMENT));
    const other = start({ path, parts, counters, port: port2 });
    const receive = (): void => {
      for (let got = receiveMessageOnPort(port); got !== undefined; got = receiveMessageOnPort(port)) take(got.message as Delivered);
    };
    try {
      takeParts({ parts, counters }, fold, (part) => {
        take(part);
        receive();
      });
      for (let waits = true; waits;) {
        const seen = Atomics.load(counters, DELIVERED);
        const ended = Atomics.load(counters, ENDED) === 1;
        receive();
        waits = lacking.size > 0 && !ended && Atomics.wait(counters, DELIVERED, seen, SILENT_MS) !== "timed-out";
      }
    } finally {
      port.close();
      void other.terminate();
    }
  }
  for (const at of lacking) put((parts[at] ?? []).flatMap(fold));
}

function start(told: SecondThread): Worker {
  // Built, the thread's file lies in a folder beside the station's and the command line's, as it does here.
  const file = new URL(import.meta.url.endsWith(".ts") ? "./second-thread.ts" : "../store/second-thread.js", import.meta.url);
  const worker = new Worker(file, { workerData: told, transferList: [told.port] });
  // What it lacks is folded here.
  worker.on("error", () => {});
  return worker;
}
