import { randomBytes } from "node:crypto";
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { deskCalls, type DeskCalls } from "../contract/calls.ts";
import { dispatcher, type Incidents, type Tell } from "../contract/handlers.ts";
import { answerOn } from "../contract/wire.ts";
import { handlersOf } from "./handlers.ts";
import { listenLocally } from "./local-socket.ts";
import { Session } from "./session.ts";
import { borrowedKeys, portOf, type WorkerStart } from "./worker-transport.ts";

/// The station on its worker thread: takes calls from the port, answers them, announces, and ends when told to stop.

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
  if (options.resources !== undefined) Object.defineProperty(process, "resourcesPath", { value: options.resources });
  const hold: { tell: (channel: string, data: unknown) => void } = { tell: () => undefined };
  const beside: { socket: ReturnType<typeof listenLocally> | null } = { socket: null };
  const tell: Tell<DeskCalls> = (channel, data) => {
    hold.tell(channel, data);
    beside.socket?.tell(channel, data);
  };
  const session = new Session({
    folder: options.folder,
    keys: keys === null ? null : borrowedKeys(keys),
    changed: ({ subjects }) => tell("desk.changed", { subjects: [...subjects] }),
    stateChanged: (state) => tell("station.changed", { state }),
    arriving: (arriving) => tell("station.progress", { job: "history", cancellable: false, ...(arriving ?? { done: 1, total: 1 }) }),
  });
  // Calls that come while the station opens wait for it.
  const handlers = handlersOf(session, (job, done, total) => tell("station.progress", { job, done, total, cancellable: true }));
  const dispatch = dispatcher(deskCalls, handlers, incidentsIn(options.folder));
  const opened = session.open().then(() => {
    // Only who holds the folder may answer for it.
    if (session.holdsFolder) beside.socket = listenLocally(options.folder, dispatch);
  });
  hold.tell = answerOn(portOf(port), (channel, input) => opened.then(() => dispatch(channel, input)));
  port.on("message", (message: unknown) => {
    if (typeof message !== "object" || message === null || !("stop" in message)) return;
    beside.socket?.close();
    void opened.then(() => session.close()).then(() => port.close());
  });
}

serve();
