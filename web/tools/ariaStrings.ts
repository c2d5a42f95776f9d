import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

/** One dictionary module of React Aria, such as react-aria/dist/private/datepicker/intlStrings.mjs. */
const dictionary =
  /[\\/](react-aria|react-stately|react-aria-components)[\\/]dist[\\/]private[\\/](?:(\w+)[\\/])?intlStrings\.mjs$/;
const vietnamese = fileURLToPath(new URL("../src/i18n/aria.ts", import.meta.url)).replaceAll("\\", "/");

/** The export of src/i18n/aria.ts that translates the dictionary of that package and folder. */
export function exportName(pkg: string, folder: string | undefined): string {
  if (pkg === "react-aria-components") return "components";
  return pkg === "react-stately" ? `${folder}State` : `${folder}`;
}

/**
 * React Aria ships 34 languages and no Vietnamese. This replaces each of its
 * dictionaries by two: English as it comes, and ours.
 */
export function ariaStrings(): Plugin {
  return {
    name: "aria-strings",
    enforce: "pre",
    load: {
      filter: { id: dictionary },
      handler(id) {
        const match = dictionary.exec(id.split("?")[0] ?? "");
        if (!match) return null;
        const [, pkg = "", folder] = match;
        const english = folder ? `../intl/${folder}/en-US.mjs` : "./intl/en-US.mjs";
        return [
          `import english from ${JSON.stringify(english)};`,
          `import { ${exportName(pkg, folder)} as vietnamese } from ${JSON.stringify(vietnamese)};`,
          `export default { "en-US": english, "vi-VN": vietnamese };`,
        ].join("\n");
      },
    },
  };
}
