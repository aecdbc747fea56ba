import { BrowserWindow, ipcMain, type WebFrameMain } from "electron";
import { refuse, type Result } from "../src/contract/result.ts";
import { deskCalls, shellCalls, type ShellCalls } from "../src/contract/calls.ts";
import type { Transport } from "../src/contract/client.ts";
import { decodeCall } from "../src/contract/decode.ts";
import { dispatcher, type Handlers, type Incidents } from "../src/contract/handlers.ts";
import { isOurs } from "./lockdown.ts";

/// The one door between windows and what stands behind them. The only place that hears windows.

export const CALL = "desk:call";
export const TOLD = "desk:told";

type Sender = { readonly url: string; readonly parent: unknown } | null;

/// Whether a message comes from the top frame of one of our own pages.
export const mayAsk = (frame: Sender): boolean => frame !== null && frame.parent === null && isOurs(frame.url);

/// Tells every window.
export function tellWindows(channel: string, data: unknown): void {
  for (const window of BrowserWindow.getAllWindows()) if (!window.isDestroyed()) window.webContents.send(TOLD, channel, data);
}

/// Opens the door: checks the sender, then size and shape of the message, then hands it to the shell or the station.
export function openDoor(station: Transport, shell: Handlers<ShellCalls>, incidents: Incidents): void {
  const askShell = dispatcher(shellCalls, shell, incidents);
  const askStation = async (channel: unknown, input: unknown): Promise<unknown> => {
    const decoded = decodeCall(deskCalls, channel, input);
    if (!decoded.ok) return decoded;
    try {
      return await station.call(String(channel), decoded.value);
    } catch (error) {
      return refuse("station-unreachable", { reason: error instanceof Error ? error.message : String(error) });
    }
  };
  const answer = async (frame: WebFrameMain | null, channel: unknown, input: unknown): Promise<Result<unknown> | unknown> => {
    if (!mayAsk(frame)) {
      incidents.report("door", String(channel), new Error(`refused a frame of ${frame?.url ?? "nowhere"}`));
      return refuse("sender-refused");
    }
    return typeof channel === "string" && Object.hasOwn(shellCalls, channel) ? askShell(channel, input) : askStation(channel, input);
  };
  ipcMain.handle(CALL, (message, channel: unknown, input: unknown) => answer(message.senderFrame, channel, input));
  station.listen(tellWindows);
}
