/** Lays the demonstration down once; every spec file gets a copy of it. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server } from "./server.ts";

export default async function seed(): Promise<() => void> {
  mkdirSync("out/shots", { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "ecabinet-e2e-seed-"));
  process.env.ECABINET_SEEDED = folder;
  const server = await Server.demo(folder, false);
  const code = await server.stop();
  if (code !== 0) throw new Error(`The demonstration ended with code ${code}:\n${server.output}`);
  return () => rmSync(folder, { recursive: true, force: true });
}
