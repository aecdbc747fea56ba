// Made by generate.ts from en/*.md: change those, then run `npm run messages`.

/// What fills a hole. A list reads as "a, b and c"; a number may choose between one and many.
export type Filling = string | number | readonly string[];

/// Every visible word by its code.
export const MESSAGES = {
  "channel-unknown": { text: "This window asked for something that the app does not know: {channel}.", help: "The window and the app are of different versions. Close the window and open it again." },
  "internal": { text: "Something went wrong inside the app. Nothing was changed. Incident {incident}.", help: "The log of this laptop holds the details under this incident. Your drafts are safe." },
  "message-malformed": { text: "What was sent for {channel} is not complete: {place} ({fault}).", help: "Nothing was changed. Please report this with the incident's log." },
  "message-not-plain": { text: "What was sent for {channel} cannot be read ({fault}, at {place}).", help: "Nothing was changed. Please report this with the incident's log." },
  "message-too-large": { text: "This is too large to hand over at once: more than {limit} bytes for {channel}.", help: "Nothing was changed. Import large files with Import, or in several parts." },
  "station-unreachable": { text: "The station did not answer ({reason}).", help: "Your text on this screen is still here. Close the app and open it again; drafts are kept on this laptop." },
} as const satisfies Record<string, { text: string; help?: string }>;

/// What each code with holes must be given.
export interface Holes {
  "channel-unknown": { channel: Filling };
  "internal": { incident: Filling };
  "message-malformed": { channel: Filling; fault: Filling; place: Filling };
  "message-not-plain": { channel: Filling; fault: Filling; place: Filling };
  "message-too-large": { channel: Filling; limit: Filling };
  "station-unreachable": { reason: Filling };
}
