/** Tables as offices send them: a document of Word, and a workbook of Excel, no more of each than a reader needs. */
import { crc32 } from "node:zlib";

type Rows = string[][];

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** An archive whose parts are stored as they are. */
function zip(parts: Record<string, string>): Buffer {
  const files: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const content = Buffer.from(text, "utf8");
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt32LE(crc32(content), 10);
    facts.writeUInt32LE(content.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(name.length, 22);
    const file = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), facts, Buffer.from(name), content]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    list.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), facts, rest, Buffer.from(name)]));
    files.push(file);
    at += file.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(list.length, 8);
  end.writeUInt16LE(list.length, 10);
  end.writeUInt32LE(Buffer.concat(list).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, ...list, end]);
}

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const openXML = "http://schemas.openxmlformats.org";

/** A document with a title and one table. */
export function docx(title: string, rows: Rows): Buffer {
  const paragraph = (text: string) => `<w:p><w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`;
  const table = rows.map((row) => `<w:tr>${row.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join("")}</w:tr>`);
  return zip({
    "[Content_Types].xml": `${declaration}<Types xmlns="${openXML}/package/2006/content-types"/>`,
    "word/document.xml": `${declaration}<w:document xmlns:w="${openXML}/wordprocessingml/2006/main"><w:body>${paragraph(title)}<w:tbl>${table.join("")}</w:tbl></w:body></w:document>`,
  });
}

/** A workbook of one sheet, whose cells are text; what begins with "=" is a formula. */
export function xlsx(rows: Rows): Buffer {
  const cell = (text: string, row: number, column: number) => {
    const at = `${String.fromCharCode(65 + column)}${row + 1}`;
    return text.startsWith("=")
      ? `<c r="${at}"><f>${escaped(text.slice(1))}</f></c>`
      : `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
  };
  const data = rows.map(
    (row, at) => `<row r="${at + 1}">${row.map((text, column) => cell(text, at, column)).join("")}</row>`,
  );
  const relation = (id: string, type: string, target: string) =>
    `${declaration}<Relationships xmlns="${openXML}/package/2006/relationships"><Relationship Id="${id}" Type="${openXML}/officeDocument/2006/relationships/${type}" Target="${target}"/></Relationships>`;
  const type = (part: string, kind: string) =>
    `<Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`;
  return zip({
    "[Content_Types].xml": `${declaration}<Types xmlns="${openXML}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${type("/xl/workbook.xml", "sheet.main")}${type("/xl/worksheets/sheet1.xml", "worksheet")}</Types>`,
    "_rels/.rels": relation("rId1", "officeDocument", "xl/workbook.xml"),
    "xl/workbook.xml": `${declaration}<workbook xmlns="${openXML}/spreadsheetml/2006/main" xmlns:r="${openXML}/officeDocument/2006/relationships"><sheets><sheet name="Ý kiến" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relation("rId1", "worksheet", "worksheets/sheet1.xml"),
    "xl/worksheets/sheet1.xml": `${declaration}<worksheet xmlns="${openXML}/spreadsheetml/2006/main"><sheetData>${data.join("")}</sheetData></worksheet>`,
  });
}
