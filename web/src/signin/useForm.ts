/** The state of one form that is sent: pending, refused (with the fields), never sent twice at once. */
import { type FormEvent, useRef, useState } from "react";
import { Problem } from "../api/problem.ts";

export interface Form {
  pending: boolean;
  error: unknown;
  /** The server's text at a field. */
  field: (path: string) => string | undefined;
  submit: (event?: FormEvent) => void;
}

export function useForm(send: () => Promise<void>): Form {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const busy = useRef(false);
  const run = async () => {
    if (busy.current) return;
    busy.current = true;
    setPending(true);
    setError(null);
    try {
      await send();
    } catch (refusal) {
      setError(refusal);
    } finally {
      busy.current = false;
      setPending(false);
    }
  };
  return {
    pending,
    error,
    field: (path) => (error instanceof Problem ? error.field(path) : undefined),
    submit: (event) => {
      event?.preventDefault();
      void run();
    },
  };
}
