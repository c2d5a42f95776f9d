/**
 * One whole session from its morning to certified minutes, at eight browsers at once: the
 * chair, the secretariat, four members (one checked in by the code on the projector, one
 * without a mouse, one from afar, one recused), a guest of one item, the projector.
 * The other members are there over the API, as their tablets would be.
 */
import type { APIRequestContext } from "@playwright/test";
import { enter, tabTo } from "../lib/keyboard.ts";
import type { Account } from "../lib/server.ts";
import { test as base, expect, sessions, type Visitor } from "../lib/test.ts";

interface Person {
  id: string;
  name: string;
}

interface Item {
  id: string;
  rev: number;
  kind: string;
  number: string;
  title: string;
  lead: string;
  minutes: number;
  stage: string;
  outcome: string;
  closed: boolean;
  papers: { version: string; pages: number }[];
}

interface Agenda {
  items: Item[];
  consent: string[];
}

interface Vote {
  id: string;
  items: string[];
  text: string;
  state: string;
  tallies: {
    item: string;
    base: number;
    needed: number;
    not_answered: number;
    sentence: { vi: string };
    counts: { choice: string; count: number }[];
  }[];
}

/** A member at a tablet of which only its requests are played. */
class Tablet {
  constructor(
    readonly calls: APIRequestContext,
    readonly account: Account,
  ) {}

  async act<T>(path: string, data?: unknown, method: "POST" | "PUT" = "POST"): Promise<T> {
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const answer = await this.calls.fetch(path, { method, headers, ...(data === undefined ? {} : { data }) });
    if (!answer.ok()) throw new Error(`${this.account.login}: ${path}: ${answer.status()} ${await answer.text()}`);
    return (answer.status() === 204 ? undefined : await answer.json()) as T;
  }

  async vote(vote: string, choice: string): Promise<void> {
    const ready = await this.act<{ record: string; seal: string }>(`/api/votes/${vote}/prepare`, { choice });
    await this.act(`/api/votes/${vote}/cast`, { record: ready.record, seal: ready.seal });
  }
}

/** Opens what signs votes for the whole session, as the first vote on a tablet does. */
async function signs(member: Tablet, who: Visitor, meeting: string): Promise<void> {
  const { code } = await who.server.get<{ code: string }>(`/api/demo/code?login=${member.account.login}`);
  await member.act("/api/session/signing-window", { password: await who.password(), code });
  await member.act(`/api/meetings/${meeting}/signing`);
}

const test = base.extend<{ tablet: (login: string) => Promise<Tablet> }>({
  tablet: async ({ playwright, server }, use) => {
    const open: APIRequestContext[] = [];
    await use(async (login) => {
      const account = (await server.demo()).accounts.find((one) => one.login === login);
      if (!account) throw new Error(`Nobody is called ${login}.`);
      const calls = await playwright.request.newContext({ baseURL: server.url });
      open.push(calls);
      const tablet = new Tablet(calls, account);
      await tablet.act("/api/session/demo", { token: account.path.split("demo=")[1] });
      return tablet;
    });
    await Promise.all(open.map((calls) => calls.dispose()));
  },
});

/** The open vote in the rail. */
function panel(who: Visitor) {
  return who.page.getByRole("region", { name: "Đang biểu quyết" });
}

/** The window in which one chooses and confirms. */
function sheet(who: Visitor) {
  return who.page.getByRole("alertdialog", { name: /^Biểu quyết lần/ });
}

function next(who: Visitor) {
  return who.page.getByRole("region", { name: "Việc tiếp theo" });
}

/** Chooses and comes to the record that will be stored. */
async function choose(who: Visitor, choice: string): Promise<void> {
  await panel(who).getByRole("button", { name: "Biểu quyết", exact: true }).click();
  await sheet(who).getByText(choice, { exact: true }).click();
  await sheet(who).getByRole("button", { name: "Biểu quyết", exact: true }).click();
  await expect(sheet(who).getByRole("button", { name: "Xác nhận và gửi" })).toBeVisible();
}

