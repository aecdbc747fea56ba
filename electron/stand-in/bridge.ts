import type { CDPSession } from "playwright-core";
import { fromText, toText } from "./codec.ts";

/// The way between a page and this process that stands for Electron's: the built preload runs in a world of its own,
/// and the page gets only what the preload exposes, over a message port. The page cannot see the binding.

const WORLD = "desk-preload";
const BINDING = "deskSend";

/// What the preload sends: a question of `ipcRenderer.invoke`.
export interface Invoked {
  readonly id: number;
  readonly channel: string;
  readonly given: readonly unknown[];
}

const isInvoked = (value: unknown): value is Invoked =>
  typeof value === "object" && value !== null && "id" in value && typeof value.id === "number" && "channel" in value && typeof value.channel === "string" && "given" in value && Array.isArray(value.given);

/// The page's own half, before any script of the page: `window.desk`, and no new windows.
const PAGE = `(() => {
  const { port1, port2 } = new MessageChannel();
  const open = new Map(), hearers = new Map();
  let last = 0;
  port1.onmessage = ({ data }) => {
    if (data.told) hearers.get(data.told)?.(...data.given);
    else { open.get(data.id)?.(data.reply); open.delete(data.id); }
  };
  const desk = Object.freeze({
    call: (channel, input) => new Promise((done) => { const id = ++last; open.set(id, done); port1.postMessage({ id, call: [channel, input] }); }),
    listen: (hear) => { const id = ++last; hearers.set(id, hear); port1.postMessage({ id, listen: true });
      return () => { hearers.delete(id); port1.postMessage({ id, listen: false }); }; },
  });
  Object.defineProperty(window, "desk", { value: desk, enumerable: true });
  Object.defineProperty(window, "open", { value: () => null });
  window.dispatchEvent(new MessageEvent("desk-port", { ports: [port2] }));
})()`;

/// A bridge to one page.
export interface Bridge {
  send(channel: string, given: readonly unknown[]): void;
}

/// Puts the bridge into every document that the page will load. `invoked` answers the preload's questions.
export async function buildBridge(cdp: CDPSession, preload: string, invoked: (question: Invoked) => Promise<unknown>): Promise<Bridge> {
  let world: number | null = null;
  const hand = (message: unknown): void => {
    if (world === null) return;
    const call = { executionContextId: world, functionDeclaration: "function (text) { deskHear(text); }", arguments: [{ value: toText(message) }] };
    // A page that is gone or reloading hears nothing; it asks anew when it is back.
    cdp.send("Runtime.callFunctionOn", call).catch(() => undefined);
  };
  cdp.on("Runtime.executionContextCreated", ({ context }) => {
    if (context.name === WORLD) world = context.id;
  });
  cdp.on("Runtime.bindingCalled", ({ name, payload }) => {
    const question = name === BINDING ? fromText(payload) : null;
    if (isInvoked(question)) void invoked(question).then((reply) => hand({ id: question.id, reply }));
  });
  await cdp.send("Runtime.enable");
  await cdp.send("Page.enable");
  await cdp.send("Runtime.addBinding", { name: BINDING, executionContextName: WORLD });
  await cdp.send("Page.addScriptToEvaluateOnNewDocument", { source: preload, worldName: WORLD });
  await cdp.send("Page.addScriptToEvaluateOnNewDocument", { source: PAGE });
  return { send: (channel, given) => hand({ channel, given }) };
}
