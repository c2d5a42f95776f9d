/** Files for uploads, made here so that every byte of them is known. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";

const folders: string[] = [];
process.on("exit", () => {
  for (const path of folders) rmSync(path, { recursive: true, force: true });
});

/** A folder that goes when the tests end. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "ecabinet-e2e-files-"));
  folders.push(path);
  return path;
}

/** A PDF of one page with a line of text; extra goes into its trailer. */
export function pdf(line: string, extra = ""): Buffer {
  const content = `BT /F1 14 Tf 72 760 Td (${line}) Tj ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
  let out = "%PDF-1.7\n";
  const at: number[] = [];
  for (const [index, object] of objects.entries()) {
    at.push(out.length);
    out += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const table = out.length;
  out += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const offset of at) out += `${String(offset).padStart(10, "0")} 00000 n \n`;
  out += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${extra} >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(out, "latin1");
}

/** A PDF that asks for a password. */
export function locked(): Buffer {
  const key = `<${"ab".repeat(32)}>`;
  return pdf(
    "khoa",
    `/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O ${key} /U ${key} >> /ID [<00><00>]`,
  );
}

/** A PDF by its two ends, with nothing in between that a reader could use. */
export function damaged(): Buffer {
  return Buffer.concat([
    Buffer.from("%PDF-1.7\n"),
    Buffer.alloc(4000, "\x00\xffobj", "latin1"),
    Buffer.from("\n%%EOF"),
  ]);
}

/** The beginning of a picture. */
export const png = Buffer.from("\x89PNG\r\n\x1a\n0000", "latin1");

/** A file of that many bytes on the disk, with the beginning of a PDF. */
export function large(bytes: number): string {
  const path = join(folder(), "ban-quet-lon.pdf");
  writeFileSync(path, pdf("lon"));
  truncateSync(path, bytes);
  return path;
}

export function file(name: string, buffer: Buffer): { name: string; mimeType: string; buffer: Buffer } {
  return { name, mimeType: "application/pdf", buffer };
}

/** The text files of a ZIP, such as a DOCX or an XLSX, by their names (PKWARE APPNOTE 4.3). */
export function unzip(zip: Buffer): Record<string, string> {
  const out: Record<string, string> = {};
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const local = zip.readUInt32LE(at + 42);
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(begin, begin + size);
    out[zip.toString("utf8", at + 46, at + 46 + name)] = (method === 0 ? bytes : inflateRawSync(bytes)).toString(
      "utf8",
    );
    at += 46 + name + extra + comment;
  }
  return out;
}
