import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { expect, test } from "vitest";
import { decode, encode, newPaper, seal, unblind } from "./paper.ts";
import { stage } from "./stage.ts";

const suite = RSABSSA.SHA384.PSS.Randomized();

test("a paper is signed without being seen, and proves itself", async () => {
  const keys = await suite.generateKey({ modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) });
  const curve = { name: "ECDH", namedCurve: "P-256" } as const;
  const opens = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
  const box = {
    sign: encode(new Uint8Array(await crypto.subtle.exportKey("spki", keys.publicKey))),
    seal: encode(new Uint8Array(await crypto.subtle.exportKey("raw", opens.publicKey))),
  };
  const paper = await newPaper(box, "vote-1");
  expect(decode(paper.token)).toHaveLength(32 + "vote-1".length);
  const signed = encode(await suite.blindSign(keys.privateKey, decode(paper.blinded)));
  const signature = await unblind(box, paper, signed);
  expect(await suite.verify(keys.publicKey, decode(signature), decode(paper.token))).toBe(true);
  await expect(unblind(box, paper, encode(decode(signed).reverse()))).rejects.toThrow();

  const a = await seal(box, "vote-1", "agree");
  const b = await seal(box, "vote-1", "disagree");
  expect(a).toHaveLength(b.length);
  expect(a).not.toBe(await seal(box, "vote-1", "agree"));
}, 20_000);

test("where a member stands", () => {
  const paper = { token: "t", blinded: "b", inverse: "i" };
  const spent = { token: "t", signature: "s", sealed: "x" };
  const receipt = { signed: "", key_id: "", signature: "" };
  const taking = { phase: "taking" } as const;
  const casting = { phase: "casting" } as const;
  expect(stage(taking, false, {})).toBe("take");
  expect(stage(taking, true, { paper })).toBe("take"); // the answer was lost on the way
  expect(stage(casting, true, { paper })).toBe("take");
  expect(stage(taking, true, { paper, signature: "s" })).toBe("wait");
  expect(stage(casting, true, { paper, signature: "s" })).toBe("choose");
  expect(stage(casting, true, { spent })).toBe("sending");
  expect(stage(casting, true, { receipt })).toBe("in");
  expect(stage(casting, true, {})).toBe("elsewhere");
  expect(stage(casting, false, {})).toBe("late");
});
