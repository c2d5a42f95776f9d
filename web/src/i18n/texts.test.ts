import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { exportName } from "../../tools/ariaStrings.ts";
import * as aria from "./aria.ts";
import { en } from "./en/index.ts";
import { vi } from "./vi/index.ts";

const gaps = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe("texts", () => {
  const keys = Object.keys(vi) as (keyof typeof vi)[];

  test("both languages have the same keys", () => {
    expect(Object.keys(en).sort()).toEqual([...keys].sort());
  });

  test.each(keys)("%s is not empty and has the same gaps", (key) => {
    expect(vi[key].trim()).not.toBe("");
    expect(en[key].trim()).not.toBe("");
    expect(gaps(en[key])).toEqual(gaps(vi[key]));
  });
});

describe("strings of React Aria", () => {
  const require = createRequire(import.meta.url);
  const ours: Record<string, Record<string, unknown>> = { ...aria };
  const root = (pkg: string) => join(dirname(require.resolve(`${pkg}/package.json`)), "dist/private/intl");
  const dictionaries = [
    ...["react-aria", "react-stately"].flatMap((pkg) =>
      readdirSync(root(pkg)).map((folder) => ({ name: exportName(pkg, folder), file: join(root(pkg), folder) })),
    ),
    { name: "components", file: root("react-aria-components") },
  ];

  test.each(dictionaries)("$name is Vietnamese", async ({ name, file }) => {
    const english = (await import(pathToFileURL(join(file, "en-US.mjs")).href)).default;
    expect(Object.keys(ours[name] ?? {}).sort()).toEqual(Object.keys(english).sort());
  });
});
