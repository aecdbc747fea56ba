import type { AnnounceName, AnswerOf, CallName, InputOf } from "./channel.ts";
import { shellCalls } from "./shell.ts";
import { copyCalls } from "./copies.ts";
import { deskRoomCalls } from "./desk.ts";
import { erasureCalls } from "./erasure.ts";
import { findCalls } from "./find.ts";
import { importCalls } from "./imports.ts";
import { issueCalls } from "./issue.ts";
import { itemCalls } from "./item.ts";
import { logoCalls } from "./logo.ts";
import { lookCalls } from "./look.ts";
import { stationCalls } from "./station.ts";

export { shellCalls } from "./shell.ts";

/// Everything that the station answers or announces. A room adds its file here, once.
export const deskCalls = {
  ...stationCalls,
  ...deskRoomCalls,
  ...itemCalls,
  ...issueCalls,
  ...findCalls,
  ...erasureCalls,
  ...copyCalls,
  ...importCalls,
  ...logoCalls,
  ...lookCalls,
};

/// Every channel between a window and what stands behind it: the shell's few and the station's many.
export const calls = { ...shellCalls, ...deskCalls };

export type Calls = typeof calls;
export type DeskCalls = typeof deskCalls;
export type ShellCalls = typeof shellCalls;

/// The channels a window may call, and those it may listen to.
export type Callable = CallName<Calls>;
export type Audible = AnnounceName<Calls>;

export type Ask<K extends Callable> = InputOf<Calls, K>;
export type Reply<K extends Callable> = AnswerOf<Calls, K>;
export type News<K extends Audible> = InputOf<Calls, K>;
