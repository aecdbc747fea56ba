import { app } from "electron";
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Incidents } from "../src/contract/handlers.ts";
import { startStation } from "../src/station/worker-transport.ts";
import { openDoor } from "./door.ts";
import { systemKeys } from "./key-store.ts";
import { lockApp } from "./lockdown.ts";
import { showMenu } from "./menu.ts";
import { bundleOpened } from "./opened.ts";
import { bundleIn, dataFolder } from "./place.ts";
import { serveLook } from "./look.ts";
import { declareScheme, serveFiles } from "./protocol.ts";
import { shellHandlers } from "./shell.ts";
import { openWindow, showOpenWindow } from "./windows.ts";

/// The app: one process for each folder of data. It shows windows and starts the station; it holds no rule of the desk.

const built = dirname(fileURLToPath(import.meta.url));
const folder = dataFolder(process.argv, process.env, app.getPath("userData"));

const incidents: Incidents = {
  next: () => randomBytes(4).toString("hex"),
  report: (incident, channel, error) => console.error(`${incident} ${channel}`, error),
};

async function run(): Promise<void> {
  await app.whenReady();
  const station = startStation(
    { folder, version: app.getVersion(), ...(app.isPackaged ? { resources: process.resourcesPath } : {}) },
    systemKeys,
    join(built, "../node/station/serve.js"),
  );
  serveFiles(join(built, "../renderer"), (address) => serveLook(station, address));
  openDoor(station, shellHandlers(folder), incidents);
  showMenu(new Set());
  const open = (): unknown => openWindow(folder, join(built, "preload.cjs"));
  open();
  app.on("second-instance", (_told, words, from) => {
    bundleOpened(bundleIn(words, from));
    return showOpenWindow() || open();
  });
  app.on("activate", () => showOpenWindow() || open());
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });
  let stopped = false;
  app.on("before-quit", (quitting) => {
    if (stopped) return;
    quitting.preventDefault();
    void station.stop().finally(() => {
      stopped = true;
      app.quit();
    });
  });
}

lockApp();
declareScheme();
try {
  mkdirSync(folder, { recursive: true });
} catch (error) {
  console.error(`The folder for the desk's data cannot be made: ${String(error)}`);
}
app.setPath("userData", folder);
// The lock belongs to the folder of data: a second process on it shows the first one's window and ends.
if (app.requestSingleInstanceLock()) {
  bundleOpened(bundleIn(process.argv.slice(1), process.cwd()));
  // macOS tells the path this way, maybe before anything else is there.
  app.on("open-file", (told, path) => {
    told.preventDefault();
    bundleOpened(path);
  });
  run().catch((error: unknown) => {
    console.error(error);
    app.exit(1);
  });
} else app.quit();
