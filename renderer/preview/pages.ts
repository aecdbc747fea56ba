import { getDocument, PDFWorker, type PDFDocumentProxy } from "pdfjs-dist";
import workerUrl from "pdfjs-dist/build/pdf.worker.min.mjs?url";

declare global {
  interface Window {
    /// Trusted Types, as far as this page uses them: what comes back stands where an address is taken.
    readonly trustedTypes?: {
      createPolicy(name: string, rules: { createScriptURL(address: string): string }): { createScriptURL(address: string): string };
    };
  }
}

/// The window takes no script address but this one: the page makes no other worker.
const policy = window.trustedTypes?.createPolicy("pdf-worker", {
  createScriptURL(address) {
    if (address !== workerUrl) throw new Error(`not the worker of the preview: ${address}`);
    return address;
  },
});

let worker: PDFWorker | null = null;

/// One worker for every PDF that is opened, started with the first: closing one leaves it to the next.
const sharedWorker = (): PDFWorker =>
  (worker ??= PDFWorker.create({ port: new Worker(policy?.createScriptURL(workerUrl) ?? workerUrl, { type: "module" }) }));

/// A PDF opened for showing. `close` gives its memory back.
export interface OpenedPdf {
  readonly pages: number;
  /// A page's height by its width.
  readonly ratio: number;
  /// A page's height in points.
  readonly height: number;
  /// Draws a page (from 1) into a canvas at this width in CSS pixels. Of those that wait, the one drawn next is the nearest to
  /// what the person looks at: `far` is its distance from there.
  draw(page: number, canvas: HTMLCanvasElement, width: number, far: number): Promise<void>;
  /// The page's words, for screen readers.
  text(page: number): Promise<string>;
  close(): Promise<void>;
}

async function drawPage(pdf: PDFDocumentProxy, number: number, canvas: HTMLCanvasElement, width: number): Promise<void> {
  const page = await pdf.getPage(number);
  const plain = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: (width / plain.width) * devicePixelRatio });
  // Drawn beside the shown page and then put in its place: no flash.
  const drawn = document.createElement("canvas");
  [drawn.width, drawn.height] = [Math.floor(viewport.width), Math.floor(viewport.height)];
  await page.render({ canvas: drawn, viewport }).promise;
  [canvas.width, canvas.height] = [drawn.width, drawn.height];
  canvas.getContext("2d")?.drawImage(drawn, 0, 0);
}

const turn = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

/// The next frame, and what comes after it; not much later where the window is hidden and has no frames.
const frame = (): Promise<void> =>
  new Promise((done) => {
    const late = setTimeout(done, 100);
    requestAnimationFrame(() => setTimeout(() => (clearTimeout(late), done()), 0));
  });

/// Does one thing at a time, the nearest first: two pages drawn at once are both ready only when the second is.
function nearestFirst(): (far: number, work: () => Promise<void>) => Promise<void> {
  const waiting: { readonly far: number; readonly run: () => Promise<void> }[] = [];
  let busy = false;
  async function go(): Promise<void> {
    busy = true;
    // All pages that come into sight with one frame are here before the first is taken: each is told in a turn of its own.
    await turn();
    for (let next; (next = waiting.sort((a, b) => b.far - a.far).pop());) {
      await next.run();
      // What was drawn is seen before the next page keeps the window busy.
      await frame();
    }
    busy = false;
  }
  return (far, work) =>
    new Promise((done, fail) => {
      waiting.push({ far, run: () => work().then(done, fail) });
      if (!busy) void go();
    });
}

/// Opens the bytes of a PDF that this app made.
export async function openPdf(bytes: Uint8Array): Promise<OpenedPdf> {
  const task = getDocument({ data: bytes.slice(), worker: sharedWorker() });
  const pdf = await task.promise;
  const first = (await pdf.getPage(1)).getViewport({ scale: 1 });
  const inTurn = nearestFirst();
  let closed = false;
  /// What was under way when the PDF closed ends quietly: its pages are shown no more.
  async function whileOpen<T>(work: Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (closed) return otherwise;
      throw error;
    }
  }
  const text = async (page: number): Promise<string> => {
    const content = await (await pdf.getPage(page)).getTextContent();
    return content.items.map((item) => ("str" in item ? item.str + (item.hasEOL ? " " : "") : "")).join("");
  };
  return {
    pages: pdf.numPages,
    ratio: first.height / first.width,
    height: first.height,
    draw: (page, canvas, width, far) => inTurn(far, () => whileOpen(drawPage(pdf, page, canvas, width), undefined)),
    text: (page) => whileOpen(text(page), ""),
    close: () => ((closed = true), task.destroy()),
  };
}
