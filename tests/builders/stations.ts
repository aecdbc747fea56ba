import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performAct, type ActInput, type ActName } from "../../src/core/acts/act.ts";
import type { Result } from "../../src/core/base/result.ts";
import type { Role } from "../../src/core/desk/roster.ts";
import { randomHex } from "../../src/station/keys/crypto.ts";
import { admit, createDesk, invite, joinDesk, joining } from "../../src/station/rooms/desk.ts";
import { Session } from "../../src/station/session.ts";

export const PASSPHRASE = "three calm words";

/// A folder that goes away after the test file.
const made: string[] = [];
export function newFolder(name: string): string {
  const path = mkdtempSync(join(tmpdir(), `top5-${name}-`));
  made.push(path);
  return path;
}
export const removeFolders = (): void => made.splice(0).forEach((path) => rmSync(path, { recursive: true, force: true }));

export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}

export async function openSession(folder: string): Promise<Session> {
  const session = new Session({ folder, keys: null, changed: () => {}, stateChanged: () => {}, pollMs: null });
  await session.open();
  return session;
}

export const act = <N extends ActName>(session: Session, name: N, input: ActInput<N>) =>
  session.station.act((pen) => performAct(pen, name, input));

export const pitch = (session: Session, headline: string) =>
  act(session, "item.pitch", { item: randomHex(16), issue: null, headline, why: "why" });

/// The headlines of all that was pitched for no issue yet, in order of the alphabet.
export const pitches = (session: Session): string[] =>
  session.station.ledger
    .children("item", "issue:")
    .map((row) => row.headline)
    .sort();

/// A desk of several stations, each in its own folder, joined by invitation through one shared folder, or through a hub: then
/// `where` answers each person's address.
export async function newDesk(
  people: readonly { name: string; roles: Role[] }[],
  where: (name: string) => string = (
    (shared) => () =>
      shared
  )(newFolder("shared")),
): Promise<{ shared: string; chief: Session; others: Session[] }> {
  const shared = where("Chief");
  const chief = await openSession(newFolder("chief"));
  must(await createDesk(chief, { name: "Chief", publication: "Test Briefing", institute: "Test", passphrase: PASSPHRASE }));
  must(await chief.meetAt(shared));
  must(await chief.exchange());
  const others: Session[] = [];
  for (const { name, roles } of people) others.push(await joinOne(chief, where(name), name, roles));
  for (const session of [chief, ...others]) must(await session.exchange());
  return { shared, chief, others };
}

/// Lets one more laptop into a desk.
export async function joinOne(chief: Session, shared: string, name: string, roles: Role[]): Promise<Session> {
  const path = join(newFolder("invitation"), "invitation.top5invite");
  must(await invite(chief.station, { name, roles, path }));
  const session = await openSession(newFolder(name));
  const { words } = must(await joinDesk(session, { invitation: path, folder: shared, name, passphrase: PASSPHRASE }));
  const asked = (await joining(chief))[0];
  if (asked === undefined) throw new Error("the request did not arrive");
  if (words.length !== 6) throw new Error(`six words: ${words.join(" ")}`);
  must(await admit(chief, asked.request.device));
  await session.exchange();
  return session;
}
