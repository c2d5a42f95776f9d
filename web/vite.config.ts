/// <reference types="vitest/config" />
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { ariaStrings } from "./tools/ariaStrings.ts";
import { pdfFiles } from "./tools/pdfFiles.ts";

/** The server under development; EC_SERVER names another one. */
const server = process.env.EC_SERVER ?? "http://localhost:8080";

export default defineConfig({
  plugins: [react(), ariaStrings(), pdfFiles()],
  server: {
    host: "localhost",
    port: 5173,
    proxy: { "/api": { target: server, ws: true } },
  },
  build: {
    target: ["es2022", "safari16.4"],
    outDir: "dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
    modulePreload: { polyfill: false },
  },
  // The development server bundles React Aria ahead; its strings are swapped there too.
  optimizeDeps: { rolldownOptions: { plugins: [ariaStrings()] } },
  test: {
    environment: "node",
    setupFiles: ["src/i18n/late/all.ts"],
    include: ["src/**/*.test.ts", "src/**/*.test.tsx"],
  },
});
