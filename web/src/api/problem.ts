/** What the server answers when it refuses: problem+json, with our codes and its text in the reader's language. */
export interface ProblemBody {
  type?: string;
  title?: string;
  status?: number;
  code?: string;
  detail?: string;
  errors?: FieldProblem[];
  params?: Record<string, unknown>;
  current?: unknown;
}

export interface FieldProblem {
  path: string;
  code: string;
  detail: string;
}

/** The kinds of refusal that a screen treats differently. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: FieldProblem[];
  readonly params: Record<string, unknown>;
  /** The newest view of the thing, where the change was refused as stale. */
  readonly current: unknown;

  constructor(status: number, body: ProblemBody, fallback: string) {
    super(body.detail || body.title || fallback);
    this.name = "Problem";
    this.status = status;
    this.code = body.code ?? "";
    this.fields = body.errors ?? [];
    this.params = body.params ?? {};
    this.current = body.current;
  }

  /** Another change came first; `current` holds what is there now. */
  get stale(): boolean {
    return this.status === 409 && this.current !== undefined;
  }

  /** The text at one field of the form, by its path in the request ("questions[1].title"). */
  field(path: string): string | undefined {
    return this.fields.find((field) => samePath(field.path, path))?.detail;
  }
}

/** The server could not be reached, so nobody knows whether it acted: the same key makes a retry safe. */
export class NetworkProblem extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NetworkProblem";
  }
}

/** Paths are compared without the leading "body." that some validators add. */
function samePath(a: string, b: string): boolean {
  const bare = (path: string) => path.replace(/^body\./, "");
  return bare(a) === bare(b);
}
