import { randomBytes } from "node:crypto";
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { ok } from "../core/base/result.ts";
import { deskCalls, type DeskCalls } from "../contract/calls.ts";
import { dispatcher, type Handlers, type Incidents, type Tell } from "../contract/handlers.ts";
import { answerOn } from "../contract/wire.ts";
import { borrowedKeys, portOf, type KeyStore, type StationOptions, type WorkerStart } from "./worker-transport.ts";

/// The station on its worker thread: takes calls from the port, answers them, announces, and ends when told to stop.

/// What `openStation` answers: a handler for every call of the desk, and the orderly end.
export interface Station {
  readonly handlers: Handlers<DeskCalls>;
  stop(): Promise<void> | void;
}

const openStation = (options: StationOptions, _tell: Tell<DeskCalls>, _keys: KeyStore | null): Station => ({
  handlers: { "station.status": () => ok({ state: "empty", folder: options.folder }) },
  stop: () => undefined,
});

/// Writes unexpected errors in full to the station's log, under an incident id that the window shows.
function incidentsIn(folder: string): Incidents {
  const file = join(folder, "logs", "incidents.log");
  return {
    next: () => randomBytes(4).toString("hex"),
    report(incident, channel, error) {
      const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
      const line = `${new Date().toISOString()} ${incident} ${channel}\n${told}\n`;
      try {
        mkdirSync(join(folder, "logs"), { recursive: true });
        appendFileSync(file, line);
      } catch (failure) {
        // The disk may refuse: then the console is the log.
        console.error(line, failure);
      }
    },
  };
}

function serve(): void {
  if (parentPort === null) throw new Error("serve.ts runs on a worker thread");
  const port = parentPort;
  // The process that started this worker made the value: see startStation.
  const { options, keys } = workerData as WorkerStart;
  const hold: { tell: (channel: string, data: unknown) => void } = { tell: () => undefined };
  const station = openStation(options, (channel, data) => hold.tell(channel, data), keys === null ? null : borrowedKeys(keys));
  hold.tell = answerOn(portOf(port), dispatcher(deskCalls, station.handlers, incidentsIn(options.folder)));
  port.on("message", (message: unknown) => {
    if (typeof message !== "object" || message === null || !("stop" in message)) return;
    void Promise.resolve(station.stop()).then(() => port.close());
  });
}

serve();
