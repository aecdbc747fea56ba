/// What a person can do from menu, palette and shortcut: one list, read by the native menu, the menu bar of the
/// stand-in, the palette and the keyboard. A command is the window's; an act is what it may ask of the station.
/// The words of `id` are the message `command.id`.

export const MENUS = ["file", "edit", "format", "item", "issue", "view", "go", "help"] as const;
export type MenuName = (typeof MENUS)[number];

/// `keys` in the form `CmdOrCtrl+Shift+S`; `role`: the system carries it out; `rule`: a line above it in the menu.
export interface Command {
  readonly id: string;
  readonly menu: MenuName;
  readonly keys?: string;
  readonly role?: "cut" | "copy" | "paste" | "pasteAndMatchStyle" | "selectAll" | "close" | "quit" | "togglefullscreen";
  readonly rule?: true;
}

/// Every command in the order of the menus.
export const COMMANDS = [
  { id: "file.new-item", menu: "file", keys: "CmdOrCtrl+N" },
  { id: "file.new-brief", menu: "file", keys: "CmdOrCtrl+Shift+N" },
  { id: "file.import", menu: "file", keys: "CmdOrCtrl+O", rule: true },
  { id: "file.import-folder", menu: "file" },
  { id: "file.export", menu: "file", keys: "CmdOrCtrl+E" },
  { id: "file.invite", menu: "file", rule: true },
  { id: "file.exchange", menu: "file", keys: "CmdOrCtrl+Shift+E" },
  { id: "file.write-bundle", menu: "file" },
  { id: "file.take-bundle", menu: "file" },
  { id: "file.leave", menu: "file", rule: true },
  { id: "file.close", menu: "file", role: "close", keys: "CmdOrCtrl+W", rule: true },
  { id: "file.quit", menu: "file", role: "quit", keys: "CmdOrCtrl+Q" },
  { id: "edit.undo", menu: "edit", keys: "CmdOrCtrl+Z" },
  { id: "edit.redo", menu: "edit", keys: "CmdOrCtrl+Shift+Z" },
  { id: "edit.cut", menu: "edit", role: "cut", keys: "CmdOrCtrl+X", rule: true },
  { id: "edit.copy", menu: "edit", role: "copy", keys: "CmdOrCtrl+C" },
  { id: "edit.paste", menu: "edit", role: "paste", keys: "CmdOrCtrl+V" },
  { id: "edit.paste-plain", menu: "edit", role: "pasteAndMatchStyle", keys: "CmdOrCtrl+Shift+V" },
  { id: "edit.select", menu: "edit", role: "selectAll", keys: "CmdOrCtrl+A" },
  { id: "edit.find", menu: "edit", keys: "CmdOrCtrl+F", rule: true },
  { id: "edit.find-issue", menu: "edit", keys: "CmdOrCtrl+Shift+F" },
  { id: "format.strong", menu: "format", keys: "CmdOrCtrl+B" },
  { id: "format.em", menu: "format", keys: "CmdOrCtrl+I" },
  { id: "format.link", menu: "format", keys: "CmdOrCtrl+Shift+K" },
  { id: "format.lang", menu: "format", keys: "CmdOrCtrl+Shift+L" },
  { id: "format.points", menu: "format", keys: "CmdOrCtrl+Shift+8", rule: true },
  { id: "format.explainer", menu: "format" },
  { id: "item.note", menu: "item", keys: "CmdOrCtrl+Alt+M" },
  { id: "item.next-note", menu: "item", keys: "F7" },
  { id: "item.accept", menu: "item", keys: "Alt+Enter" },
  { id: "item.decline", menu: "item", keys: "Alt+Backspace" },
  { id: "item.accept-all", menu: "item" },
  { id: "item.send-review", menu: "item" },
  { id: "item.suggest", menu: "item" },
  { id: "item.show-page", menu: "item", keys: "CmdOrCtrl+Alt+P", rule: true },
  { id: "item.review-copy", menu: "item", rule: true },
  { id: "item.bring-copy", menu: "item" },
  { id: "item.share", menu: "item", keys: "CmdOrCtrl+S", rule: true },
  { id: "item.submit", menu: "item", keys: "CmdOrCtrl+Enter" },
  { id: "item.recall", menu: "item" },
  { id: "item.claim", menu: "item", rule: true },
  { id: "item.take-over", menu: "item" },
  { id: "item.return", menu: "item" },
  { id: "item.take-back", menu: "item" },
  { id: "item.approve", menu: "item", keys: "CmdOrCtrl+Shift+Enter" },
  { id: "item.assign", menu: "item", rule: true },
  { id: "item.reopen", menu: "item" },
  { id: "item.spike", menu: "item" },
  { id: "item.unspike", menu: "item" },
  { id: "issue.new", menu: "issue" },
  { id: "issue.details", menu: "issue" },
  { id: "issue.pitch", menu: "issue" },
  { id: "issue.up", menu: "issue", keys: "Alt+Up", rule: true },
  { id: "issue.down", menu: "issue", keys: "Alt+Down" },
  { id: "issue.submit-briefs", menu: "issue", rule: true },
  { id: "issue.approve-briefs", menu: "issue" },
  { id: "issue.return-briefs", menu: "issue" },
  { id: "issue.sign", menu: "issue", rule: true },
  { id: "issue.correct", menu: "issue" },
  { id: "issue.withdraw", menu: "issue" },
  { id: "view.palette", menu: "view", keys: "CmdOrCtrl+K" },
  { id: "view.rail", menu: "view", keys: "CmdOrCtrl+Alt+1", rule: true },
  { id: "view.inspector", menu: "view", keys: "CmdOrCtrl+Alt+2" },
  { id: "view.next-region", menu: "view", keys: "F6" },
  { id: "view.previous-region", menu: "view", keys: "Shift+F6" },
  { id: "view.marked", menu: "view", rule: true },
  { id: "view.clean", menu: "view" },
  { id: "view.original", menu: "view" },
  { id: "view.seen", menu: "view" },
  { id: "view.light", menu: "view", rule: true },
  { id: "view.dark", menu: "view" },
  { id: "view.system", menu: "view" },
  { id: "view.larger", menu: "view", keys: "CmdOrCtrl+Plus", rule: true },
  { id: "view.smaller", menu: "view", keys: "CmdOrCtrl+-" },
  { id: "view.usual-size", menu: "view", keys: "CmdOrCtrl+0" },
  { id: "view.full-screen", menu: "view", role: "togglefullscreen", keys: "F11" },
  { id: "go.inbox", menu: "go", keys: "CmdOrCtrl+1" },
  { id: "go.issue", menu: "go", keys: "CmdOrCtrl+2" },
  { id: "go.briefs", menu: "go", keys: "CmdOrCtrl+3" },
  { id: "go.archive", menu: "go", keys: "CmdOrCtrl+4" },
  { id: "go.preview", menu: "go", keys: "CmdOrCtrl+5" },
  { id: "go.people", menu: "go", rule: true },
  { id: "go.exchange", menu: "go" },
  { id: "go.settings", menu: "go", keys: "CmdOrCtrl+," },
  { id: "go.back", menu: "go", keys: "Alt+Left", rule: true },
  { id: "go.forward", menu: "go", keys: "Alt+Right" },
  { id: "help.shortcuts", menu: "help", keys: "CmdOrCtrl+/" },
] as const satisfies readonly Command[];

export type CommandId = (typeof COMMANDS)[number]["id"];

/// Whether a text from a menu names a command.
export const isCommand = (id: string): id is CommandId => COMMANDS.some((each) => each.id === id);
