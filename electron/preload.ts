import { contextBridge, ipcRenderer } from "electron";

/// All that a window's page can reach: ask on a channel, and hear what is told. The door behind it decodes everything.
contextBridge.exposeInMainWorld("desk", {
  call: (channel: string, input: unknown): Promise<unknown> => ipcRenderer.invoke("desk:call", channel, input),
  listen: (hear: (channel: string, data: unknown) => void): (() => void) => {
    const told = (_message: unknown, channel: string, data: unknown): void => hear(channel, data);
    ipcRenderer.on("desk:told", told);
    return () => void ipcRenderer.removeListener("desk:told", told);
  },
});
