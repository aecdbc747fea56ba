import { isCode, say, sayRefusal, type Code } from "../../../resources/messages/say.ts";
import { exportMarkdown } from "../../core/export/markdown.ts";
import { ownRoles, type Roster } from "../../core/desk/roster.ts";
import type { ItemRow } from "../../core/item/rows.ts";
import { understand } from "../../core/ledger/kinds.ts";
import { assemble } from "../../core/proof/proof.ts";
import { readItem } from "../rooms/item.ts";
import type { Station } from "../station.ts";

/// What a desk that is exported whole says of itself for people to read: lists in words, texts as Markdown.

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/// A paragraph in lines of at most 100 letters; lines that it has stay.
export const wrapped = (text: string): string => text.replace(/(?=.{101})(.{1,100}) /g, "$1\n");

/// A part of a file's or folder's name: plain letters and digits, short, and unique by the id's beginning.
export function plainName(words: string, id: string): string {
  const plain = words
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const short = plain.slice(0, 48).replace(/-+$/, "");
  return [short, id.slice(0, 8)].filter((one) => one !== "").join("-");
}

/// Words that have a message of their own; otherwise as they are.
function word(code: string, instead: string): string {
  return isCode(code) ? say(code as "role.chief" & Code) : instead;
}

export const nameIn = (roster: Roster, member: string): string => roster.members[member]?.name ?? member;

/// Who belongs to the desk, in words: roles, whom they stand in for, their laptops, and who has left.
export function peopleText(roster: Roster): string {
  const people = Object.values(roster.members).sort((a, b) => (a.name < b.name ? -1 : 1));
  const lines = people.flatMap((one) => {
    const roles = ownRoles(one).map((role) => word(`role.${role}`, role));
    const laptops = Object.values(roster.devices).filter((device) => device.member === one.id);
    return [
      one.name,
      `  ${one.left ? say("leave.person-left") : say("leave.person-roles", { roles })}`,
      ...(one.deputy === undefined ? [] : [`  ${say("leave.person-deputy", { name: nameIn(roster, one.deputy.of) })}`]),
      ...laptops.map(
        ({ id, sign, out }) => `  ${say("leave.person-laptop", { device: id, key: sign })}${out === undefined ? "" : ` (${out})`}`,
      ),
      "",
    ];
  });
  return `${say("leave.people-title")}\n\n${lines.join("\n")}`;
}

/// The item's shared text as Markdown; null where nothing is shared yet.
export function itemMarkdown(station: Station, row: ItemRow): string | null {
  const publication = station.ledger.row("desk", "desk")?.publication;
  if (row.shown === null || publication === undefined) return null;
  const fields = { title: null, number: null, date: null, embargo: null, credits: [], contact: null, publisher: [] };
  return exportMarkdown(assemble({ publication, fields, items: [{ rank: 1, content: row.shown }], briefs: [], draft: false }));
}

/// What happened to an item, oldest first, and every note with its answers.
export function itemHistory(station: Station, row: ItemRow, roster: Roster): string {
  const read = readItem(station, row.item);
  const history = read.ok ? [...read.value.history].reverse() : [];
  const lines = history.map(({ at, by, what, reason, obstacle }) => {
    const why = reason === null || reason === "" ? "" : ` (${reason})`;
    const force = obstacle === null ? "" : `. ${say("history.no-force", { why: sayRefusal({ code: obstacle, data: {} }).text })}`;
    return `${at}  ${nameIn(roster, by)}: ${word(`history.${what}`, what)}${why}${force}`;
  });
  const notes = station.ledger
    .children("note", `item:${row.item}`)
    .flatMap((note) => [
      "",
      `${note.at}  ${note.from ?? nameIn(roster, note.by)}: ${note.anchor === null ? "" : `“${note.anchor.quote}” `}${note.text}`,
      ...note.replies.map((reply) => `  ${reply.at}  ${reply.from ?? nameIn(roster, reply.by)}: ${reply.text}`),
      ...(note.resolved ? [`  ${say("leave.note-resolved")}`] : []),
    ]);
  const heading = [row.headline, say("leave.item-state", { state: row.state }), ""];
  return `${[...heading, ...lines, ...(notes.length === 0 ? [] : ["", say("leave.notes-title"), ...notes])].join("\n")}\n`;
}

/// All that was signed about a subject, oldest first, as data: who, when, what. The texts of revisions stand elsewhere.
export function record(station: Station, subject: string, roster: Roster): unknown[] {
  return station.ledger.of(subject).map(({ entry, standing }) => {
    const known = understand(entry);
    const { device, at, kind } = entry.header;
    const payload: unknown = typeof known === "string" || kind === "item.revision" ? null : known.payload;
    return { entry: entry.id, at, by: nameIn(roster, roster.devices[device]?.member ?? device), kind, standing, payload };
  });
}
