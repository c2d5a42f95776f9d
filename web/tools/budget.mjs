// The first JavaScript of a member: the entry, what it imports, and the room a member
// opens first, packed. Fails above the budget.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const budget = 170_000;
const manifest = JSON.parse(readFileSync("dist/manifest.json", "utf8"));
const first = ["index.html", "src/home/routes.tsx", "src/ballots/routes.tsx"].filter((name) => manifest[name]);

const files = new Set();
function take(name) {
  const chunk = manifest[name];
  if (!chunk || files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const next of chunk.imports ?? []) take(next);
}
for (const name of first) take(name);

let total = 0;
for (const file of files) {
  if (!file.endsWith(".js")) continue;
  const size = gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length;
  total += size;
  console.log(`${(size / 1000).toFixed(1).padStart(7)} kB  ${file}`);
}
console.log(
  `${(total / 1000).toFixed(1).padStart(7)} kB  first JavaScript of a member, gzip (budget ${budget / 1000} kB)`,
);
if (total > budget) process.exit(1);
