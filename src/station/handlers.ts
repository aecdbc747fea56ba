import { isActName, performAct } from "../core/acts/act.ts";
import { ok, refuse, type Result } from "../core/base/result.ts";
import type { DeskCalls } from "../contract/calls.ts";
import type { Handlers } from "../contract/handlers.ts";
import { Leave } from "./leaving/leave.ts";
import { checkBriefLanguage, looked, readBoard, readCited } from "./rooms/board.ts";
import { saveBrief, submitBriefs } from "./rooms/briefs.ts";
import { takeBundle, writeBundle } from "./rooms/bundle.ts";
import { compareTexts, draftHistory } from "./rooms/compare.ts";
import { readCopy, takeCopy } from "./rooms/copies.ts";
import { keepLogo, lookAtLogo, openLogo } from "./rooms/logo.ts";
import { admit, createDesk, invite, joinDesk } from "./rooms/desk.ts";
import { addEvidence, openEvidence, saveCopy } from "./rooms/evidence.ts";
import { exportIssue } from "./rooms/exports.ts";
import { findErasable, readErasure } from "./rooms/erasure.ts";
import { findInIssue, replaceInIssue } from "./rooms/find.ts";
import { ImportFolder, importIssue, lookAtIssue } from "./rooms/imports.ts";
import { readInbox } from "./rooms/inbox.ts";
import { checkLanguage, readItem, readSeen } from "./rooms/item.ts";
import { readExchange, readOverview } from "./rooms/overview.ts";
import { writeCopy } from "./rooms/review-copy.ts";
import { previewPdf } from "./rooms/preview.ts";
import { lookAt, writeWordLook } from "./rooms/look.ts";
import { newRecoveryKey, recoverDesk } from "./rooms/recovery.ts";
import { leaveChange } from "./rooms/roster.ts";
import { createSample } from "./rooms/sample.ts";
import { verifyExport } from "./rooms/verify.ts";
import type { Session } from "./session.ts";
import { clock, type Station } from "./station.ts";

type Handle<K extends keyof Handlers<DeskCalls>> = Handlers<DeskCalls>[K];

const APPEARANCES = ["system", "light", "dark"] as const;

/// The look as it is kept: a word and a size in percent.
function readAppearance(kept: string | null): { appearance: (typeof APPEARANCES)[number]; size: number } | null {
  const [word, size] = (kept ?? "").split(" ");
  const appearance = APPEARANCES.find((one) => one === word);
  return appearance === undefined ? null : { appearance, size: Number(size) || 100 };
}

