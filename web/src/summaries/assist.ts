/** The settings of the model: reading them, and what an administrator does with them. */
import { useEffect } from "react";
import { Problem } from "../api/problem.ts";
import { queries, refKey, useCommand, useThing } from "../api/query.ts";
import type { Schema } from "../api/types.ts";
import { t } from "../i18n/index.ts";

export type Assist = Schema<"AssistView">;
export type AssistData = Schema<"AssistData">;
export type Trial = Schema<"AssistTrial">;
export type Check = Schema<"AssistCheck">;

const ref = "assist/own";
const path = "/api/assist";

export function useAssist() {
  return useThing<Assist>(ref, path);
}

/** An act on the settings: it is answered with them, also where somebody else was first. */
function useAssistAct<In>(act: string, method: "PUT" | "POST", onDone?: (now: Assist) => void) {
  const send = useCommand<In, Assist>(
    { method, path: path + act },
    {
      onDone: (now) => {
        queries.setQueryData(refKey(ref), now);
        onDone?.(now);
      },
    },
  );
  useEffect(() => {
    if (send.error instanceof Problem && send.error.stale) queries.setQueryData(refKey(ref), send.error.current);
  }, [send.error]);
  return send;
}

export function useSetAssist(onDone: (now: Assist) => void) {
  return useAssistAct<{ rev: number; set: AssistData }>("", "PUT", onDone);
}

export function useTryAssist(onDone: (now: Assist) => void) {
  return useAssistAct<{ rev: number }>("/test", "POST", onDone);
}

export function useTurnAssist(onDone: () => void) {
  return useAssistAct<{ rev: number; on: boolean }>("/switch", "POST", onDone);
}

/** The settings as they are typed: figures as text, so that nothing typed is lost. */
export interface Typed {
  endpoint: string;
  model: string;
  ceiling: AssistData["ceiling"];
  context: string;
  timeout: string;
  calls: string;
  tokens: string;
  minutes: string;
}

export const figures = ["context", "timeout", "calls", "tokens", "minutes"] as const;
export type Figure = (typeof figures)[number];

export function typedOf(set: AssistData): Typed {
  const { endpoint, model, ceiling, context, timeout, calls, tokens, minutes } = set;
  const [a, b, c, d, e] = [context, timeout, calls, tokens, minutes].map(String) as [
    string,
    string,
    string,
    string,
    string,
  ];
  return { endpoint, model, ceiling, context: a, timeout: b, calls: c, tokens: d, minutes: e };
}

export function same(a: Typed, b: Typed): boolean {
  return (Object.keys(a) as (keyof Typed)[]).every((key) => a[key].trim() === b[key].trim());
}

const whole = (text: string) => (/^\d{1,9}$/.test(text.trim()) ? Number(text) : Number.NaN);

/** What is typed as the server takes it; figures that are none are NaN and found by wrong. */
export function dataOf(typed: Typed): AssistData {
  return {
    endpoint: typed.endpoint.trim(),
    model: typed.model.trim(),
    ceiling: typed.ceiling,
    context: whole(typed.context),
    timeout: whole(typed.timeout),
    calls: whole(typed.calls),
    tokens: whole(typed.tokens),
    minutes: whole(typed.minutes),
  };
}

/** From where to where each figure may go; tokens and time rest on other fields. */
export function bounds(data: AssistData): Record<Figure, [from: number, to: number]> {
  return {
    context: [2048, 1_048_576],
    timeout: [5, 120],
    calls: [1, 20_000],
    tokens: [Math.max(data.context || 0, 2048), 200_000_000],
    minutes: [Math.max(Math.ceil((data.timeout || 0) / 60), 1), 1440],
  };
}

/** What of the typed settings the server would refuse, at its field. */
export function wrong(data: AssistData, say: (value: number) => string): { path: string; text: string }[] {
  const all = bounds(data);
  return [
    ...(data.endpoint ? [] : [{ path: "endpoint", text: t("assist.address_missing") }]),
    ...(data.model ? [] : [{ path: "model", text: t("assist.model_missing") }]),
    ...figures.flatMap((path) => {
      const [from, to] = all[path];
      if (data[path] >= from && data[path] <= to) return [];
      return [{ path, text: t("assist.between", { from: say(from), to: say(to) }) }];
    }),
  ];
}

/** Refusals that are of the address. */
const ofAddress = ["assist.address", "assist.tls", "assist.host"];

export function addressError(error: unknown): string | undefined {
  return error instanceof Problem && ofAddress.includes(error.code) ? error.message : undefined;
}
