/** Lays the demonstration down once; every spec file gets a copy of it. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { binary } from "./server.ts";

export default function seed(): () => void {
  mkdirSync("out/shots", { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "ecabinet-e2e-seed-"));
  process.env.ECABINET_SEEDED = folder;
  execFileSync(binary(), ["demo", "-prepare", "-data", folder], { stdio: "inherit", timeout: 120_000 });
  return () => rmSync(folder, { recursive: true, force: true });
}
