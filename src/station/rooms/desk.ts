import { readFile } from "node:fs/promises";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { enrol } from "../../core/desk/acts.ts";
import { ENGLISH_LABELS, type Publication } from "../../core/desk/publication.ts";
import { hasRole, namesWith, type Role } from "../../core/desk/roster.ts";
import { Folder } from "../exchange/folder.ts";
import {
  makeRequest,
  makeWelcome,
  proves,
  readInvitation,
  readRequest,
  sixWords,
  type Invitation,
  type JoinRequest,
} from "../exchange/invitation.ts";
import { save } from "../files/save.ts";
import { randomHex, signWith } from "../keys/crypto.ts";
import { newContentKey, newKeys, type Keys } from "../keys/vault.ts";
import { passphraseFromFile, type Session } from "../session.ts";
import type { Station } from "../station.ts";
import * as v from "valibot";
import { RolesSchema } from "../../core/desk/kinds.ts";

/// The publication of a new desk; its chief changes the words later.
export const newPublication = (name: string, institute: string): Publication => ({
  name,
  language: "en-GB",
  commentLabel: `${institute} comment`,
  sections: { items: "Top 5", briefs: "Noteworthy" },
  briefLists: ["Policy news", "Corporate news"],
  labels: ENGLISH_LABELS,
  brand: { accent: "#0b5c6b" },
  targets: { glance: 120, explainer: 80, comment: 220 },
});

/// Makes the keys of this laptop and keeps them. Refused where a desk is here already, or the passphrase is too short.
export async function makeKeys(station: Station, passphrase: string | null, content: Keys["content"]): Promise<Result<Keys>> {
  if (station.vault.exists && station.ledger.desk !== null) return refuse("desk-already-here");
  const keys = { ...newKeys(), content };
  const saved = await station.vault.save(keys, passphrase ?? passphraseFromFile());
  if (!saved.ok) return saved;
  station.signAs(keys);
  return ok(keys);
}

/// Writes the founding entry: this person is the desk's first member and chief.
export function foundDesk(station: Station, keys: Keys, name: string, publication: Publication): Result<string> {
  const member = randomHex(16);
  const done = station.act((pen) => {
    const written = pen.write("desk.founded", {
      member: { id: member, name, roles: ["chief"] },
      device: { id: keys.device, member, sign: keys.sign.public, box: keys.box.public },
      publication,
    });
    return written.ok ? null : written.refusal;
  });
  return done.ok ? ok(member) : done;
}

export async function createDesk(
  session: Session,
  input: { name: string; publication: string; institute: string; passphrase: string | null },
): Promise<Result<null>> {
  const keys = await makeKeys(session.station, input.passphrase, { 1: newContentKey() });
  if (!keys.ok) return keys;
  const founded = foundDesk(session.station, keys.value, input.name, newPublication(input.publication, input.institute));
  if (!founded.ok) return founded;
  await session.started();
  return ok(null);
}

/// Reads the invitation, makes this laptop's keys, and leaves the request to join in the shared folder.
export async function joinDesk(
  session: Session,
  input: { invitation: string; folder: string; name: string; passphrase: string | null },
): Promise<Result<{ words: string[] }>> {
  const invitation = await readFile(input.invitation, "utf8").then(readInvitation, () =>
    refuse("file-unreadable", { path: input.invitation }),
  );
  if (!invitation.ok) return invitation;
  const folder = new Folder(input.folder, invitation.value.desk);
  const reachable = await folder.reachable();
  if (!reachable.ok) return reachable;
  const keys = await makeKeys(session.station, input.passphrase, {});
  if (!keys.ok) return keys;
  const { device, sign, box } = keys.value;
  const request = makeRequest(invitation.value, { device, sign: sign.public, box: box.public }, input.name);
  const written = await folder.write(`join/${device}.t5j`, Buffer.from(JSON.stringify(request)));
  if (!written.ok) return written;
  const words = sixWords(request);
  const { ledger } = session.station;
  ledger.putMeta("desk", invitation.value.desk);
  ledger.putMeta("invitation", JSON.stringify(invitation.value));
  ledger.putMeta("join-words", words.join(" "));
  session.setFolder(input.folder);
  await session.started();
  return ok({ words });
}

