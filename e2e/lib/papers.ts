/** Papers as the world makes them: the long scan, and a page from each of five producers. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { folder } from "./files.ts";

/** A PDF on the disk, and words that stand on its first page. */
export interface Paper {
  name: string;
  path: string;
  words: string;
}

const vietnamese = "Tờ trình về quỹ dự trữ tài chính";
const ascii = "To trinh ve quy du tru tai chinh";

/** 93 MB in 300 pages of pictures, as a scanner leaves them. */
export function longScan(): Paper {
  const path = join(folder(), "ban-quet-dai.pdf");
  execFileSync("go", ["run", "./internal/testkit/scan/long", path], { cwd: "..", stdio: "inherit" });
  return { name: "ban-quet-dai", path, words: "" };
}

const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="595" height="842"><rect width="595" height="842" fill="white"/>
<text x="60" y="100" font-family="DejaVu Serif" font-size="20">${vietnamese}</text></svg>`;

const postscript = `%!PS
/Times-Roman findfont 20 scalefont setfont 60 740 moveto (${ascii}) show showpage
`;

const python = `
import sys
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
pdfmetrics.registerFont(TTFont("DejaVu", "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"))
sheet = Canvas(sys.argv[1], pagesize=(595, 842))
sheet.setFont("DejaVu", 20)
sheet.drawString(60, 740, "${vietnamese}")
sheet.save()
`;

/** One paper of each producer; scripts/tools installs what they need. The browser is one of them. */
export async function producers(browser: Page): Promise<Paper[]> {
  const place = folder();
  const at = (name: string) => join(place, `${name}.pdf`);
  await browser.setContent(`<p style="font: 20pt serif">${vietnamese}</p>`);
  writeFileSync(at("skia"), await browser.pdf());
  execFileSync("rsvg-convert", ["--format", "pdf", "--output", at("cairo")], { input: svg });
  writeFileSync(at("groff"), execFileSync("groff", ["-Tpdf"], { input: `.ps 20\n.sp 5\n${ascii}\n` }));
  const distil = ["-q", "-dNOPAUSE", "-dBATCH", "-sPAPERSIZE=a4", "-sDEVICE=pdfwrite"];
  execFileSync("gs", [...distil, `-sOutputFile=${at("ghostscript")}`, "-"], { input: postscript });
  execFileSync("/usr/bin/python3", ["-c", python, at("reportlab")]);
  const made: [name: string, producer: string, words: string][] = [
    ["skia", "Skia/PDF", vietnamese],
    ["cairo", "cairo", vietnamese],
    ["groff", "gropdf", ascii],
    ["ghostscript", "GPL Ghostscript", ascii],
    ["reportlab", "ReportLab", vietnamese],
  ];
  return made.map(([name, producer, words]) => {
    if (!readFileSync(at(name)).includes(producer)) throw new Error(`${name}.pdf does not come from ${producer}.`);
    return { name, path: at(name), words };
  });
}
