/**
 * The signing window of this session. Calls that need it open its dialog by
 * themselves and go on afterwards; a screen uses this only to open it beforehand
 * or to show until when it is open.
 */

import { useMe } from "../api/session.ts";
import { openGate } from "../app/session.ts";
import { serverNow } from "../live/clock.ts";

export function useSigningWindow(): {
  until: string | null;
  isOpen: boolean;
  open: () => Promise<boolean>;
  ensure: () => Promise<boolean>;
} {
  const until = useMe().session.signing_until;
  const isOpen = until !== null && Date.parse(until) > serverNow();
  const open = () => openGate("signing");
  return {
    until,
    isOpen,
    open,
    /** Asks before an act rather than after its refusal; false where the person left. */
    ensure: async () => isOpen || (await open()),
  };
}
