import { array, boolean, maxLength, nullable, object, optional, picklist, pipe, string } from "valibot";
import { act, announce, answer, read } from "./channel.ts";

/// Which program shows the windows: Electron, or system Chromium where the Electron binary is absent.
export type Shell = "electron" | "stand-in";

export interface About {
  readonly version: string;
  readonly shell: Shell;
  readonly platform: "win32" | "darwin" | "linux";
  /// The folder that holds this station's data.
  readonly folder: string;
}

const words = pipe(string(), maxLength(2_000));

/// A kind of file in an open or save dialog: its words, and its endings without the dot.
const fileKind = object({ name: words, extensions: pipe(array(pipe(string(), maxLength(16))), maxLength(16)) });

export interface FileQuestion {
  readonly id: string;
  readonly purpose: "open" | "folder" | "save";
  readonly title: string;
  readonly suggested: string | null;
}

/// What the shell itself answers: nothing of the desk, only windows, dialogs, menus and links.
export const shellCalls = {
  "app.about": read({}, answer<About>()),
  /// Asks for a file or folder with the system's dialog. Answers null when the person cancels.
  "dialog.open": act(
    { purpose: picklist(["open", "folder"]), title: words, kinds: optional(pipe(array(fileKind), maxLength(16)), []) },
    answer<{ readonly path: string | null }>(),
  ),
  /// Asks where to save. Answers null when the person cancels.
  "dialog.save": act(
    { title: words, suggested: words, kinds: optional(pipe(array(fileKind), maxLength(16)), []) },
    answer<{ readonly path: string | null }>(),
  ),
  /// A window of the stand-in tells what the person chose in the question that `dialog.asked` put.
  "dialog.answered": act({ id: words, path: nullable(words) }, answer<null>()),
  /// Opens a web or mail address outside, after its scheme was checked.
  "link.open": act({ address: words }, answer<null>()),
  /// Shows a file that was exported in the system's file manager.
  "file.show": act({ path: words }, answer<null>()),
  /// Opens a Word file that was exported with the system's program for it.
  "file.open": act({ path: words }, answer<null>()),
  /// The bundle that a person opened with the app, by double click or by its path; told once.
  "bundle.opened": read({}, answer<{ readonly path: string | null }>()),
  /// Which commands the window can carry out now: the native menu greys the others.
  "menu.offer": act({ commands: pipe(array(words), maxLength(400)) }, answer<null>()),
  /// A command was chosen in the native menu.
  "menu.chosen": announce({ command: string() }),
  /// The stand-in has no system dialogs: the window asks in the page.
  "dialog.asked": announce({ id: string(), purpose: picklist(["open", "folder", "save"]), title: string(), suggested: nullable(string()) }),
  /// A bundle was opened while the window was there: ask `bundle.opened`.
  "bundle.waits": announce({}),
  /// The window got or lost the keyboard, for title bars.
  "window.focused": announce({ focused: boolean() }),
};
