/**
 * Every screen in every role that has it: accessible, whole and quiet at each size,
 * in Vietnamese and in English. A new screen is one line of the table.
 */
import { ballots, expect, sessions, test, type Visitor } from "../lib/test.ts";

type Path = string | ((who: Visitor) => Promise<string>);

/** "/ballots/desk/<id>/edit" of a ballot that this person may read. */
function ballot(title: RegExp, list: "desk" | "waiting" | "answered" | "past" | "office" = "desk") {
  return (before: string, after = "") =>
    async (who: Visitor) =>
      `${before}/${(await who.find(`/api/ballots?list=${list}&limit=200`, title)).id}${after}`;
}

function office(title: RegExp, member: RegExp) {
  return async (who: Visitor) => {
    const me = await who.get<{ offices: { member: { id: string; full_name: string } }[] }>("/api/me");
    const { id } = await who.find("/api/ballots?list=office&limit=200", title);
    return `/ballots/office/${id}/${me.offices.find((one) => member.test(one.member.full_name))?.member.id}`;
  };
}

function matter(title: RegExp, after = "") {
  return async (who: Visitor) => `/dossiers/${(await who.find("/api/matters?limit=200", title)).id}${after}`;
}

function paper(title: RegExp) {
  return async (who: Visitor) => {
    const { id } = await who.find("/api/matters?limit=200", title);
    const read = await who.get<{ documents: { id: string }[] }>(`/api/matters/${id}`);
    return `/dossiers/${id}/papers/${read.documents[0]?.id}`;
  };
}

function session(title: RegExp, after = "") {
  return async (who: Visitor) => {
    const list = title === sessions.past ? "/api/meetings?when=past" : "/api/meetings";
    return `/meetings/${(await who.find(list, title)).id}${after}`;
  };
}

function task(board: string, text: RegExp) {
  return async (who: Visitor) => {
    const { items } = await who.get<{ items: { id: string; text: string }[] }>(`/api/tasks?board=${board}`);
    const found = items.find((one) => text.test(one.text));
    if (!found) throw new Error(`${who.login} has no task on ${text} on the board ${board}.`);
    return `/tasks/${found.id}`;
  };
}

const person = async (who: Visitor) => `/people/${(await who.find("/api/people?q=Tạ Hữu Nhân", /Tạ Hữu Nhân/)).id}`;

