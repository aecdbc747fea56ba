import { app, BrowserWindow } from "electron";
import { ORIGIN } from "../../electron/lockdown.ts";
import { declareScheme, serveFiles } from "../../electron/protocol.ts";

/// A window of the same host with nothing of ours behind it: what the app is measured against. Its last word is the
/// folder whose `index.html` it shows.

declareScheme();
await app.whenReady();
serveFiles(process.argv.at(-1) ?? "", () => Promise.resolve(new Response(null, { status: 404 })));
await new BrowserWindow({ width: 1440, height: 900 }).loadURL(`${ORIGIN}/`);
