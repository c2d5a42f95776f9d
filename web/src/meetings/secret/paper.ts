/**
 * The member's side of a secret vote: a token that only this device knows is signed
 * blindly (RFC 9474), and comes back later without a name, with a sealed choice. What
 * the server does with them stands in meetings/box.
 */
import { RSABSSA } from "@cloudflare/blindrsa-ts";
import type { Schema } from "../../api/types.ts";

export type Box = Schema<"BoxView">;

/** What lets this device spend a paper: the token, and how its blinding is undone. */
export interface Paper {
  token: string;
  blinded: string;
  inverse: string;
}

/** A paper as it comes to the box. */
export interface Spent {
  token: string;
  signature: string;
  sealed: string;
}

const choiceSize = 64;
const scheme = RSABSSA.SHA384.PSS.Randomized();

export function encode(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export function decode(text: string): Uint8Array<ArrayBuffer> {
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(raw, (char) => char.charCodeAt(0));
}

const signing = (box: Box) =>
  crypto.subtle.importKey("spki", decode(box.sign), { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);

/** A new token for a vote, blinded. */
export async function newPaper(box: Box, vote: string): Promise<Paper> {
  const token = scheme.prepare(new TextEncoder().encode(vote));
  const { blindedMsg, inv } = await scheme.blind(await signing(box), token);
  return { token: encode(token), blinded: encode(blindedMsg), inverse: encode(inv) };
}

/** The signature of the token, from the blind one; it throws where that is not right. */
export async function unblind(box: Box, paper: Paper, signed: string): Promise<string> {
  const signature = await scheme.finalize(
    await signing(box),
    decode(paper.token),
    decode(signed),
    decode(paper.inverse),
  );
  return encode(signature);
}

/** Seals a choice for the box of a vote; every choice has the same length outside. */
export async function seal(box: Box, vote: string, choice: string): Promise<string> {
  const curve = { name: "ECDH", namedCurve: "P-256" } as const;
  const to = decode(box.seal);
  const own = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
  const from = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
  const theirs = await crypto.subtle.importKey("raw", to, curve, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256);
  const key = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: join(from, to), info: new TextEncoder().encode(`ecabinet.box.v1 ${vote}`) },
    await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]),
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  const plain = new Uint8Array(choiceSize);
  plain.set(new TextEncoder().encode(choice));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: new Uint8Array(12) }, key, plain);
  return encode(join(from, new Uint8Array(sealed)));
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