const screens: [role: string, login: string, paths: Path[]][] = [
  [
    "a member",
    "bo-truong-y-te",
    [
      "/home",
      ballot(ballots.fresh, "waiting")("/ballots"),
      ballot(ballots.half, "waiting")("/ballots"), // with a draft of the office
      ballot(ballots.certified, "past")("/ballots"),
      "/ballots/history",
      "/people/office",
      "/account",
      "/sessions",
      "/ballots/desk/nothing/at/all",
    ],
  ],
  [
    "a member who has answered",
    "bo-truong-cong-thuong",
    [
      ballot(ballots.half, "answered")("/ballots"),
      ballot(ballots.round, "answered")("/ballots"),
      ballot(ballots.closed, "past")("/ballots"),
      ballot(ballots.options, "past")("/ballots"),
      ballot(ballots.recalled, "past")("/ballots"),
    ],
  ],
  [
    "a member in sessions",
    "bo-truong-quoc-phong",
    ["/meetings", session(sessions.coming), session(sessions.running), session(sessions.past)],
  ],
  [
    "a member after a session",
    "bo-truong-quoc-phong",
    [session(sessions.past, "/minutes"), session(sessions.past, "/notice")],
  ],
  ["the chair after a session", "thu-tuong", [session(sessions.past, "/resolution")]],
  [
    "the secretariat after a session",
    "thu-ky-1",
    [session(sessions.past, "/minutes"), session(sessions.past, "/resolution")],
  ],
  [
    "the secretariat's tasks",
    "thu-ky-2",
    [
      "/tasks",
      "/tasks?board=reported",
      "/tasks?board=closed",
      "/tasks?due=none&q=không-có-gì",
      "/tasks/overview",
      "/tasks/new",
      task("todo", /vật liệu xây dựng thông thường/), // more time is asked for
      task("reported", /trụ sở dôi dư/),
      task("closed", /giải ngân/),
      task("recalled", /an toàn thông tin/),
    ],
  ],
  ["the chair's tasks", "thu-tuong", ["/tasks", task("todo", /đường sắt/)]],
  ["a recused member", "bo-truong-y-te", [session(sessions.running)]],
  [
    "the chair of a session",
    "thu-tuong",
    ["/meetings", session(sessions.coming), session(sessions.running), session(sessions.past)],
  ],
  [
    "the secretariat's sessions",
    "thu-ky-1",
    [
      "/meetings",
      "/meetings/new",
      session(sessions.coming),
      session(sessions.coming, "/guests"),
      session(sessions.running),
      session(sessions.past),
    ],
  ],
  [
    "a clerk in sessions",
    "chuyen-vien-bo-truong-y-te",
    ["/meetings", session(sessions.coming), session(sessions.running)],
  ],
  ["the guest list as the chair has it", "thu-tuong", ["/home", session(sessions.coming, "/guests")]],
  ["a member without leave", "bo-truong-van-hoa", ["/home", "/meetings"]],
  ["a guest of one item", "khach-moi", ["/meetings", session(sessions.coming)]],
  ["a unit that is to name somebody", "soan-thao-giao-thong", ["/meetings"]],
  ["the Prime Minister", "thu-tuong", ["/home", ballot(ballots.half, "waiting")("/ballots")]],
  [
    "an approver",
    "pho-thu-tuong-2",
    [
      "/ballots/approvals",
      ballot(ballots.submitted)("/ballots/approvals"),
      ballot(ballots.approved)("/ballots/approvals"),
    ],
  ],
  [
    "a clerk",
    "chuyen-vien-bo-truong-y-te",
    ["/ballots/office", office(ballots.fresh, /Tạ Hữu Nhân/), office(ballots.half, /Tạ Hữu Nhân/)],
  ],
  ["an advising unit", "don-vi-bo-truong-tai-chinh", ["/ballots/office", office(ballots.half, /Phan Thị Thu Hà/)]],
  ["a head of an office", "thu-ky-bo-truong-tu-phap", ["/ballots/office", office(ballots.half, /Đặng Ngọc Sơn/)]],
  [
    "the secretariat's ballots",
    "thu-ky-1",
    [
      "/ballots/desk",
      "/ballots/desk?state=draft",
      "/ballots/desk?state=submitted",
      "/ballots/desk?state=approved",
      "/ballots/desk?state=closed",
      "/ballots/desk?state=certified",
      "/ballots/desk?state=ended",
      "/ballots/desk?state=recalled",
      ballot(ballots.draft)("/ballots/desk", "/edit"),
      ballot(ballots.submitted)("/ballots/desk"),
      ballot(ballots.approved)("/ballots/desk"),
      ballot(ballots.near)("/ballots/desk"),
      ballot(ballots.recalled)("/ballots/desk"),
      ballot(ballots.closed)("/ballots/desk"),
      ballot(ballots.closed)("/ballots/desk", "/result"),
      ballot(ballots.options)("/ballots/desk", "/result"),
      ballot(ballots.certified)("/ballots/desk", "/print"),
    ],
  ],
  [
    "the secretariat's matters and rules",
    "thu-ky-2",
    [
      "/dossiers/check",
      matter(/bữa ăn bán trú/, "/check"),
      matter(/Luật Đất đai/),
      paper(/Luật Đất đai/),
      "/rules/profiles",
      "/rules/calendar",
      "/rules/calendar/2027",
    ],
  ],
  [
    "a drafter",
    "soan-thao-tai-nguyen",
    ["/dossiers", "/dossiers/new", matter(/ngập/), matter(/Luật Đất đai/), paper(/Luật Đất đai/)],
  ],
  ["an analyst", "phan-tich", ["/ballots/desk?state=closed", ballot(ballots.closed)("/ballots/desk", "/result")]],
  [
    "an auditor",
    "kiem-toan",
    [
      "/audit",
      "/audit/journal",
      "/ballots/desk",
      ballot(ballots.certified)("/ballots/desk", "/result"),
      session(sessions.running),
      "/people/explain",
      "/people/policies",
    ],
  ],
  [
    "an administrator",
    "quan-tri-1",
    [
      "/people",
      person,
      "/people/requests",
      "/people/members",
      "/people/agencies",
      "/people/body",
      "/people/explain",
      "/people/policies",
      "/rules/profiles",
      "/rules/profiles/nd-191-2026",
      "/rules/calendar",
      "/audit/journal",
    ],
  ],
];

test.describe.configure({ mode: "parallel" });

for (const [role, login, paths] of screens) {
  test(`screens of ${role}`, async ({ as }) => {
    test.setTimeout(paths.length * 30_000);
    const visitor = await as(login, "desk");
    const known: string[] = [];
    for (const path of paths) known.push(typeof path === "string" ? path : await path(visitor));
    for (const language of ["vi", "en"] as const) {
      if (language === "en") await visitor.speak("en");
      for (const [index, path] of known.entries()) {
        await visitor.page.goto(path);
        await visitor.arrived();
        await visitor.look(`${login}-${index + 1}-${language}`);
      }
    }
  });
}

test("screens before sign-in", async ({ anybody, browserConsole }) => {
  browserConsole.expect(/status of 401/); // nobody is signed in yet
  const visitor = await anybody("desk");
  for (const language of ["vi", "en"] as const) {
    for (const path of ["/", "/setup", "/enroll"]) {
      await visitor.page.goto(path);
      if (language === "en" && path === "/") await visitor.speak("en");
      await visitor.arrived();
      await visitor.look(`nobody${path.replace("/", "-")}-${language}`);
    }
  }
});

test("the screen in the room", async ({ anybody, as, server }) => {
  const desk = await as("thu-ky-1", "desk");
  const { id } = await desk.find("/api/meetings", sessions.running);
  const visitor = await anybody("landscape");
  await visitor.page.request.post(`${server.url}/api/demo/screen`);
  for (const language of ["vi", "en"] as const) {
    await visitor.page.addInitScript((name) => localStorage.setItem("ecabinet.language", name), language);
    visitor.language = language;
    for (const scene of ["", "check_in", "seats", "blank"]) {
      await desk.act(`/api/meetings/${id}/screen`, { scene }, "PUT");
      await visitor.page.goto("/projector");
      await expect(visitor.page.locator(".screen-session")).toBeVisible();
      await visitor.look(`screen-${scene || "running"}-${language}`);
    }
  }
});
