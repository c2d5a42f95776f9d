import { cpSync, createReadStream, existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join, normalize } from "node:path";
import type { Plugin } from "vite";

/** What pdf.js fetches while it runs, beside its worker (which Vite bundles). */
const folders = ["cmaps", "standard_fonts", "wasm", "iccs"];
const types: Record<string, string> = { ".wasm": "application/wasm", ".js": "text/javascript" };

/** Serves the data files of pdf.js under /pdfjs: copied into the build, read in place in development. */
export function pdfFiles(): Plugin {
  const root = dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));
  let outDir = ""; // stays empty unless this is a build
  return {
    name: "pdf-files",
    configResolved(config) {
      if (config.command === "build") outDir = config.build.outDir;
    },
    configureServer(server) {
      server.middlewares.use("/pdfjs", (request, response, next) => {
        const file = join(root, normalize(decodeURIComponent((request.url ?? "/").split("?")[0] ?? "/")));
        const known = folders.some((folder) => file.startsWith(join(root, folder)));
        if (!known || !existsSync(file) || !statSync(file).isFile()) return next();
        response.setHeader("Content-Type", types[extname(file)] ?? "application/octet-stream");
        createReadStream(file).pipe(response);
      });
    },
    closeBundle() {
      if (!outDir) return;
      for (const folder of folders) cpSync(join(root, folder), join(outDir, "pdfjs", folder), { recursive: true });
    },
  };
}
