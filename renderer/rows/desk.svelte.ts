import type { ExchangeView, Overview, Person } from "../../src/contract/desk.ts";
import type { StationStatus } from "../../src/contract/station.ts";
import { isInWork } from "../../src/core/issue/transitions.ts";
import { desk } from "../desk.ts";
import { notices } from "../shell/notices.svelte.ts";

/// What the frame of every screen shows: how the station is, the desk, its issues, the exchange. Reads again when told.
class DeskRows {
  status = $state.raw<StationStatus | null>(null);
  overview = $state.raw<Overview | null>(null);
  exchange = $state.raw<ExchangeView | null>(null);
  /// How far a long history that arrives has come; null while none does.
  arriving = $state.raw<StationStatus["arriving"]>(null);
  /// The issue that the person works on; the newest open one until they choose.
  #issue = $state<string | null>(null);

  get issue(): string | null {
    const issues = this.overview?.issues ?? [];
    if (issues.some((one) => one.issue === this.#issue)) return this.#issue;
    return (issues.find((one) => isInWork(one.state)) ?? issues[0])?.issue ?? null;
  }

  set issue(issue: string | null) {
    this.#issue = issue;
  }

  get me(): Person | null {
    return this.overview?.me ?? null;
  }

  /// A member's name, as everything shown says it.
  name(member: string | null): string {
    return this.overview?.people.find((one) => one.id === member)?.name ?? "";
  }

  async readStatus(): Promise<void> {
    // Asked together: before this laptop is in a desk the others are refused, and nothing is shown of them.
    const [reply] = await Promise.all([desk.call("station.status", {}), this.read()]);
    if (reply.ok) this.#show(reply.value);
    else notices.refused(reply.refusal);
  }

  #show(status: StationStatus): void {
    const said = this.status?.notice?.code;
    this.status = status;
    this.arriving = status.arriving;
    if (status.notice !== null && status.notice.code !== said) notices.refused(status.notice);
  }

  async read(): Promise<void> {
    const [overview, exchange] = await Promise.all([desk.call("desk.overview", {}), desk.call("exchange.read", {})]);
    if (overview.ok) this.overview = overview.value;
    if (exchange.ok) this.exchange = exchange.value;
  }

  /// Listens for what changes; answers the end of it.
  join(): () => void {
    void this.readStatus();
    const ends = [
      desk.listen("station.changed", () => void this.readStatus()),
      desk.listen("station.progress", ({ job, done, total }) => {
        if (job === "history") this.arriving = total === null || done >= total ? null : { done, total };
      }),
      desk.listen("desk.changed", ({ subjects }) => void (subjects.includes("station") ? this.readStatus() : this.read())),
    ];
    return () => ends.forEach((end) => end());
  }
}

export const deskRows = new DeskRows();
