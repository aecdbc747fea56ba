import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/// Finding the system's Chromium, and bringing it on Debian.

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MAC = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"];
const WINDOWS = ["Google\\Chrome\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe"];

/// The path of a Chromium on this machine, or null.
export function findChromium(): string | null {
  const named = process.env["DESK_CHROMIUM"];
  if (named !== undefined) return existsSync(named) ? named : null;
  const onPath = (process.env["PATH"] ?? "").split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const roots = [process.env["PROGRAMFILES"], process.env["PROGRAMFILES(X86)"]].filter((root) => root !== undefined);
  const places =
    process.platform === "darwin"
      ? MAC
      : process.platform === "win32"
        ? roots.flatMap((root) => WINDOWS.map((name) => join(root, name)))
        : onPath;
  return places.find((place) => existsSync(place)) ?? null;
}

const asRoot = (): boolean => process.getuid?.() === 0;
const onDebian = (): boolean => existsSync("/etc/os-release") && /^ID(_LIKE)?=.*debian/m.test(readFileSync("/etc/os-release", "utf8"));

/// Ends the program with what the person can do about it.
function giveUp(words: string): never {
  console.error(words);
  process.exit(2);
}

/// Chromium's path: found, or installed from Debian's packages as root. Otherwise says what to do and ends with 2.
export function bringChromium(): string {
  const found = findChromium();
  if (found !== null) return found;
  if (!onDebian() || !asRoot())
    return giveUp("Neither the Electron program nor Chromium is on this machine. Install Chromium and start again.");
  console.log("Neither the Electron program nor Chromium is here: installing Debian's package chromium.");
  for (const words of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", "chromium"],
  ]) {
    spawnSync("apt-get", words, { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
  }
  return findChromium() ?? giveUp("Chromium could not be installed. Install the package chromium and start again.");
}

/// Ends with 2 when there is no display for a window.
export function needDisplay(): void {
  if (process.platform !== "linux" || process.env["DISPLAY"] || process.env["WAYLAND_DISPLAY"]) return;
  giveUp("There is no display to show a window on. Start it in a desktop session, or try: xvfb-run -a npm start");
}

/// The flags of a window of ours. As root Chromium runs only without its sandbox: only then, and it says so.
export function flags(): string[] {
  const quiet = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  const one = ["--app=about:blank", "--block-new-web-contents", "--password-store=basic", "--disable-features=Translate,MediaRouter"];
  if (process.platform !== "linux" || !asRoot()) return [...one, ...quiet];
  console.log("Running as root: Chromium starts without its sandbox. Start as another user to have it.");
  return [...one, ...quiet, "--no-sandbox"];
}
