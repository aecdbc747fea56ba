import type { CommandId } from "../../src/contract/commands.ts";
import { importing } from "../board/importing.svelte.ts";
import { takeBundle } from "../exchange/bundles.ts";
import { exchangeNow } from "../exchange/now.ts";
import { deskRows } from "../rows/desk.svelte.ts";
import { columns } from "./columns.svelte.ts";
import { commands } from "./commands.svelte.ts";
import { routes, type Place } from "./routes.svelte.ts";

/// What can be done from everywhere: going to each place, and the steps that one place offers, which go there first.

const PREVIEW: Place = { name: "preview" };

function doThere(place: Place, command: CommandId): void {
  commands.want(command);
  routes.go(place);
}

/// Offers the places, and from elsewhere the steps of each; answers the end of it.
export function offerPlaces(): () => void {
  const { issue, me } = deskRows;
  const chief = me?.roles.includes("chief") === true;
  const editor = chief || me?.roles.includes("editor") === true;
  const writer = editor || me?.roles.includes("author") === true;
  const briefs: Place | null = issue === null ? null : { name: "briefs", id: issue };
  const there = (place: Place, ...ids: CommandId[]): Partial<Record<CommandId, () => void>> =>
    routes.is(place) ? {} : Object.fromEntries(ids.map((id) => [id, () => doThere(place, id)]));
  return commands.offer({
    "go.inbox": () => routes.go({ name: "inbox" }),
    "go.issue": () => routes.go({ name: "issue" }),
    ...(briefs ? { "go.briefs": () => routes.go(briefs) } : {}),
    ...(issue === null ? {} : { "edit.find-issue": () => routes.go({ name: "find" }) }),
    "go.archive": () => routes.go({ name: "archive" }),
    "go.preview": () => routes.go(PREVIEW),
    "go.people": () => routes.go({ name: "people" }),
    "go.exchange": () => routes.go({ name: "exchange" }),
    "go.settings": () => routes.go({ name: "settings" }),
    ...(issue === null ? {} : there({ name: "issue" }, "file.new-item", "issue.pitch")),
    ...(issue !== null && !(routes.is(PREVIEW) && columns.inspector)
      ? { "file.export": () => (columns.showInspector(), doThere(PREVIEW, "file.export")) }
      : {}),
    ...(editor
      ? {
          "file.import": () => void importing.choose(),
          "file.import-folder": () => void importing.chooseFolder(),
          ...there({ name: "issue" }, "issue.new"),
        }
      : {}),
    ...(editor && issue !== null ? there({ name: "issue" }, "issue.details") : {}),
    ...(briefs && writer ? there(briefs, "file.new-brief") : {}),
    ...(chief ? there({ name: "people" }, "file.invite") : {}),
    "file.take-bundle": () => void takeBundle(),
    ...there({ name: "exchange" }, "file.write-bundle", "file.leave"),
    ...((deskRows.exchange?.hub ?? deskRows.exchange?.folder) ? { "file.exchange": () => void exchangeNow() } : {}),
  });
}