function voted(who: Visitor) {
  return panel(who).getByText(/^Đã ghi nhận \d\d:\d\d:\d\d/);
}

test("a whole session at eight browsers", async ({ as, anybody, tablet, server, clock, browserConsole }) => {
  test.setTimeout(900_000);
  // The break of two networks, a screen that nobody is signed in at, a guest who may not read a list.
  browserConsole.expect(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_CONNECTION_FAILED|WebSocket|status of 401/);
  await clock.forward(new Date("2026-11-20T00:40:00Z"));

  const desk = await as("thu-ky-1", "desk");
  const chair = await as("thu-tuong", "landscape");
  const scanning = await as("bo-truong-quoc-phong", "portrait");
  const typing = await as("bo-truong-khoa-hoc", "landscape");
  const afar = await as("bo-truong-ngoai-giao", "portrait");
  const recused = await as("bo-truong-y-te", "landscape");
  const guest = await as("khach-moi", "landscape");
  const screen = await anybody("landscape");
  const inside = [desk, chair, scanning, typing, afar];
  const people = [...inside, recused, guest];

  const { id: meeting } = await desk.find("/api/meetings", sessions.coming);
  const agenda = (who: Visitor) => who.get<Agenda>(`/api/meetings/${meeting}/agenda`);
  const votes = async (who: Visitor) => (await who.get<{ votes: Vote[] }>(`/api/meetings/${meeting}/votes`)).votes;
  const { seats } = await desk.get<{ seats: { person: Person }[] }>(`/api/meetings/${meeting}/attendance`);
  const named = async (login: string) => (await server.demo()).accounts.find((one) => one.login === login)?.name ?? "";
  const idOf = async (login: string) => {
    const name = await named(login);
    return seats.find((seat) => seat.person.name === name)?.person.id ?? "";
  };

  // The agenda is changed on the morning: one is recused, two matters come that nobody objects to.
  const before = await agenda(desk);
  const matter = before.items.find((item) => item.kind === "decide");
  if (!matter) throw new Error("nothing to decide");
  const full = await desk
    .get<Record<string, unknown> & Item>(`/api/meetings/${meeting}/agenda`)
    .then((all) =>
      (all as unknown as { items: (Item & { matter: string; note: string })[] }).items.find(
        (one) => one.id === matter.id,
      ),
    );
  await desk.act(
    `/api/items/${matter.id}`,
    {
      rev: matter.rev,
      item: {
        kind: "decide",
        title: matter.title,
        note: full?.note ?? "",
        matter: full?.matter ?? "",
        lead: matter.lead,
        chair: "",
        minutes: 20,
        guests: [],
        recused: [await idOf("bo-truong-y-te")],
      },
    },
    "PUT",
  );
  const consented = ["Gia hạn thí điểm cấp phép môi trường trực tuyến", "Phê duyệt quy hoạch bảo tồn di tích"];
  for (const title of consented)
    await desk.act(`/api/meetings/${meeting}/items`, {
      parent: "",
      item: {
        kind: "decide",
        title,
        note: "",
        matter: "",
        lead: "Văn phòng Chính phủ",
        chair: "",
        minutes: 5,
        guests: [],
        recused: [],
      },
    });
  const { meeting_rev } = await desk.get<{ meeting_rev: number }>(`/api/meetings/${meeting}`);
  await desk.act(`/api/meetings/${meeting}/convene`, { meeting_rev });

  const known = new Set(
    await Promise.all(
      ["thu-tuong", "bo-truong-quoc-phong", "bo-truong-khoa-hoc", "bo-truong-ngoai-giao", "bo-truong-y-te"].map(named),
    ),
  );
  const others = (await server.demo()).accounts.filter(
    (one) => !known.has(one.name) && seats.some((seat) => seat.person.name === one.name),
  );
  const crowd: Tablet[] = [];
  for (const one of others.slice(0, 12)) crowd.push(await tablet(one.login));
  const late = others[12];
  if (!late) throw new Error("too few members");
  const without = await tablet(late.login);

  await test.step("the projector is paired and has the code to check in on", async () => {
    await screen.page.goto("/projector");
    const code = screen.page.locator(".screen-code");
    await expect(code).toHaveText(/^[2-9A-Z]{4} [2-9A-Z]{4}$/);
    await desk.page.goto(`/meetings/${meeting}`);
    await desk.page.getByRole("button", { name: "Màn hình phòng họp" }).click();
    const dialog = desk.page.getByRole("dialog", { name: "Màn hình phòng họp" });
    await dialog.getByLabel("Mã trên màn hình").fill((await code.textContent()) ?? "");
    await dialog.getByRole("button", { name: "Ghép màn hình" }).click();
    await expect(screen.page.getByRole("img", { name: "Mã điểm danh" })).toBeVisible();
    await dialog.getByRole("button", { name: "Đóng" }).first().click();
    await expect(dialog).toBeHidden();
  });

  await test.step("everybody comes in their own way", async () => {
    for (const who of people) if (who !== scanning && who !== desk) await who.page.goto(`/meetings/${meeting}`);
    const code = ((await screen.page.locator(".screen-code").textContent()) ?? "").replace(" ", "");
    await scanning.page.goto(`/meetings/${meeting}#code=${code}`);
    for (const who of [chair, recused])
      await who.page.getByRole("button", { name: "Tôi có mặt tại phòng họp" }).click();
    await afar.page.getByRole("button", { name: "Tôi dự trực tuyến" }).click();
    await enter(typing.page.getByRole("button", { name: "Tôi có mặt tại phòng họp" }));
    for (const who of [scanning, chair, recused, typing])
      await expect(who.page.getByText(/^Đã điểm danh tại phòng họp lúc/)).toBeVisible();
    await expect(afar.page.getByText(/^Đã điểm danh trực tuyến lúc/)).toBeVisible();
    for (const one of crowd) await one.act(`/api/meetings/${meeting}/check-in`, { manner: "room" });
    await expect(screen.page.getByText(/17\/27/)).toBeVisible();
    await screen.look("whole-1-screen-check-in");
    await scanning.look("whole-1-member-before");
  });

  // Beforehand everybody present says that they do not object.
  const ids = (await agenda(desk)).items.filter((item) => consented.includes(item.title)).map((item) => item.id);
  expect(ids).toHaveLength(2);
  for (const id of ids) {
    for (const one of [...crowd, without])
      await one.act(`/api/items/${id}/mark`, { mark: "no_objection", note: "" }, "PUT");
    for (const who of [chair, scanning, typing, afar, recused])
      await who.act(`/api/items/${id}/mark`, { mark: "no_objection", note: "" }, "PUT");
  }

  await test.step("the session opens, and its quorum is told on every screen", async () => {
    await chair.page.getByRole("button", { name: "Khai mạc" }).click();
    await chair.look("whole-2-open");
    await chair.page.getByRole("alertdialog").getByRole("button", { name: "Khai mạc" }).click();
    for (const who of people)
      await expect(who.page.getByRole("heading", { level: 1, name: sessions.coming })).toBeVisible();
    await expect(next(chair)).toBeVisible();
    // Somebody without a tablet is entered by the secretariat, and all screens count one more.
    await desk.page.getByRole("button", { name: /17\/27/ }).click();
    await desk.page.getByRole("button", { name: `Ghi có mặt: ${late.name}` }).click();
    await desk.page.keyboard.press("Escape");
    await expect(desk.page.getByRole("dialog")).toHaveCount(0);
    for (const who of [...inside, screen]) await expect(who.page.getByText(/18\/27/).first()).toBeVisible();
    await screen.look("whole-2-screen-seats");
  });

  await test.step("the consent block is adopted in one act", async () => {
    for (const one of crowd) await signs(one, desk, meeting);
    await expect(next(desk).getByText(/^\d nội dung mọi thành viên có mặt/)).toBeVisible();
    await desk.look("whole-3-desk-consent");
    await enter(next(desk).getByRole("button", { name: "Thông qua chung" }));
    const opening = desk.page.getByRole("dialog", { name: "Mở biểu quyết" });
    await enter(opening.getByRole("button", { name: "Mở biểu quyết" }));
    for (const who of [scanning, afar]) {
      await choose(who, "Tán thành");
      await sheet(who).getByRole("button", { name: "Xác nhận và gửi" }).click();
      await who.sign();
      await expect(voted(who)).toBeVisible();
    }
    const [vote] = await votes(desk);
    if (!vote) throw new Error("no vote");
    expect(vote.items).toHaveLength(2);
    for (const one of crowd) await one.vote(vote.id, "agree");
    await expect(next(desk).getByText("14/27 thành viên đã biểu quyết.")).toBeVisible();
    await screen.look("whole-3-screen-vote");
    await enter(next(desk).getByRole("button", { name: "Đóng biểu quyết" }));
    await enter(desk.page.getByRole("alertdialog").getByRole("button", { name: "Đóng biểu quyết" }));
    await expect(next(desk).getByRole("button", { name: "Bắt đầu nội dung 1" })).toBeVisible();
    const done = (await agenda(desk)).items.filter((item) => ids.includes(item.id));
    expect(done.map((item) => [item.stage, item.outcome])).toEqual([
      ["done", "adopted"],
      ["done", "adopted"],
    ]);
    await screen.look("whole-3-screen-result");
  });

  await test.step("a report is noted", async () => {
    await enter(next(desk).getByRole("button", { name: "Bắt đầu nội dung 1" }));
    await enter(next(desk).getByRole("button", { name: "Kết luận", exact: true }).last());
    await enter(desk.page.getByRole("dialog").getByRole("button", { name: "Ghi kết luận" }));
    await expect(next(desk).getByRole("button", { name: "Bắt đầu nội dung 2" })).toBeVisible();
  });

  await test.step("a page is presented: all follow, one leaves and comes back", async () => {
    await enter(next(desk).getByRole("button", { name: "Bắt đầu nội dung 2" }));
    await expect(chair.page.getByRole("button", { name: "Trình chiếu trang này" })).toBeVisible();
    await chair.page.getByRole("button", { name: /^Trang sau/ }).click();
    await chair.page.getByRole("button", { name: "Trình chiếu trang này" }).click();
    const shown = screen.page.locator("div.screen-page");
    await expect(shown).toHaveAttribute("data-page", "2", { timeout: 60_000 }); // eight browsers draw it at once
    for (const who of [scanning, typing, afar, desk])
      await expect(who.page.getByText("Đang theo trang trình chiếu")).toBeVisible();
    await scanning.page.getByRole("button", { name: /^Trang trước/ }).click();
    const back = scanning.page.getByRole("button", { name: "Trở lại trang trình chiếu (2)" });
    await expect(back).toBeVisible();
    await expect(shown).toHaveAttribute("data-page", "2");
    await back.click();
    await expect(scanning.page.getByText("Đang theo trang trình chiếu")).toBeVisible();
    await screen.look("whole-4-screen-page");
    await scanning.look("whole-4-member-room");
    await chair.look("whole-4-chair-room");
  });

  await test.step("who is recused or a guest of another item learns nothing of it", async () => {
    await expect(recused.page.getByText(/^Ông\/bà không tham gia nội dung này/).first()).toBeVisible();
    await expect(recused.page.getByRole("region", { name: /^Tài liệu: / })).toHaveCount(0);
    const seen = (await agenda(recused)).items.find((item) => item.id === matter.id);
    expect(seen?.closed).toBe(true);
    expect(seen?.papers ?? []).toEqual([]);
    const all = (await agenda(guest)).items;
    expect(all.map((item) => item.kind)).toEqual(["discuss"]);
    await expect(guest.page.getByRole("main")).not.toContainText(matter.title);
    await expect(guest.page.getByRole("main")).not.toContainText(/\/27|thành viên có mặt/);
    expect(await votes(guest)).toEqual([]);
    await recused.look("whole-5-recused");
    await guest.look("whole-5-guest");
  });

  await test.step("the floor: a point of order goes before those who asked earlier", async () => {
    await next(chair).getByRole("button", { name: "Thành viên phát biểu", exact: true }).click();
    await crowd[0]?.act(`/api/items/${matter.id}/requests`, { kind: "speech" });
    const floor = (who: Visitor) => who.page.getByRole("region", { name: "Phát biểu", exact: true });
    await enter(floor(typing).getByRole("button", { name: "Đăng ký phát biểu" }));
    await expect(floor(typing).getByText("Đã đăng ký, đứng thứ 2")).toBeVisible();
    await floor(scanning).getByRole("button", { name: "Ý kiến về trình tự" }).click();
    await scanning.page.getByRole("menuitem", { name: "Ý kiến về trình tự" }).click();
    await expect(floor(scanning).getByText("Đã đăng ký, đứng thứ 1")).toBeVisible();
    await expect(floor(typing).getByText("Đã đăng ký, đứng thứ 3")).toBeVisible();
    for (const login of ["bo-truong-quoc-phong", crowd[0]?.account.login ?? "", "bo-truong-khoa-hoc"]) {
      const name = await named(login);
      await next(chair)
        .getByRole("button", { name: `Mời ${name} phát biểu` })
        .click();
      await expect(screen.page.locator(".screen-speaker")).toContainText(name);
      if (login === "bo-truong-khoa-hoc") {
        await screen.look("whole-6-screen-speaker");
        await typing.look("whole-6-member-speaks");
      }
      await next(chair)
        .getByRole("button", { name: `Kết thúc phát biểu của ${name}` })
        .click();
      await expect(screen.page.locator(".screen-speaker")).toHaveCount(0);
    }
  });

  await test.step("a vote, with the networks of two members broken in its middle", async () => {
    await tabTo(next(desk).getByRole("button", { name: "Biểu quyết", exact: true }));
    await desk.page.keyboard.press("Enter");
    await expect(next(desk).getByRole("button", { name: "Mở biểu quyết" })).toHaveClass(/primary/);
    await enter(next(desk).getByRole("button", { name: "Mở biểu quyết" }));
    const opening = desk.page.getByRole("dialog", { name: "Mở biểu quyết" });
    await desk.look("whole-7-desk-opens");
    await enter(opening.getByRole("button", { name: "Mở biểu quyết" }));
    const vote = await expect
      .poll(async () => (await votes(desk)).find((one) => one.state === "open"))
      .toBeTruthy()
      .then(async () => (await votes(desk)).find((one) => one.state === "open"));
    if (!vote) throw new Error("no vote is open");

    // One loses the network before the answer leaves.
    await choose(scanning, "Tán thành");
    await scanning.look("whole-7-ballot");
    await scanning.page.context().setOffline(true);
    await sheet(scanning).getByRole("button", { name: "Xác nhận và gửi" }).click();
    await expect(sheet(scanning).getByRole("button", { name: "Đang gửi…" })).toBeVisible();
    await expect(sheet(scanning).getByText(/^Mất kết nối. Xin để nguyên màn hình này/)).toBeVisible();
    await scanning.look("whole-7-not-sent");
    // The other after the server has recorded it and before it says so.
    await choose(afar, "Không tán thành");
    const asked: (string | undefined)[] = [];
    await afar.page.route("**/cast", async (route) => {
      asked.push(route.request().headers()["idempotency-key"]);
      if (asked.length > 1) return route.continue();
      await route.fetch();
      await afar.page.context().setOffline(true);
      await route.abort("connectionfailed");
    });
    await sheet(afar).getByRole("button", { name: "Xác nhận và gửi" }).click();
    await expect(sheet(afar).getByText("Chưa gửi được", { exact: true })).toBeVisible();

    // Meanwhile the vote goes on.
    for (const one of crowd) await one.vote(vote.id, "agree");
    const { code } = await server.get<{ code: string }>("/api/demo/code?login=thu-tuong");
    await chair.act("/api/session/signing-window", { password: await chair.password(), code });
    await chair.act(`/api/meetings/${meeting}/signing`, undefined);
    const ready = await chair.act<{ record: string; seal: string }>(`/api/votes/${vote.id}/prepare`, {
      choice: "other",
    });
    await chair.act(`/api/votes/${vote.id}/cast`, { record: ready.record, seal: ready.seal });
    await enter(panel(typing).getByRole("button", { name: "Biểu quyết", exact: true }));
    await tabTo(sheet(typing).getByRole("radio").first());
    await typing.page.keyboard.press("Space");
    await enter(sheet(typing).getByRole("button", { name: "Biểu quyết", exact: true }));
    await enter(sheet(typing).getByRole("button", { name: "Xác nhận và gửi" }));
    await tabTo(typing.signing().getByLabel("Mật khẩu"));
    await typing.page.keyboard.type(await typing.password());
    await tabTo(typing.signing().getByLabel("Mã 6 chữ số"));
    await typing.page.keyboard.type(await typing.code());
    await typing.page.keyboard.press("Enter");
    await expect(voted(typing)).toBeVisible();
    await expect(panel(typing).getByText(/^Biên nhận [0-9a-f]{8}$/)).toBeVisible();

    // Back again, the one is sent by itself, the other by the same press once more.
    for (const who of [scanning, afar]) await who.page.context().setOffline(false);
    await sheet(afar).getByRole("button", { name: "Xác nhận và gửi" }).click();
    for (const who of [scanning, afar]) {
      await expect(sheet(who)).toBeHidden();
      await expect(voted(who)).toBeVisible();
    }
    expect(asked).toHaveLength(2);
    expect(asked[1]).toBe(asked[0]);
    for (const who of [desk, chair, scanning, typing, afar])
      await expect(panel(who).getByText("16/27 đã biểu quyết").first()).toBeVisible({ timeout: 30_000 });
    await expect(screen.page.locator(".screen-count")).toContainText("16");
    await expect(panel(recused)).toHaveCount(0);
    await expect(panel(guest)).toHaveCount(0);
    await screen.look("whole-7-screen-vote");
    await chair.look("whole-7-chair-vote");

    await enter(next(desk).getByRole("button", { name: "Đóng biểu quyết" }));
    await enter(desk.page.getByRole("alertdialog").getByRole("button", { name: "Đóng biểu quyết" }));
    await expect(panel(desk)).toHaveCount(0);
    const tally = (await votes(desk)).find((one) => one.id === vote.id)?.tallies[0];
    if (!tally) throw new Error("no tally");
    const count = (choice: string) => tally.counts.find((one) => one.choice === choice)?.count ?? 0;
    expect([count("agree"), count("disagree"), count("other")]).toEqual([14, 1, 1]);
    for (const who of [...inside, screen]) {
      await expect(who.page.getByText(tally.sentence.vi).first()).toBeVisible();
      await expect(who.page.getByText(new RegExp(`${tally.needed}/${tally.base} để thông qua`)).first()).toBeVisible();
    }
    for (const who of [recused, guest]) {
      await expect(who.page.getByRole("main")).not.toContainText(tally.sentence.vi);
      expect(JSON.stringify(await votes(who))).not.toContain(vote.text);
    }
    await screen.look("whole-8-screen-result");
    await scanning.look("whole-8-member-result");
    await chair.look("whole-8-chair-result");
  });

  await test.step("the chair concludes; the guest's item comes, and only then the guest is in the room", async () => {
    await next(chair).getByRole("button", { name: "Sang bước: Kết luận" }).click();
    await next(chair).getByRole("button", { name: "Kết luận nội dung" }).click();
    const window = chair.page.getByRole("dialog", { name: /^Kết luận nội dung/ });
    await window.getByLabel("Ý kiến kết luận").fill("Chính phủ thống nhất thông qua; Bộ Tài chính hoàn thiện hồ sơ.");
    await chair.look("whole-9-conclude");
    await window.getByRole("button", { name: "Ghi kết luận" }).click();
    await expect(window).toBeHidden();
    await enter(next(desk).getByRole("button", { name: "Bắt đầu nội dung 3" }));
    await expect(guest.page.getByText("Đang xem xét", { exact: true })).toBeVisible();
    await guest.look("whole-9-guest-in-the-room");
    await expect(guest.page.getByRole("main")).not.toContainText(/\/27/);
    await next(chair).getByRole("button", { name: "Kết luận", exact: true }).last().click();
    await chair.page.getByRole("dialog").getByRole("button", { name: "Ghi kết luận" }).click();
  });

  await test.step("the chair ends the session on every screen", async () => {
    await next(chair).getByRole("button", { name: "Bế mạc" }).first().click();
    await chair.page.getByRole("alertdialog").getByRole("button", { name: "Bế mạc" }).click();
    await expect(screen.page.getByText("Phiên họp đã kết thúc")).toBeVisible();
    for (const who of inside) await expect(who.page.getByText("Đã bế mạc").first()).toBeVisible();
    await screen.look("whole-10-screen-over");
    await chair.look("whole-10-chair-over");
    await recused.look("whole-10-recused-over");
    await guest.look("whole-10-guest-over");
  });

  await test.step("the minutes are commented on, signed by two, and then stand", async () => {
    for (const who of [desk, chair]) {
      await who.page.getByRole("link", { name: /^Biên bản/ }).click();
      await expect(who.page.getByRole("heading", { level: 1, name: /^Biên bản: / })).toBeVisible();
      if (who !== desk) continue;
      await expect(desk.page.getByRole("main")).toContainText(matter.title);
      await desk.look("whole-11-desk-minutes");
      await desk.page.getByRole("button", { name: "Gửi góp ý" }).click();
      await desk.page.getByRole("dialog").getByRole("button", { name: "Gửi góp ý" }).click();
      await expect(desk.page.getByText("Đang lấy góp ý").first()).toBeVisible();
    }
    await chair.page
      .getByRole("button", { name: /^Góp ý: / })
      .first()
      .click();
    await chair.page.getByRole("textbox", { name: /^Góp ý: / }).fill("Ghi rõ họ tên thư ký.");
    await chair.page.getByRole("button", { name: "Gửi góp ý" }).click();
    await desk.page.getByLabel(`Trả lời góp ý của ${await named("thu-tuong")}`).fill("Đã ghi ở phần chữ ký.");
    await desk.page.getByRole("button", { name: "Trả lời", exact: true }).click();
    await expect(chair.page.getByText(/trả lời: Đã ghi ở phần chữ ký/)).toBeVisible();
    for (const [who, part] of [
      [desk, "Ký với tư cách thư ký"],
      [chair, "Ký với tư cách chủ tọa"],
    ] as const) {
      await who.page.getByRole("button", { name: "Ký", exact: true }).click();
      const record = who.page.getByRole("alertdialog", { name: /^Xem lại và ký/ });
      await expect(record.getByRole("button", { name: part })).toBeVisible();
      await who.look(who === desk ? "whole-11-desk-signs" : "whole-11-chair-signs");
      await record.getByRole("button", { name: part }).click();
      // Who has proved who they are for a vote a moment ago is not asked again.
      await Promise.race([who.signing().waitFor(), record.waitFor({ state: "hidden" })]);
      if (await who.signing().isVisible()) await who.sign();
      await expect(record).toBeHidden();
    }
    for (const who of [desk, chair]) await expect(who.page.getByText("Đã ký", { exact: true }).first()).toBeVisible();
    await scanning.page.goto(`/meetings/${meeting}/minutes`);
    await expect(scanning.page.getByRole("main")).toContainText(matter.title);
    await scanning.look("whole-11-member-minutes");
    // Who was recused reads an extract without what was said and voted there.
    await recused.page.goto(`/meetings/${meeting}`);
    await expect(recused.page.getByText("Đã bế mạc").first()).toBeVisible();
    await guest.page.goto(`/meetings/${meeting}`);
    await expect(guest.page.getByRole("main")).not.toContainText(matter.title);
  });
});
