import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { client } from "../../src/contract/client.ts";
import { startStation, type RunningStation } from "../../src/station/worker-transport.ts";

describe("the station on its worker thread", () => {
  let folder: string;
  let station: RunningStation;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "top5-station-"));
    station = startStation({ folder, version: "0" });
  });
  afterEach(async () => {
    await station.stop();
    rmSync(folder, { recursive: true });
  });

  it("answers how it is", async () => {
    expect(await client(station).call("station.status", {})).toMatchObject({ ok: true, value: { folder } });
  });

  it("refuses what is no call of the desk, and lives on", async () => {
    expect(await station.call("app.about", {})).toMatchObject({ refusal: { code: "channel-unknown" } });
    expect(await station.call("station.status", { extra: 1 })).toMatchObject({ refusal: { code: "message-malformed" } });
    expect(await station.call("station.status", {})).toMatchObject({ ok: true });
  });

  it("answers calls made after its end with a refusal", async () => {
    await station.stop();
    expect(await client(station).call("station.status", {})).toMatchObject({ refusal: { code: "station-unreachable" } });
  });
});
