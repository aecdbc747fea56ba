import { COMMANDS, type Command, type CommandId } from "../../src/contract/commands.ts";

/// Shortcuts in the form `CmdOrCtrl+Shift+K`: matching what is pressed, and printing it as this system does.

export const onMac: boolean = navigator.platform.startsWith("Mac");

const NAMES: Readonly<Record<string, string>> = { Plus: "+", Left: "ArrowLeft", Right: "ArrowRight", Up: "ArrowUp", Down: "ArrowDown" };
const SHOWN: Readonly<Record<string, string>> = { Plus: "+", Left: "←", Right: "→", Up: "↑", Down: "↓", Enter: "↵" };

interface Chord {
  readonly key: string;
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

function chordOf(keys: string): Chord {
  const words = keys.split("+");
  const last = words.at(-1) ?? "";
  const has = (word: string): boolean => words.includes(word);
  return {
    key: NAMES[last] ?? last,
    ctrl: has("CmdOrCtrl") && !onMac,
    meta: has("CmdOrCtrl") && onMac,
    alt: has("Alt"),
    shift: has("Shift"),
  };
}

/// Digits and letters are known by their place, so that Shift and Alt do not change them.
const letter = (pressed: KeyboardEvent): string => {
  const place = /^(?:Key|Digit)(.)$/.exec(pressed.code)?.[1];
  return (pressed.altKey || pressed.shiftKey) && place ? place : pressed.key;
};

/// Whether a pressed key is the shortcut.
function pressedIs(chord: Chord, pressed: KeyboardEvent): boolean {
  const modifiers = pressed.ctrlKey === chord.ctrl && pressed.metaKey === chord.meta && pressed.altKey === chord.alt;
  const shift = chord.key === "+" || pressed.shiftKey === chord.shift;
  return modifiers && shift && letter(pressed).toLowerCase() === chord.key.toLowerCase();
}

/// The shortcuts that are ours: what the system carries out itself is not.
const CHORDS = COMMANDS.flatMap((command) => {
  const { keys, role }: Command = command;
  return role === undefined && keys !== undefined ? [{ id: command.id, chord: chordOf(keys) }] : [];
});

const MAC: Readonly<Record<string, string>> = { CmdOrCtrl: "⌘", Shift: "⇧", Alt: "⌥" };

/// A shortcut as the person's system writes it: `Ctrl Shift K`, `⇧⌘K`.
export function printed(keys: string): string {
  const words = keys.split("+").map((word) => SHOWN[word] ?? word);
  if (onMac) return words.map((word) => MAC[word] ?? word).join("");
  return words.map((word) => (word === "CmdOrCtrl" ? "Ctrl" : word)).join(" ");
}

/// The command that a pressed key means; null when it means none.
export const commandFor = (pressed: KeyboardEvent): CommandId | null => CHORDS.find(({ chord }) => pressedIs(chord, pressed))?.id ?? null;
