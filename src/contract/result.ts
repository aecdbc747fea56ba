/// What every call answers, for the rooms that know the contract but not the core.
export { ok, refuse, type Refusal, type Result } from "../core/base/result.ts";