const PendingSchema = v.array(v.object({ secret: v.string(), name: v.string(), roles: RolesSchema }));
type Pending = v.InferOutput<typeof PendingSchema>;

/// The invitations that this laptop gave out and nobody has used yet.
function pending(station: Station): Pending {
  const parsed = v.safeParse(PendingSchema, JSON.parse(station.ledger.meta("invitations") ?? "[]"));
  return parsed.success ? parsed.output : [];
}

/// Writes an invitation file for one person's one laptop. Only a chief's laptop can let in whom it invited.
export async function invite(station: Station, input: { name: string; roles: Role[]; path: string }): Promise<Result<null>> {
  const { roster, me } = station;
  const keys = station.vault.keys;
  const desk = station.ledger.desk;
  const publication = station.ledger.row("desk", "desk")?.publication;
  if (roster === undefined || keys === null || desk === null || publication === undefined || me === undefined) return refuse("no-desk-yet");
  if (!hasRole(me, "chief")) return refuse("only-chief", { who: namesWith(roster, "chief") });
  const founder = station.ledger.of("roster")[0]?.entry;
  const invitation: Invitation = {
    format: "top5-invitation/1",
    desk,
    deskName: publication.name,
    founder: roster.devices[founder?.header.device ?? ""]?.sign ?? keys.sign.public,
    inviter: { device: keys.device, sign: keys.sign.public, name: me.name },
    roster: roster.head,
    roles: input.roles,
    name: input.name,
    secret: randomHex(16),
  };
  const saved = await save(input.path, Buffer.from(JSON.stringify(invitation, null, 2)), { mode: 0o600 });
  if (!saved.ok) return saved;
  station.ledger.putMeta(
    "invitations",
    JSON.stringify([...pending(station), { secret: invitation.secret, name: input.name, roles: input.roles }]),
  );
  return ok(null);
}

interface Joining {
  readonly request: JoinRequest;
  readonly roles: readonly Role[];
  readonly secret: string;
}

/// Requests in the folder that prove one of this laptop's open invitations.
export async function joining(session: Session): Promise<Joining[]> {
  const { station, sharedFolder } = session;
  const desk = station.ledger.desk;
  const open = pending(station);
  if (sharedFolder === null || desk === null || open.length === 0) return [];
  const folder = new Folder(sharedFolder, desk);
  const out: Joining[] = [];
  for (const file of (await folder.list(".t5j")).filter((one) => one.name.startsWith("join/"))) {
    const bytes = file.bytes > 100_000 ? null : await folder.read(file);
    const request = bytes === null ? null : readRequest(bytes.toString("utf8"), desk);
    if (request === null || !request.ok || station.roster?.devices[request.value.device] !== undefined) continue;
    const invitation = open.find((one) => proves(request.value, one.secret));
    if (invitation !== undefined) out.push({ request: request.value, roles: invitation.roles, secret: invitation.secret });
  }
  return out;
}

/// Lets a laptop in: an entry for the roster, and the desk's content keys wrapped for it. The invitation is used up.
export async function admit(session: Session, device: string): Promise<Result<null>> {
  const { station, sharedFolder } = session;
  const found = (await joining(session)).find((one) => one.request.device === device);
  const keys = station.vault.keys;
  const desk = station.ledger.desk;
  if (found === undefined || keys === null || desk === null || sharedFolder === null) return refuse("join-request-gone");
  const { request, roles, secret } = found;
  const member = randomHex(16);
  const done = station.act((pen) =>
    enrol(pen, { id: member, name: request.name, roles }, { id: device, member, sign: request.sign, box: request.box }),
  );
  if (!done.ok) return done;
  const welcome = makeWelcome(desk, { device, box: request.box }, keys.content, { device: keys.device, sign: signWith(keys.sign.secret) });
  const written = await new Folder(sharedFolder, desk).write(`keys/${device}-${randomHex(6)}.t5k`, Buffer.from(JSON.stringify(welcome)));
  if (!written.ok) return written;
  station.ledger.putMeta("invitations", JSON.stringify(pending(station).filter((one) => one.secret !== secret)));
  await session.exchange();
  return ok(null);
}
