/**
 * End-to-end tests against the real program, given by ECABINET_BIN, with its client
 * built in. Each spec file has a server of its own over a copy of one demonstration;
 * `look` checks every screen at the three sizes, so there is one project.
 */
import { defineConfig } from "@playwright/test";
import { chromium } from "./lib/chromium.ts";

export default defineConfig({
  testDir: "specs",
  outputDir: "out/traces",
  globalSetup: "./lib/seed.ts",
  workers: 2,
  fullyParallel: false,
  // A browser starved by its machine must not fail the whole; what needs the second try is named at the end.
  retries: 1,
  forbidOnly: true,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["json", { outputFile: "out/report.json" }], ["./lib/reporter.ts"]],
  use: {
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
    locale: "vi-VN",
    timezoneId: "Asia/Ho_Chi_Minh",
    viewport: { width: 1024, height: 1366 },
    screenshot: "only-on-failure",
    trace: "off",
    launchOptions: {
      executablePath: chromium(),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