/// One function for every call of the desk. `tell`: how far a longer job is.
export function handlersOf(
  session: Session,
  tell: (job: "leave" | "import", done: number, total: number) => void = () => {},
): Handlers<DeskCalls> {
  const leave = new Leave(session, (done, total) => tell("leave", done, total));
  const importFolder = new ImportFolder(
    () => session.station,
    (done, total) => tell("import", done, total),
  );
  /// For calls that a member of a desk makes: the station, or why it cannot be used now.
  const within =
    <I, A>(handle: (station: Station, input: I) => Result<A> | Promise<Result<A>>) =>
    (input: I): Result<A> | Promise<Result<A>> => {
      const ready = session.ready();
      return ready.ok ? handle(ready.value, input) : ready;
    };
  /// The same for what writes entries: not before this laptop has looked where it left off.
  const writing =
    <I, A>(handle: (station: Station, input: I) => Result<A> | Promise<Result<A>>) =>
    async (input: I): Promise<Result<A>> => {
      await session.settled();
      return within(handle)(input);
    };
  const act: Handle<"desk.act"> = writing((station, { name, input }) => {
    if (!isActName(name)) return refuse("act-unknown", { name });
    const done = station.act((pen) => performAct(pen, name, input));
    if (done.ok) void session.exchange();
    return done.ok ? ok({ entries: done.value.length }) : done;
  });
  return {
    "station.status": async () => ok(await session.status()),
    "desk.unlock": ({ passphrase }) => session.letIn(passphrase),
    "desk.create": (input) => createDesk(session, input),
    "desk.sample": (input) => createSample(session, input),
    "desk.join": (input) => joinDesk(session, input),
    "desk.overview": within((station) => readOverview(station)),
    "desk.act": act,
    "desk.recover": (input) => recoverDesk(session, input),
    "people.invite": within((station, { member, ...input }) => invite(station, { ...input, ...(member === null ? {} : { member }) })),
    "people.admit": writing((_station, { device }) => admit(session, device)),
    "people.renew": writing(() => session.renew()),
    "people.recovery-key": writing(() => newRecoveryKey(session)),
    "people.leave-change": within((station, { entry }) => {
      leaveChange(station, entry);
      return ok(null);
    }),
    "exchange.meet": within(async (_station, { at }) => {
      const set = await session.meetAt(at);
      if (!set.ok || at === null) return set;
      const round = await session.exchange();
      return round.ok ? ok(null) : round;
    }),
    "exchange.now": async () => {
      const round = await session.exchange();
      return round.ok ? ok({ taken: round.value.taken, handed: round.value.handed }) : round;
    },
    "bundle.write": within((_station, input) => writeBundle(session, input)),
    // A laptop that asked to join may get its keys this way.
    "bundle.take": async ({ path }) => {
      await session.settled();
      const ready = session.ready();
      return ready.ok || ready.refusal.code === "not-admitted-yet" ? takeBundle(session, path) : ready;
    },
    "desk.leave": within((_station, { folder }) => leave.into(folder)),
    "desk.leave-stop": () => {
      leave.stop();
      return ok(null);
    },
    "exchange.read": within(async () => ok(await readExchange(session))),
    "settings.read": () => ok(readAppearance(session.appearance)),
    "settings.appearance": ({ appearance, size }) => {
      session.appearance = `${appearance} ${size}`;
      return ok(null);
    },
    "checks.briefs": within((station, { issue }) => checkBriefLanguage(station, session.language, issue)),
    "sources.cited": within((station) => readCited(station)),
    "item.read": within((station, { item }) => readItem(station, item)),
    "checks.language": within((station, { item }) => checkLanguage(station, session.language, item)),
    "evidence.add": writing((_station, input) => addEvidence(session, input)),
    "erasure.find": within((station, input) => findErasable(station, input)),
    "erasure.read": within((station, { erasure }) => readErasure(station, erasure)),
    "evidence.open": within((_station, { item, evidence }) => openEvidence(session, item, evidence)),
    "copy.write": within((station, input) => writeCopy(station, input)),
    "copy.read": within((station, input) => readCopy(station, input)),
    "copy.take": writing((_station, input) => takeCopy(session, input)),
    "copy.save": within((_station, input) => saveCopy(session, input)),
    "revision.read": within((station, { revision }) => {
      const row = station.ledger.row("revision", revision);
      if (row === undefined) return refuse("revision-unknown");
      return row.erased === undefined ? ok({ content: row.content, by: row.by, at: row.at }) : refuse("revision-erased");
    }),
    "draft.save": within((station, { item, base, content }) => {
      const saved = station.saveDraft(`item:${item}`, base, { content });
      return saved.ok ? ok({ saved: clock.now() }) : saved;
    }),
    "draft.drop": within((station, { item }) => {
      station.dropDraft(`item:${item}`);
      return ok(null);
    }),
    "draft.history": within((station, { item }) => ok(draftHistory(station, item))),
    "item.seen": within((station, { item }) => readSeen(station, item)),
    "item.compare": within((station, input) => compareTexts(station, input)),
    "review.save": within((station, { item, notes }) => {
      if (notes.length > 0) return station.saveDraft(`review:${item}`, null, { notes });
      station.dropDraft(`review:${item}`);
      return ok(null);
    }),
    "board.read": within((station, { issue }) => readBoard(station, issue)),
    "inbox.read": within((station) => ok(readInbox(station))),
    "item.looked": within((station, { item }) => {
      looked(station, item);
      return ok(null);
    }),
    "brief.save": within((station, input) => saveBrief(station, input)),
    "brief.submit": writing((station, input) => submitBriefs(station, input)),
    "issue.find": within((station, input) => findInIssue(station, input)),
    "issue.replace": writing((station, input) => replaceInIssue(station, input)),
    "preview.pdf": within((station, input) => previewPdf(station, input)),
    "preview.look": within((station, input) => lookAt(station, input)),
    "preview.word": within((station, input) => writeWordLook(station, input)),
    "import.look": within((station, input) => lookAtIssue(station, input)),
    "issue.import": writing((station, input) => importIssue(station, input)),
    "issue.import-folder": writing((_station, { folder }) => importFolder.from(folder)),
    "issue.import-stop": () => {
      importFolder.stop();
      return ok(null);
    },
    "logo.look": within((_station, { file }) => lookAtLogo(file)),
    "logo.keep": writing((station, { file }) => keepLogo(station, file)),
    "logo.open": within((station) => openLogo(station)),
    "issue.export": writing((station, input) => exportIssue(station, input)),
    "export.verify": within((station, { path }) => verifyExport(station, path)),
  };
}
