// After the build: the hashes of the style elements that React Aria injects, for the
// server's Content-Security-Policy (csp.json), and .gitkeep, so that the program also
// builds from a fresh clone without Node.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const root = dirname(createRequire(import.meta.url).resolve("react-aria/package.json"));

/** The style texts that a module injects, with its constants filled in. */
function styles(file) {
  const source = readFileSync(join(root, "dist/private", file), "utf8");
  const found = [...source.matchAll(/style\.textContent = `([^`]*)`\.trim\(\)/g)];
  if (found.length === 0) throw new Error(`${file} injects no style any more: look at what it does now`);
  return found.map(([, text]) =>
    text
      .replace(/\$\{([^}]+)\}/g, (_, name) => {
        const constant = source.split("\n").find((line) => line.includes(`${name.trim()} =`));
        const value = constant && /= ['"]([^'"]*)['"]/.exec(constant);
        if (!value) throw new Error(`${file}: the constant ${name} is not a plain text`);
        return value[1];
      })
      .trim(),
  );
}

const hashes = ["overlays/usePreventScroll.mjs", "interactions/usePress.mjs"]
  .flatMap(styles)
  .map((text) => `sha256-${createHash("sha256").update(text).digest("base64")}`);

writeFileSync("dist/csp.json", `${JSON.stringify({ style_hashes: hashes }, null, 2)}\n`);
writeFileSync("dist/.gitkeep", "");
