import { mount } from "svelte";
import type { Transport } from "../../../src/contract/client.ts";
import type { DocJson } from "../../../src/core/manuscript/schema.ts";
import type { Highlight } from "../../../renderer/editor/highlights.ts";

/// A window without a station, for tests of editor and controls: every call is refused and told to the test.
declare global {
  interface Window {
    readonly asked: [string, unknown][];
    readonly changes: DocJson[];
    show(options: { content?: DocJson; editable?: boolean; highlights?: readonly Highlight[]; chosen?: string | null }): void;
  }
}

const asked: [string, unknown][] = [];
const desk: Transport = {
  call: async (channel, input) => {
    asked.push([channel, input]);
    return { ok: true, value: null };
  },
  listen: () => () => undefined,
};
Object.assign(window, { asked, changes: [], desk });

const { default: Sheet } = await import("./Sheet.svelte");
const { default: Gallery } = await import("./Gallery.svelte");
const target = document.getElementById("app");
if (target === null) throw new Error("no #app");
mount(location.hash === "#gallery" ? Gallery : Sheet, { target });
