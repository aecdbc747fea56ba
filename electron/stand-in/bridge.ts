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
  typeof value === "object" &&
  value !== null &&
  "id" in value &&
  typeof value.id === "number" &&
  "channel" in value &&
  typeof value.channel === "string" &&
  "given" in value &&
  Array.isArray(value.given);

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
export async function buildBridge(
  cdp: CDPSession,
  preload: string,
  invoked: (question: Invoked, top: boolean) => Promise<unknown>,
): Promise<Bridge> {
  const { frameTree } = await cdp.send("Page.getFrameTree");
  const top = frameTree.frame.id;
  // Every frame has a world of the preload, as in Electron; the door refuses all but the top one.
  const worlds = new Map<number, unknown>();
  const hand = (world: number, message: unknown): void => {
    const call = {
      executionContextId: world,
      functionDeclaration: "function (text) { deskHear(text); }",
      arguments: [{ value: toText(message) }],
    };
    // A page that is gone or reloading hears nothing; it asks anew when it is back.
    cdp.send("Runtime.callFunctionOn", call).catch(() => undefined);
  };
  cdp.on("Runtime.executionContextCreated", ({ context }) => {
    if (context.name === WORLD) worlds.set(context.id, context.auxData?.["frameId"]);
  });
  cdp.on("Runtime.executionContextDestroyed", ({ executionContextId }) => void worlds.delete(executionContextId));
  cdp.on("Runtime.executionContextsCleared", () => worlds.clear());
  cdp.on("Runtime.bindingCalled", ({ name, payload, executionContextId: world }) => {
    const question = name === BINDING ? fromText(payload) : null;
    if (isInvoked(question)) void invoked(question, worlds.get(world) === top).then((reply) => hand(world, { id: question.id, reply }));
  });
  await cdp.send("Runtime.enable");
  await cdp.send("Page.enable");
  await cdp.send("Runtime.addBinding", { name: BINDING, executionContextName: WORLD });
  await cdp.send("Page.addScriptToEvaluateOnNewDocument", { source: preload, worldName: WORLD });
  await cdp.send("Page.addScriptToEvaluateOnNewDocument", { source: PAGE });
  const tops = (): number[] => [...worlds].flatMap(([world, frame]) => (frame === top ? [world] : []));
  return { send: (channel, given) => tops().forEach((world) => hand(world, { channel, given })) };
}
