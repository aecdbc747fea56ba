// Made by generate.ts from en/*.md: change those, then run `npm run messages`.

/// What fills a hole. A list reads as "a, b and c"; a number may choose between one and many.
export type Filling = string | number | readonly string[];

/// Every visible word by its code.
export const MESSAGES = {
  "app-name": { text: "Top 5 Desk" },
  "ask-path.choose": { text: "Choose" },
  "ask-path.folder": { text: "Full path of the folder" },
  "ask-path.open": { text: "Full path of the file" },
  "ask-path.save": { text: "Full path of the new file" },
  "cancel": { text: "Cancel" },
  "channel-unknown": { text: "This window asked for something that the app does not know: {channel}.", help: "The window and the app are of different versions. Close the window and open it again." },
  "close": { text: "Close" },
  "command.edit.copy": { text: "Copy" },
  "command.edit.cut": { text: "Cut" },
  "command.edit.paste": { text: "Paste" },
  "command.edit.redo": { text: "Redo" },
  "command.edit.select": { text: "Select all" },
  "command.edit.undo": { text: "Undo" },
  "command.file.close": { text: "Close window" },
  "command.file.export": { text: "Export…" },
  "command.file.import": { text: "Import…" },
  "command.file.new-item": { text: "New item…" },
  "command.file.quit": { text: "Quit Top 5 Desk" },
  "command.format.em": { text: "Italic" },
  "command.format.explainer": { text: "Add an explainer" },
  "command.format.lang": { text: "Text in another language…" },
  "command.format.link": { text: "Link…" },
  "command.format.points": { text: "Points" },
  "command.format.strong": { text: "Bold" },
  "command.go.archive": { text: "Archive" },
  "command.go.back": { text: "Back" },
  "command.go.exchange": { text: "Exchange" },
  "command.go.forward": { text: "Forward" },
  "command.go.inbox": { text: "Inbox" },
  "command.go.issue": { text: "This issue" },
  "command.go.people": { text: "People and laptops" },
  "command.go.pitches": { text: "Pitches" },
  "command.go.preview": { text: "Preview" },
  "command.go.settings": { text: "Settings" },
  "command.help.shortcuts": { text: "Keyboard shortcuts" },
  "command.view.dark": { text: "Dark appearance" },
  "command.view.full-screen": { text: "Full screen" },
  "command.view.inspector": { text: "Show or hide the right column" },
  "command.view.larger": { text: "Larger" },
  "command.view.light": { text: "Light appearance" },
  "command.view.palette": { text: "Search or do anything…" },
  "command.view.rail": { text: "Show or hide the left column" },
  "command.view.smaller": { text: "Smaller" },
  "command.view.system": { text: "Appearance of the system" },
  "command.view.usual-size": { text: "Usual size" },
  "dialog-not-open": { text: "That question is no longer open.", help: "Choose the command again." },
  "file-not-absolute": { text: "{path} is no full path to a file." },
  "frame.inspector": { text: "Details" },
  "frame.rail": { text: "Places" },
  "frame.where": { text: "Where you are" },
  "internal": { text: "Something went wrong inside the app. Nothing was changed. Incident {incident}.", help: "The log of this laptop holds the details under this incident. Your drafts are safe." },
  "key-store-failed": { text: "The system’s key store did not answer ({reason}).", help: "The desk can be opened with its passphrase instead." },
  "link-not-opened": { text: "No program on this machine opened {address}.", help: "Copy the address and open it yourself." },
  "link-scheme-refused": { text: "This link was not opened: {address}.", help: "Only web and mail addresses (https, mailto) open outside the app. Correct the link in the text." },
  "menu.edit": { text: "Edit" },
  "menu.file": { text: "File" },
  "menu.format": { text: "Format" },
  "menu.go": { text: "Go" },
  "menu.help": { text: "Help" },
  "menu.issue": { text: "Issue" },
  "menu.item": { text: "Item" },
  "menu.label": { text: "Menus" },
  "menu.view": { text: "View" },
  "message-malformed": { text: "What was sent for {channel} is not complete: {place} ({fault}).", help: "Nothing was changed. Please report this with the incident's log." },
  "message-not-plain": { text: "What was sent for {channel} cannot be read ({fault}, at {place}).", help: "Nothing was changed. Please report this with the incident's log." },
  "message-too-large": { text: "This is too large to hand over at once: more than {limit} bytes for {channel}.", help: "Nothing was changed. Import large files with Import, or in several parts." },
  "notices.label": { text: "Notices" },
  "palette.label": { text: "Search or do anything" },
  "palette.nothing": { text: "Nothing is called that." },
  "palette.placeholder": { text: "Search or do anything…" },
  "sender-refused": { text: "This window may not ask the station for anything.", help: "Only the app’s own page may. If you see this, close the window and report it." },
  "station-unreachable": { text: "The station did not answer ({reason}).", help: "Your text on this screen is still here. Close the app and open it again; drafts are kept on this laptop." },
  "undo": { text: "Undo" },
  "welcome.folder": { text: "This window keeps its desk in {folder}." },
  "window-lost": { text: "The window could not be shown ({reason})." },
} as const satisfies Record<string, { text: string; help?: string }>;

/// What each code with holes must be given.
export interface Holes {
  "channel-unknown": { channel: Filling };
  "file-not-absolute": { path: Filling };
  "internal": { incident: Filling };
  "key-store-failed": { reason: Filling };
  "link-not-opened": { address: Filling };
  "link-scheme-refused": { address: Filling };
  "message-malformed": { channel: Filling; fault: Filling; place: Filling };
  "message-not-plain": { channel: Filling; fault: Filling; place: Filling };
  "message-too-large": { channel: Filling; limit: Filling };
  "station-unreachable": { reason: Filling };
  "welcome.folder": { folder: Filling };
  "window-lost": { reason: Filling };
}
