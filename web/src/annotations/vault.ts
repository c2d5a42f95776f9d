/**
 * What this device has not yet sent, encrypted in the browser's own store with a key
 * that cannot be taken out of it, until it is sent or its owner signs out. Without a
 * secure context or a store it is kept in memory alone.
 */
import { vaultName } from "./wipe.ts";

let opened: Promise<IDBDatabase | null> | undefined;
const memory = new Map<string, unknown>();

function open(): Promise<IDBDatabase | null> {
  opened ??= new Promise((resolve) => {
    if (typeof indexedDB === "undefined" || !globalThis.crypto?.subtle) return resolve(null);
    const asked = indexedDB.open(vaultName, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("keys");
      asked.result.createObjectStore("unsent");
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => {
        asked.result.close();
        opened = undefined;
      };
      resolve(asked.result);
    };
    asked.onerror = () => resolve(null);
  });
  return opened;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function key(db: IDBDatabase): Promise<CryptoKey> {
  const held = await done<CryptoKey | undefined>(db.transaction("keys").objectStore("keys").get("key"));
  if (held) return held;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  // Of two tabs that make one at once, the first one's stays.
  const store = db.transaction("keys", "readwrite").objectStore("keys");
  const first = await done<CryptoKey | undefined>(store.get("key"));
  if (first) return first;
  await done(store.put(made, "key"));
  return made;
}

interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  bytes: ArrayBuffer;
}

/** Keeps a value; null forgets it. */
export async function keep(name: string, value: unknown): Promise<void> {
  if (value === null) memory.delete(name);
  else memory.set(name, value);
  const db = await open();
  if (!db) return;
  if (value === null) {
    await done(db.transaction("unsent", "readwrite").objectStore("unsent").delete(name));
    return;
  }
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  const bytes = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(db), plain);
  await done(
    db
      .transaction("unsent", "readwrite")
      .objectStore("unsent")
      .put({ iv, bytes } satisfies Sealed, name),
  );
}

/** What was kept under a name; null where there is nothing, or nothing that opens. */
export async function kept<T>(name: string): Promise<T | null> {
  if (memory.has(name)) return memory.get(name) as T;
  const db = await open();
  if (!db) return null;
  const sealed = await done<Sealed | undefined>(db.transaction("unsent").objectStore("unsent").get(name));
  if (!sealed) return null;
  try {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, await key(db), sealed.bytes);
    return JSON.parse(new TextDecoder().decode(plain)) as T;
  } catch {
    return null;
  }
}

/** The names under which something is kept that begin so. */
export async function names(begin: string): Promise<string[]> {
  const found = new Set([...memory.keys()]);
  const db = await open();
  if (db) {
    for (const one of await done(db.transaction("unsent").objectStore("unsent").getAllKeys())) found.add(String(one));
  }
  return [...found].filter((name) => name.startsWith(begin));
}
