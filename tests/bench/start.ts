import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../electron/shells.ts";
import { endGroup, written } from "../builders/app.ts";
import { inTurn, plain, ratioOf, type Figure } from "./figures.ts";
import type { Bare } from "./windows.ts";

const ROUNDS = 5;
const GOAL = 1.5;

/// Resolves in the page when an element is painted, with the time of the clock.
const PAINTED = (css: string): string => `new Promise((done) => {
  const seen = () => document.querySelector(${JSON.stringify(css)}) !== null;
  const told = () => requestAnimationFrame(() => scheduler.postTask(() => done(performance.timeOrigin + performance.now())));
  if (seen()) return told();
  const watch = new MutationObserver(() => { if (seen()) { watch.disconnect(); told(); } });
  watch.observe(document, { childList: true, subtree: true });
})`;

/// The least that speaks to a browser: no driver of its own, whose own start would count on both sides.
class Browser {
  readonly #socket: WebSocket;
  readonly #open = new Map<number, (result: Record<string, unknown>) => void>();
  #last = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      const { id, result } = JSON.parse(String(data)) as { id?: number; result?: Record<string, unknown> };
      if (id !== undefined) this.#open.get(id)?.(result ?? {});
    });
  }

  static async connect(address: string): Promise<Browser> {
    const socket = new WebSocket(address);
    await once(socket, "open");
    return new Browser(socket);
  }

  send(method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> {
    const id = ++this.#last;
    const answer = new Promise<Record<string, unknown>>((done) => this.#open.set(id, done));
    this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
    return answer;
  }

  /// Runs a promise in the window's page and answers what it resolved to.
  async ask(expression: string): Promise<unknown> {
    const { targetInfos } = (await this.send("Target.getTargets")) as { targetInfos: { type: string; targetId: string }[] };
    const target = targetInfos.find((one) => one.type === "page");
    const { sessionId } = (await this.send("Target.attachToTarget", { targetId: target?.targetId, flatten: true })) as {
      sessionId: string;
    };
    const { result } = await this.send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true }, sessionId);
    return (result as { value?: unknown } | undefined)?.value;
  }
}

/// Milliseconds from the start of a program on the stand-in to the frame that shows an element.
async function started(
  program: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  css: string,
): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), "top5-start-"));
  const debug = join(scratch, "debug");
  const began = Date.now();
  const child = spawn(process.execPath, [program, ...words], {
    env: { ...process.env, ...environment, DESK_STAND_IN_DEBUG: debug },
    stdio: "ignore",
    detached: true,
  });
  const [port, path] = (await written(debug, scratch, child, () => "")).trim().split("\n");
  const browser = await Browser.connect(`ws://127.0.0.1:${port}${path}`);
  const at = await browser.ask(PAINTED(css));
  const ended = once(child, "exit");
  void browser.send("Browser.close");
  await ended;
  endGroup(child);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  if (typeof at !== "number") throw new Error(`no time of ${css}: ${JSON.stringify(at)}`);
  return at - began;
}

/// From the start of the process to the board with its ranks, beside an empty window of the same host.
export async function benchStart(folder: string, environment: Readonly<Record<string, string>>, bare: Bare): Promise<Figure[]> {
  const board = async (): Promise<number[]> => [
    await started(join(ROOT, "dist/stand-in/main.js"), ["--data", folder], environment, "main ol.ranks > li"),
  ];
  const empty = async (): Promise<number[]> => [await started(bare.program, [bare.empty], {}, "main")];
  await board();
  await empty();
  const { ours, theirs } = await inTurn(ROUNDS, board, empty);
  const ratio = ratioOf(ours, theirs, 0.5);
  return [
    { ...plain("start of the app to its board", ours.flat()), ratio: ratio.said, goal: `≤ ${GOAL}×`, met: ratio.value <= GOAL },
    plain("  an empty window of the same host", theirs.flat()),
  ];
}
