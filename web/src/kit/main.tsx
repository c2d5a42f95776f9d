/** Every component on one page, at /kit.html of "npm run dev"; not part of the build. */
import { QueryClientProvider } from "@tanstack/react-query";
import { Printer } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { createRoot } from "react-dom/client";
import { Problem } from "../api/problem.ts";
import { queries } from "../api/query.ts";
import { locale, setLanguage, startLanguage, useLanguage } from "../i18n/index.ts";
import { AnswerChoice, AnswerMark } from "../ui/Answer.tsx";
import { Button } from "../ui/Button.tsx";
import { Checkbox, CheckboxGroup, RadioGroup } from "../ui/Choice.tsx";
import { ConnectionStatus, Countdown, Deadline } from "../ui/Connection.tsx";
import { DatePicker } from "../ui/DatePicker.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextArea, TextField } from "../ui/Field.tsx";
import { FileDrop } from "../ui/FileDrop.tsx";
import { Matrix } from "../ui/Matrix.tsx";
import { Card, DefinitionList, EmptyState, Page, Section } from "../ui/Page.tsx";
import { Pagination } from "../ui/Pagination.tsx";
import { Select } from "../ui/Select.tsx";
import { Banner, ErrorSummary, Loading, Progress, SendState, StateTag } from "../ui/Status.tsx";
import { Table } from "../ui/Table.tsx";
import { Tabs } from "../ui/Tabs.tsx";
import { UiProvider } from "../ui/UiProvider.tsx";
import "../styles/tokens.css";
import "../styles/base.css";
import "../styles/print.css";
import "./kit.css";

const Reader = lazy(() => import("../pdf/Reader.tsx"));
const paper = new URLSearchParams(location.search).get("pdf");

const refusal = new Problem(
  422,
  {
    detail: "Phiếu chưa gửi được: 2 nội dung cần sửa.",
    errors: [
      { path: "title", code: "x", detail: "Tên phiếu còn trống." },
      { path: "deadline", code: "x", detail: "Hạn trả lời phải sau hôm nay ít nhất 2 ngày làm việc." },
    ],
  },
  "",
);

