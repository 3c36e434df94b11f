#!/usr/bin/env node

// src/start/thread.ts
import { Worker } from "node:worker_threads";

// src/library/error.ts
var LintError = class extends Error {
  name = "LintError";
  /** Why. */
  code;
  /** What to do about it. */
  help;
  /** What is wrong with the policy file, and where. */
  problems;
  /** Errors are made by the library. */
  constructor({ code, message, help, problems }) {
    super(message);
    this.code = code;
    this.help = help;
    this.problems = problems;
  }
};

// src/start/thread.ts
async function inThread(program2, name, { signal, onProgress, ...options }) {
  signal?.throwIfAborted();
  const call = { name, options };
  const worker = new Worker(program2, { workerData: call, execArgv: [] });
  let onAbort = () => {
  };
  try {
    const outcome = await new Promise((resolve, reject) => {
      const tell = (stage) => {
        try {
          onProgress?.(stage);
        } catch (error) {
          reject(error);
        }
      };
      onAbort = () => reject(signal?.reason);
      signal?.addEventListener("abort", onAbort, { once: true });
      worker.on(
        "message",
        (message) => "stage" in message ? tell(message.stage) : resolve(message)
      );
      worker.on("error", reject);
      worker.on("exit", (status) => resolve({ error: ended(status) }));
    });
    if ("result" in outcome) return outcome.result;
    throw new LintError(outcome.error);
  } finally {
    signal?.removeEventListener("abort", onAbort);
    await worker.terminate();
  }
}
var ended = (status) => ({
  code: "internal",
  message: `the thread ended with the status ${status}`,
  help: "Please report it.",
  problems: []
});

// src/start/index.ts
var program = new URL("worker.js", import.meta.url);
async function lint(options = {}) {
  return await inThread(program, "lint", options);
}
async function render(options = {}) {
  return await inThread(program, "render", options);
}
async function explain(options) {
  return await inThread(program, "explain", options);
}
async function coverage(options = {}) {
  return await inThread(program, "coverage", options);
}
async function listRules(options = {}) {
  return await inThread(program, "listRules", options);
}
export {
  LintError,
  coverage,
  explain,
  lint,
  listRules,
  render
};
