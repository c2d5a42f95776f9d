/** Forgetting, at sign-out, what this device held of somebody's annotations; apart from the rest, so that the shell stays small. */
export const vaultName = "ecabinet-annotations";

export function wipeVault(): void {
  if (typeof indexedDB !== "undefined") indexedDB.deleteDatabase(vaultName);
}
