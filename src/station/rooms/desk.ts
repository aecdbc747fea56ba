import { readFile } from "node:fs/promises";
import { ok, refuse, type Result } from "../../core/base/result.ts";
import { enrol } from "../../core/desk/acts.ts";
import { looksLike } from "../../core/desk/alike.ts";
import { ENGLISH_LABELS, type Publication } from "../../core/desk/publication.ts";
import { hasRole, namesWith, type Role } from "../../core/desk/roster.ts";
import { Folder } from "../exchange/folder.ts";
import { isHubAddress } from "../exchange/hub.ts";
import { NOTHING_KNOWN } from "../exchange/transport.ts";
import { makeRequest, proves, readInvitation, readRequest, sixWords, type Invitation, type JoinRequest } from "../exchange/invitation.ts";
import { save } from "../files/save.ts";
import { randomHex } from "../keys/crypto.ts";
import { newContentKey, newKeys, passphraseFromFile, type Keys } from "../keys/vault.ts";
import type { Session } from "../session.ts";
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
  const keys: Keys = { ...newKeys(), content };
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

/// Reads the invitation, makes this laptop's keys, and leaves the request to join where the desk meets: a folder's path or a
/// hub's address.
export async function joinDesk(
  session: Session,
  input: { invitation: string; folder: string; name: string; passphrase: string | null },
): Promise<Result<{ words: string[] }>> {
  const invitation = await readFile(input.invitation, "utf8").then(readInvitation, () =>
    refuse("file-unreadable", { path: input.invitation }),
  );
  if (!invitation.ok) return invitation;
  const { desk } = invitation.value;
  const folder = isHubAddress(input.folder) ? ok(null) : await new Folder(input.folder, desk).reachable();
  if (!folder.ok) return folder;
  const keys = await makeKeys(session.station, input.passphrase, {});
  if (!keys.ok) return keys;
  const { device, sign, box } = keys.value;
  const request = makeRequest(invitation.value, { device, sign: sign.public, box: box.public }, input.name);
  const words = sixWords(request);
  const asked = await session.askToJoin(input.folder, desk, { name: `join/${device}.t5j`, bytes: Buffer.from(JSON.stringify(request)) });
  if (!asked.ok) return asked;
  const { ledger } = session.station;
  ledger.putMeta("invitation", JSON.stringify(invitation.value));
  ledger.putMeta("join-words", words.join(" "));
  await session.started();
  return ok({ words });
}

/// A name that a reader would take for another member's lets its bearer speak for them.
function likeAnother(station: Station, name: string): Result<null> {
  const like = Object.values(station.roster?.members ?? {}).find((member) => looksLike(member.name, name));
  return like === undefined ? ok(null) : refuse("name-looks-like", { name, like: like.name });
}

const PendingSchema = v.array(v.object({ secret: v.string(), name: v.string(), roles: RolesSchema, member: v.optional(v.string()) }));
type Pending = v.InferOutput<typeof PendingSchema>;

/// The invitations that this laptop gave out and nobody has used yet.
function pending(station: Station): Pending {
  const parsed = v.safeParse(PendingSchema, JSON.parse(station.ledger.meta("invitations") ?? "[]"));
  return parsed.success ? parsed.output : [];
}

/// Writes an invitation file for one person's one laptop; with `member`, for another laptop of somebody of the desk. Only a
/// chief's laptop can let in whom it invited.
export async function invite(
  station: Station,
  input: { name: string; roles: Role[]; path: string; member?: string },
): Promise<Result<null>> {
  const { roster, me } = station;
  const keys = station.vault.keys;
  const desk = station.ledger.desk;
  const publication = station.ledger.row("desk", "desk")?.publication;
  if (roster === undefined || keys === null || desk === null || publication === undefined || me === undefined) return refuse("no-desk-yet");
  if (!hasRole(me, "chief")) return refuse("only-chief", { who: namesWith(roster, "chief") });
  const own = input.member === undefined ? likeAnother(station, input.name) : ok(null);
  if (!own.ok) return own;
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
    JSON.stringify([
      ...pending(station),
      { secret: invitation.secret, name: input.name, roles: input.roles, ...(input.member === undefined ? {} : { member: input.member }) },
    ]),
  );
  return ok(null);
}

interface Joining {
  readonly request: JoinRequest;
  readonly roles: readonly Role[];
  readonly secret: string;
  /// Whose other laptop it is, where the invitation was for somebody of the desk.
  readonly member: string | undefined;
}

/// Requests where the desk meets that prove one of this laptop's open invitations.
export async function joining(session: Session): Promise<Joining[]> {
  const { station } = session;
  const open = pending(station);
  // Where the last round found nobody, a screen does not wait for the next to fail.
  const transport = open.length === 0 || session.lastRound?.result.ok === false ? null : session.transport;
  const desk = station.ledger.desk;
  if (transport === null || desk === null || !(await transport.reachable()).ok) return [];
  const listed = await transport.list(".t5j", NOTHING_KNOWN);
  const got = listed.ok ? await transport.get(listed.value.fresh.filter((name) => name.startsWith("join/"))) : listed;
  if (!got.ok) return [];
  return got.value.flatMap((bytes): Joining[] => {
    const request = bytes === null ? null : readRequest(bytes.toString("utf8"), desk);
    if (request === null || !request.ok || station.roster?.devices[request.value.device] !== undefined) return [];
    const invitation = open.find((one) => proves(request.value, one.secret));
    return invitation === undefined
      ? []
      : [{ request: request.value, roles: invitation.roles, secret: invitation.secret, member: invitation.member }];
  });
}

/// Lets a laptop in: an entry for the roster, after which it gets the desk's content keys; where a second chief has to sign,
/// once they have. The invitation is used up.
export async function admit(session: Session, device: string): Promise<Result<null>> {
  const { station } = session;
  const found = (await joining(session)).find((one) => one.request.device === device);
  if (found === undefined) return refuse("join-request-gone");
  const { request, roles, secret } = found;
  const known = station.roster?.members[found.member ?? ""];
  const own = known === undefined ? likeAnother(station, request.name) : ok(null);
  if (!own.ok) return own;
  const member = known ?? { id: randomHex(16), name: request.name, roles };
  const done = station.act((pen) => enrol(pen, member, { id: device, member: member.id, sign: request.sign, box: request.box }));
  if (!done.ok) return done;
  station.ledger.putMeta("invitations", JSON.stringify(pending(station).filter((one) => one.secret !== secret)));
  const round = await session.exchange();
  return round.ok ? ok(null) : round;
}
