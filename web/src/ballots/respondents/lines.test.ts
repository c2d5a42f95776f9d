import { describe, expect, it } from "vitest";
import { lineAt, linesOf, pasted, sameLines, sectorOf } from "./lines.ts";

describe("a pasted list of respondents", () => {
  it("reads name, address and kind in any order, by semicolons or the columns of a table", () => {
    expect(
      linesOf(
        "Bộ Tư pháp; vp@moj.example\n\nCông ty Sông Hồng\tdoanh nghiệp\tsh@sh.example\r\nTS. Lê An; ; an@vien.example\n",
      ),
    ).toEqual([
      { name: "Bộ Tư pháp", sector: "ministry", email: "vp@moj.example", person: null },
      { name: "Công ty Sông Hồng", sector: "business", email: "sh@sh.example", person: null },
      { name: "TS. Lê An", sector: "expert", email: "an@vien.example", person: null },
    ]);
  });

  it("loses nothing that it does not know: it is refused as an address", () => {
    expect(linesOf("Công ty A; doanh nghiệp; khong-phai-thu")[0]).toMatchObject({
      sector: "business",
      email: "khong-phai-thu",
    });
  });

  it("keeps a line without a name, so that it is said which one", () => {
    expect(linesOf("; a@b.vn")).toEqual([{ name: "", sector: "other", email: "a@b.vn", person: null }]);
  });

  it("tells the kind by the name, and lets a column say otherwise", () => {
    expect(
      ["Bộ Tài chính", "UBND tỉnh Lào Cai", "Hội Nông dân", "Tập đoàn Dầu khí", "Trung tâm Bồi dưỡng", "Hộichợ"].map(
        sectorOf,
      ),
    ).toEqual(["ministry", "province", "association", "business", "other", "other"]);
    expect(linesOf("Bộ phận Pháp chế Sông Đà; doanh nghiệp")[0]?.sector).toBe("business");
  });

  it("leaves out the head and the numbers of a table, and takes the columns as the head says", () => {
    const table = [
      "STT\tTên cơ quan, tổ chức\tNhóm\tĐịa chỉ thư\tGhi chú",
      "1\tUBND tỉnh Lào Cai\tĐịa phương\tvp@laocai.example\tgửi cả bản giấy",
      "2\tTrung tâm Bồi dưỡng\tViện, trường\t\t",
    ].join("\n");
    expect(pasted(table)).toEqual({
      headed: true,
      numbered: true,
      lines: [
        { name: "UBND tỉnh Lào Cai", sector: "province", email: "vp@laocai.example", person: null },
        { name: "Trung tâm Bồi dưỡng", sector: "other", email: "", person: null },
      ],
    });
    expect(linesOf("Nhóm\tĐơn vị\nHiệp hội\tVASEP")).toEqual([
      { name: "VASEP", sector: "association", email: "", person: null },
    ]);
  });

  it("leaves out numbers without a head, and takes no respondent for one", () => {
    expect(pasted("1.; Bộ Tư pháp; a@b.vn\n2.; Bộ Công an")).toMatchObject({
      headed: false,
      numbered: true,
      lines: [
        { name: "Bộ Tư pháp", email: "a@b.vn" },
        { name: "Bộ Công an", email: "" },
      ],
    });
    expect(pasted("Đơn vị tư vấn Sông Đà; a@b.vn\nTổ chức Plan; c@d.vn")).toMatchObject({
      headed: false,
      numbered: false,
      lines: [{ name: "Đơn vị tư vấn Sông Đà" }, { name: "Tổ chức Plan" }],
    });
    expect(linesOf("Đơn vị tư vấn Sông Đà; tổ chức")).toHaveLength(1);
    expect(linesOf("Tổ chức Plan\nTổ chức Oxfam")).toHaveLength(2);
  });

  it("finds the line of a refusal, and whether anything changed", () => {
    expect(lineAt("respondents[12].email")).toEqual({ index: 12, field: "email" });
    expect(lineAt("respondents")).toBeNull();
    const list = linesOf("A\nB");
    expect(sameLines(list, linesOf("A;\nB"))).toBe(true);
    expect(sameLines(list, linesOf("B\nA"))).toBe(false);
  });
});