function Kit() {
  useLanguage();
  const [answer, setAnswer] = useState<string | null>("disagree");
  const [option, setOption] = useState<string | null>("one");
  const [text, setText] = useState("");
  const [date, setDate] = useState("2026-11-24T10:00:00Z");
  const [dialog, setDialog] = useState(false);
  const [several, setSeveral] = useState(["one"]);
  const options = [
    { value: "one", label: "Nghị định 191/2026", note: "từ 29/05/2026" },
    { value: "two", label: "Nghị định 39/2022", note: "18/06/2022 - 28/05/2026" },
  ];
  return (
    <Page
      title="Dự thảo Nghị định về cơ chế một cửa quốc gia"
      lead="Bộ Tài chính chủ trì soạn thảo. 27 thành viên, 3 nội dung cần cho ý kiến."
      tag={<StateTag tone="active">Đang lấy ý kiến</StateTag>}
      back={{ href: "/", label: "Phiếu lấy ý kiến" }}
      tools={
        <>
          <Button variant="quiet" icon={<Printer aria-hidden />}>
            In
          </Button>
          <Button variant="quiet" onPress={() => void setLanguage("en")}>
            English
          </Button>
        </>
      }
      actions={
        <>
          <SendState state="success" recordedAt="09:42:10" />
          <Button onPress={() => setDialog(true)}>Xem lại</Button>
          <Button variant="primary">Ký và gửi ý kiến</Button>
        </>
      }
    >
      <ConnectionStatus />
      <p>
        <Deadline until="2026-11-24T10:00:00Z" />, <Countdown until="2020-01-01T00:00:00Z" />
      </p>
      <div className="columns">
        <AnswerChoice
          label="1. Đồng ý ban hành Nghị định?"
          value={answer}
          onChange={setAnswer}
          options={[
            { value: "agree", tone: "agree", label: "Đồng ý" },
            { value: "disagree", tone: "disagree", label: "Không đồng ý", note: "Cần ghi rõ ý kiến" },
            { value: "other", tone: "other", label: "Ý kiến khác", note: "Cần ghi rõ ý kiến" },
            { value: "discuss", tone: "discuss", label: "Đề nghị thảo luận tại phiên họp" },
          ]}
        />
        <AnswerChoice
          label="2. Chọn phương án"
          value={option}
          onChange={setOption}
          options={[
            { value: "one", tone: "option", label: "Phương án 1", note: "Cơ quan chủ trì đề xuất" },
            { value: "other", tone: "other", label: "Ý kiến khác" },
          ]}
        />
      </div>
      <div className="row">
        {(["agree", "deemed", "disagree", "other", "discuss", "none", "recused"] as const).map((tone) => (
          <AnswerMark key={tone} tone={tone} />
        ))}
      </div>
      <ErrorSummary error={refusal} />
      <Banner tone="warn" title="Giấy tờ đã thay đổi">
        Tờ trình được thay bằng bản 3 lúc 10:12 ngày 21/11/2026.
      </Banner>
      <Banner tone="good" title="Đã ghi nhận 09:42:10" />
      <Section title="Biểu mẫu">
        <div className="columns">
          <TextField label="Tên phiếu" name="title" value={text} onChange={setText} error={refusal.field("title")} />
          <TextArea label="Nội dung ý kiến" optional hint="Nêu rõ điều, khoản" value={text} onChange={setText} />
          <DatePicker
            label="Hạn trả lời"
            name="deadline"
            withTime
            value={date}
            onChange={setDate}
            error={refusal.field("deadline")}
          />
          <Select label="Quy tắc áp dụng" options={options} value={option} onChange={setOption} />
          <RadioGroup label="Thời điểm mở" options={options} value={option} onChange={setOption} />
          <CheckboxGroup label="Gửi tới" options={options} value={several} onChange={setSeveral} />
        </div>
        <Checkbox isSelected>Hiện kết quả cho thành viên trước khi đóng phiếu</Checkbox>
        <FileDrop label="Tờ trình" hint="Tệp PDF, tối đa 100 MB" onFiles={() => undefined} />
        <Progress label="Đang tải lên to-trinh.pdf" done={12} total={27} unit="trang" />
        <Loading />
      </Section>
      <Section title="Bảng">
        <Table
          caption="Phiếu đang mở"
          rows={[
            { id: "1", name: "Dự thảo Nghị định về đất đai", by: "Bộ Nông nghiệp và Môi trường", n: 24 },
            { id: "2", name: "Đề án chuyển đổi số quốc gia giai đoạn 2026-2030", by: "Bộ Khoa học và Công nghệ", n: 7 },
          ]}
          rowKey={(row) => row.id}
          sort={{ key: "n", descending: true }}
          onSort={() => undefined}
          columns={[
            { key: "name", header: "Tên phiếu", rowHeader: true, cell: (row) => row.name },
            { key: "by", header: "Cơ quan chủ trì", cell: (row) => row.by },
            { key: "n", header: "Đã trả lời", kind: "number", sortable: true, cell: (row) => `${row.n}/27` },
          ]}
        />
        <Matrix
          caption="Ý kiến theo thành viên"
          corner="Thành viên"
          columns={[
            { key: "1", header: "Câu 1" },
            { key: "2", header: "Câu 2" },
          ]}
          rows={[
            {
              key: "a",
              name: "Nguyễn Thị Thanh Hương",
              note: "Bộ trưởng Bộ Nội vụ",
              cells: [{ tone: "agree" }, { tone: "other" }],
            },
            {
              key: "b",
              name: "Trần Đức Minh",
              note: "Bộ trưởng Bộ Tài chính",
              cells: [{ tone: "disagree" }, { tone: "none" }],
            },
          ]}
        />
        <Pagination onNext={() => undefined}>1-20</Pagination>
      </Section>
      <Tabs
        label="Phần"
        parts={[
          { key: "a", label: "Giấy tờ", content: <p>Tờ trình, dự thảo, báo cáo thẩm định.</p> },
          { key: "b", label: "Lịch sử", content: <p>Trống</p> },
        ]}
      />
      <div className="columns">
        <Card href="/x" title="Dự thảo Nghị định về đất đai" footer={<Countdown until="2026-11-23T10:00:00Z" />}>
          <p className="soft">Bộ Nông nghiệp và Môi trường</p>
        </Card>
        <Card title="Kết quả">
          <DefinitionList
            items={[
              ["Đồng ý (trực tiếp)", "13"],
              ["Coi như đồng ý", "2"],
              ["Kết luận", "13 trực tiếp + 2 coi như đồng ý = 15/27, cần 14: thông qua"],
            ]}
          />
        </Card>
        <EmptyState title="Chưa có phiếu nào chờ ý kiến" action={<Button>Xem phiếu đã trả lời</Button>}>
          Khi Văn phòng Chính phủ gửi phiếu, phiếu sẽ hiện ở đây theo hạn trả lời.
        </EmptyState>
      </div>
      <Dialog
        isOpen={dialog}
        onClose={() => setDialog(false)}
        sheet
        title="Đóng phiếu: 24/27 đã trả lời, 3 coi như đồng ý"
        actions={
          <>
            <Button onPress={() => setDialog(false)}>Hủy</Button>
            <Button variant="danger">Đóng phiếu</Button>
          </>
        }
      >
        <p>Sau khi đóng, ý kiến không thay đổi được nữa.</p>
        <TextArea label="Lý do" value={text} onChange={setText} />
      </Dialog>
    </Page>
  );
}

function Root() {
  useLanguage();
  return (
    <QueryClientProvider client={queries}>
      <UiProvider locale={locale()}>
        {paper ? (
          <Suspense>
            <div className="kit-reader">
              <Reader src={paper} title="Tờ trình" download={paper} />
            </div>
          </Suspense>
        ) : (
          <Kit />
        )}
      </UiProvider>
    </QueryClientProvider>
  );
}

void startLanguage().then(() => {
  const root = document.getElementById("root");
  if (root) createRoot(root).render(<Root />);
});
