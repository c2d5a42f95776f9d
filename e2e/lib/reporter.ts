/** Says at the very end, in a line each, the figures, what failed and where, and what passed only at its second try. */
import type { FullConfig, Reporter, Suite, TestCase } from "@playwright/test/reporter";

// biome-ignore lint/suspicious/noControlCharactersInRegex: the colours of a terminal
const colours = /\u001b\[[0-9;]*m/g;

export default class Failures implements Reporter {
  private all: Suite | undefined;

  onBegin(_: FullConfig, all: Suite): void {
    this.all = all;
  }

  onEnd(): void {
    const tests = this.all?.allTests() ?? [];
    for (const test of tests)
      for (const { type, description } of test.results.at(-1)?.annotations ?? [])
        if (type === "figures") process.stdout.write(`\nFigures of ${test.title}:\n  ${description}\n`);
    tell(
      "Failed:",
      tests.filter((test) => test.outcome() === "unexpected"),
    );
    tell(
      "Passed only at the second try, which is a fault to be found:",
      tests.filter((test) => test.outcome() === "flaky"),
    );
  }

  printsToStdio(): boolean {
    return false;
  }
}

function tell(title: string, tests: TestCase[]): void {
  if (tests.length === 0) return;
  process.stdout.write(`\n${title}\n`);
  for (const test of tests) {
    process.stdout.write(`  ${test.titlePath().slice(2).join(" › ")}\n`);
    for (const { message, location } of test.results.flatMap((result) => result.errors)) {
      const words = (message ?? "").replace(colours, "").replace(/\s+/g, " ").slice(0, 400);
      process.stdout.write(`    ${location ? `line ${location.line}: ` : ""}${words}\n`);
    }
  }
}
