import { basename } from "node:path";
import type { Verified } from "../../contract/issue.ts";
import { ok, type Result } from "../../core/base/result.ts";
import { verifyManifest } from "../../core/issue/verify.ts";
import { manifestsAt, readManifest, verifyFiles } from "../files/manifest-file.ts";
import type { Station } from "../station.ts";

async function verifyOne(station: Station, path: string): Promise<Verified> {
  const manifest = await readManifest(path);
  if ("code" in manifest) return { name: basename(path), number: null, files: 0, texts: 0, findings: [manifest] };
  const files = await verifyFiles(path, manifest);
  return {
    name: basename(path),
    number: manifest.number,
    files: manifest.files.length,
    texts: manifest.items.length + manifest.briefs.length,
    findings: [...files, ...verifyManifest(station.ledger, manifest)],
  };
}

/// Checks exported files against their manifest, and the manifest against the ledger: the one at this path, or all in a folder.
export async function verifyExport(station: Station, path: string): Promise<Result<readonly Verified[]>> {
  const found = await manifestsAt(path);
  if (!found.ok) return found;
  const out: Verified[] = [];
  for (const one of found.value) out.push(await verifyOne(station, one));
  return ok(out);
}
