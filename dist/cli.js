#!/usr/bin/env node
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// node_modules/picocolors/picocolors.js
var require_picocolors = __commonJS({
  "node_modules/picocolors/picocolors.js"(exports, module) {
    var p = process || {};
    var argv = p.argv || [];
    var env2 = p.env || {};
    var isColorSupported = !(!!env2.NO_COLOR || argv.includes("--no-color")) && (!!env2.FORCE_COLOR || argv.includes("--color") || p.platform === "win32" || (p.stdout || {}).isTTY && env2.TERM !== "dumb" || !!env2.CI);
    var formatter = (open, close, replace2 = open) => (input) => {
      let string = "" + input, index = string.indexOf(close, open.length);
      return ~index ? open + replaceClose(string, close, replace2, index) + close : open + string + close;
    };
    var replaceClose = (string, close, replace2, index) => {
      let result = "", cursor = 0;
      do {
        result += string.substring(cursor, index) + replace2;
        cursor = index + close.length;
        index = string.indexOf(close, cursor);
      } while (~index);
      return result + string.substring(cursor);
    };
    var createColors = (enabled = isColorSupported) => {
      let f = enabled ? formatter : () => String;
      return {
        isColorSupported: enabled,
        reset: f("\x1B[0m", "\x1B[0m"),
        bold: f("\x1B[1m", "\x1B[22m", "\x1B[22m\x1B[1m"),
        dim: f("\x1B[2m", "\x1B[22m", "\x1B[22m\x1B[2m"),
        italic: f("\x1B[3m", "\x1B[23m"),
        underline: f("\x1B[4m", "\x1B[24m"),
        inverse: f("\x1B[7m", "\x1B[27m"),
        hidden: f("\x1B[8m", "\x1B[28m"),
        strikethrough: f("\x1B[9m", "\x1B[29m"),
        black: f("\x1B[30m", "\x1B[39m"),
        red: f("\x1B[31m", "\x1B[39m"),
        green: f("\x1B[32m", "\x1B[39m"),
        yellow: f("\x1B[33m", "\x1B[39m"),
        blue: f("\x1B[34m", "\x1B[39m"),
        magenta: f("\x1B[35m", "\x1B[39m"),
        cyan: f("\x1B[36m", "\x1B[39m"),
        white: f("\x1B[37m", "\x1B[39m"),
        gray: f("\x1B[90m", "\x1B[39m"),
        bgBlack: f("\x1B[40m", "\x1B[49m"),
        bgRed: f("\x1B[41m", "\x1B[49m"),
        bgGreen: f("\x1B[42m", "\x1B[49m"),
        bgYellow: f("\x1B[43m", "\x1B[49m"),
        bgBlue: f("\x1B[44m", "\x1B[49m"),
        bgMagenta: f("\x1B[45m", "\x1B[49m"),
        bgCyan: f("\x1B[46m", "\x1B[49m"),
        bgWhite: f("\x1B[47m", "\x1B[49m"),
        blackBright: f("\x1B[90m", "\x1B[39m"),
        redBright: f("\x1B[91m", "\x1B[39m"),
        greenBright: f("\x1B[92m", "\x1B[39m"),
        yellowBright: f("\x1B[93m", "\x1B[39m"),
        blueBright: f("\x1B[94m", "\x1B[39m"),
        magentaBright: f("\x1B[95m", "\x1B[39m"),
        cyanBright: f("\x1B[96m", "\x1B[39m"),
        whiteBright: f("\x1B[97m", "\x1B[39m"),
        bgBlackBright: f("\x1B[100m", "\x1B[49m"),
        bgRedBright: f("\x1B[101m", "\x1B[49m"),
        bgGreenBright: f("\x1B[102m", "\x1B[49m"),
        bgYellowBright: f("\x1B[103m", "\x1B[49m"),
        bgBlueBright: f("\x1B[104m", "\x1B[49m"),
        bgMagentaBright: f("\x1B[105m", "\x1B[49m"),
        bgCyanBright: f("\x1B[106m", "\x1B[49m"),
        bgWhiteBright: f("\x1B[107m", "\x1B[49m")
      };
    };
    module.exports = createColors();
    module.exports.createColors = createColors;
  }
});

// src/start/cli.ts
import { setFlagsFromString } from "node:v8";

// src/cli/output.ts
import { fstatSync, writeFileSync } from "node:fs";

// src/report/escape.ts
function printable(text) {
  return text.replace(HIDDEN, escapeCharacter);
}
var printableStart = (text) => printable(text).replace(/^(\s*):(?=:)/, "$1\\u003a");
var printableLines = (text) => text.split("\n").map(printableStart).join("\n");
var HIDDEN = /#(?=#\[)|\u034F|[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]/gu;
var NAMED = { "\n": "\\n", "\r": "\\r", "	": "\\t" };
var hex = (code, digits) => code.toString(16).padStart(digits, "0");
var unicodeEscape = (character) => {
  const code = character.codePointAt(0) ?? 0;
  return code > 65535 ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
};
var jsonEscape = (character) => character.replace(/[\s\S]/g, (unit) => `\\u${hex(unit.charCodeAt(0), 4)}`);
var escapeCharacter = (character) => NAMED[character] ?? unicodeEscape(character);
var escapeHidden = (text, escaped = unicodeEscape) => text.replace(
  HIDDEN,
  (character) => character === "\n" || character === "	" ? character : escaped(character)
);
var printableJson = (data, indent = 2) => escapeHidden(JSON.stringify(data, null, indent), jsonEscape);

// src/text/reason.ts
var reasonOf = (error) => error instanceof Error ? error.message : String(error);

// src/cli/usage-error.ts
var UsageError = class extends Error {
  help;
  code;
  problems;
  constructor(message, help, {
    code = "invalid-option",
    problems = []
  } = {}) {
    super(message);
    this.help = help;
    this.code = code;
    this.problems = problems;
  }
};
var usageText = ({ message, help }) => `pitower-lint: ${message}
${help ? `help: ${help}
` : ""}`;

// src/cli/output.ts
function output(text) {
  if (!isFile(1)) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(1, text);
  } catch (error) {
    throw new UsageError(`standard output can't be written: ${reasonOf(error)}`);
  }
}
function isFile(handle) {
  try {
    const stat = fstatSync(handle);
    return stat.isFile() || stat.isCharacterDevice() ? !process.stdout.isTTY : false;
  } catch {
    return false;
  }
}
function say(text) {
  process.stderr.write(printableLines(text));
}
function watchStreams() {
  let failed = false;
  process.stderr.on("error", () => {
  });
  process.stdout.on("error", (error) => {
    if (failed || "code" in error && error.code === "EPIPE") return;
    failed = true;
    process.exitCode = 2;
    say(`pitower-lint: standard output can't be written: ${reasonOf(error)}
`);
  });
  return () => failed;
}

// src/cli/results.ts
import { isAbsolute as isAbsolute2, join as join4, relative as relative3, resolve as resolve2 } from "node:path";

// src/source/tree.ts
var MAX_READ = 8 * 1024 * 1024;
var isWithin = (path, directory) => directory === "" || path === directory || path.startsWith(`${directory}/`);
var STDIN = "<stdin>";
var isRepositoryPath = (path) => path !== STDIN && !/^\/|^[A-Za-z]:[\\/]/.test(path);
function displayPath(root, path) {
  if (!isRepositoryPath(path)) return path;
  if (isWithin(path, root)) return root === "" ? path : path.slice(root.length + 1);
  return `${"../".repeat(root.split("/").length)}${path}`;
}

// src/report/kept.ts
function fromKept({ root, files, findings, policy, rules, notes, summary }, texts, durationMs) {
  const sources = files.map(({ path }, i) => ({ path, text: texts[i] ?? "" }));
  const reals = new Map(files.map(({ path, real }) => [path, real ?? void 0]));
  return {
    findings: withFiles(findings, sources),
    policy,
    rules,
    notes,
    summary: { ...summary, durationMs },
    displayPath: (path) => displayPath(root, path),
    repositoryPath: (path) => isRepositoryPath(path) ? reals.get(path) : void 0
  };
}
function withFiles(value, files) {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withFiles(item, files));
  if ("$file" in value) return files[value.$file];
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withFiles(item, files)])
  );
}

// src/source/disk.ts
import {
  closeSync,
  constants,
  fstatSync as fstatSync2,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync
} from "node:fs";
var current;
function witnessed(witness, run2) {
  const outer = current;
  current = witness;
  try {
    return run2();
  } finally {
    current = outer;
  }
}
var kindAt = (path) => asked(path, false, statSync);
var ownKindAt = (path) => asked(path, true, lstatSync);
function asked(path, isOwn2, stat) {
  try {
    const found = stat(path, { throwIfNoEntry: false });
    const answer = found && kindOf(found);
    current?.kind(path, isOwn2, answer ?? "");
    return answer;
  } catch (error) {
    current?.kind(path, isOwn2, `error ${codeOf(error)}`);
    throw error;
  }
}
function realAt(path) {
  let answer;
  try {
    answer = realpathSync(path);
    return answer;
  } finally {
    current?.real(path, answer);
  }
}
function entriesIn(path) {
  const state = current && stateAt(path);
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
    return entries;
  } finally {
    current?.entries(path, entries, state);
  }
}
function openedAt(path, read) {
  let handle;
  let state;
  let result;
  try {
    const opened = openSync(
      path,
      constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0)
    );
    handle = opened;
    const stat = fstatSync2(opened, { bigint: true });
    state = stateOf(stat);
    result = read({
      isFile: stat.isFile(),
      size: Number(stat.size),
      next: (into, most) => readSync(opened, into, 0, most, null)
    });
    return result;
  } finally {
    if (handle !== void 0) closeSync(handle);
    if (current !== void 0) {
      const bytes = result instanceof Uint8Array ? result : void 0;
      current.content(path, bytes, state ?? stateAt(path));
    }
  }
}
function stateAt(path) {
  try {
    const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
    return stat && stateOf(stat);
  } catch {
    return void 0;
  }
}
function stateOf({ size, mtimeNs, ctimeNs, ino, dev }) {
  const changed = Number((mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1000000n);
  return { text: `${size} ${mtimeNs} ${ctimeNs} ${ino} ${dev}`, changed };
}
var kindOf = (found) => found.isFile() ? "file" : found.isDirectory() ? "directory" : found.isSymbolicLink() ? "link" : "other";
var codeOf = (error) => error instanceof Error && "code" in error ? String(error.code) : "";

// src/source/evidence.ts
import { createHash } from "node:crypto";

// src/source/regular-file.ts
var readHead = (path, most) => withRegular(path, (file) => readAtMost(file, most + 1));
var isRefused = (read) => "refused" in read;
function withRegular(path, read) {
  try {
    return openedAt(
      path,
      (file) => file.isFile ? read(file) : { refused: "it is not a regular file" }
    );
  } catch (error) {
    return { refused: REASONS[codeOf(error)] ?? "the system refuses it" };
  }
}
var REASONS = {
  ENOENT: "it is not there",
  ENOTDIR: "it is not there",
  EISDIR: "it is not a regular file",
  ENXIO: "it is not a regular file",
  EACCES: "there is no permission",
  EPERM: "there is no permission",
  ELOOP: "it is a loop of links"
};
var CHUNK = 64 * 1024;
var chunk = Buffer.alloc(CHUNK);
function readAtMost({ size, next }, most) {
  const parts = [];
  for (let total = 0; total < most; ) {
    const wanted = Math.min(most - total, Math.max(size - total, CHUNK));
    const part = wanted > CHUNK ? Buffer.allocUnsafeSlow(wanted) : chunk;
    const count = next(part, wanted);
    if (count === 0) break;
    const read = part.subarray(0, count);
    parts.push(part === chunk ? new Uint8Array(read) : read);
    total += count;
  }
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}

// src/source/evidence.ts
function stillHolds(evidence, now = Date.now()) {
  return witnessed(void 0, () => {
    const { kinds, reals, since } = evidence;
    const isSame = kinds.every(([path, isOwn2, answer]) => answer === kindNow(path, isOwn2)) && reals.every(([path, answer]) => answer === realNow(path));
    if (!isSame) return void 0;
    const directories = seenAgain(evidence.directories, since, digestOfDirectory);
    const files = directories && seenAgain(evidence.files, since, digestOfFile);
    if (!files) return void 0;
    if (files === evidence.files && directories === evidence.directories) return evidence;
    return { ...evidence, since: now, directories, files };
  });
}
var TICK = 2e3;
function seenAgain(all, since, compare2) {
  let again;
  for (const [i, [path, text, digest2]] of all.entries()) {
    const state = stateAt(path);
    if (isSure(state, text, since)) continue;
    if (digest2 === null || compare2(path) !== digest2) return void 0;
    again ??= [...all];
    again[i] = [path, state?.text ?? "", digest2];
  }
  return again ?? all;
}
var isSure = (state, text, since) => (state?.text ?? "") === text && (state === void 0 || state.changed < since - TICK);
function kindNow(path, isOwn2) {
  let answer = "";
  const told = { ...NOBODY, kind: (_path, _isOwn, text) => answer = text };
  quietly(told, () => isOwn2 ? ownKindAt(path) : kindAt(path));
  return answer;
}
function realNow(path) {
  return quietly(void 0, () => realAt(path)) ?? null;
}
var digestOfFile = (path) => {
  const bytes = readHead(path, MAX_READ);
  return isRefused(bytes) ? void 0 : digestOf(bytes);
};
var digestOfDirectory = (path) => {
  const entries = quietly(void 0, () => entriesIn(path));
  return entries && digestOfEntries(entries);
};
function quietly(witness, run2) {
  try {
    return witnessed(witness, run2);
  } catch {
    return void 0;
  }
}
var NOBODY = {
  kind: () => {
  },
  real: () => {
  },
  entries: () => {
  },
  content: () => {
  },
  unrepeatable: () => {
  }
};
var digestOf = (content) => createHash("sha256").update(content).digest("base64");
var digestOfEntries = (entries) => digestOf(
  entries.map((entry) => `${kindOf(entry)} ${entry.name}\0`).sort().join("")
);

// src/store/cache-directory.ts
import { homedir } from "node:os";
import { isAbsolute, join, relative } from "node:path";
function userCache(env2, platform) {
  const own = env2.XDG_CACHE_HOME;
  if (own) return join(own, "pitower-lint");
  if (platform === "win32" && env2.LOCALAPPDATA) return join(env2.LOCALAPPDATA, "pitower-lint");
  const base = platform === "darwin" ? ["Library", "Caches"] : [".cache"];
  return join(homedir(), ...base, "pitower-lint");
}
var chartCache = (env2, platform) => join(userCache(env2, platform), "charts");
function keptFolder(name, env2, platform, workingDirectory) {
  const folder = join(userCache(env2, platform), name);
  const way = relative(workingDirectory, folder);
  const isWithin2 = !way.startsWith("..") && !isAbsolute(way);
  return isAbsolute(folder) && !isWithin2 ? folder : void 0;
}

// src/store/kept-files.ts
import { createHash as createHash2, randomBytes } from "node:crypto";
import {
  closeSync as closeSync2,
  constants as constants2,
  fstatSync as fstatSync3,
  mkdirSync,
  openSync as openSync2,
  readdirSync as readdirSync2,
  readFileSync as readFileSync2,
  renameSync,
  rmSync,
  statSync as statSync2,
  utimesSync,
  writeFileSync as writeFileSync2
} from "node:fs";
import { join as join2 } from "node:path";
var HEAD = 32;
function readKept(folder, name) {
  let file;
  try {
    file = openSync2(join2(folder, name), constants2.O_RDONLY | (constants2.O_NONBLOCK ?? 0));
    const stat = fstatSync3(file);
    if (!stat.isFile() || !isOwn(stat) || !isOwn(statSync2(folder))) return void 0;
    const bytes = readFileSync2(file);
    const body = bytes.subarray(HEAD);
    const isWhole = bytes.length >= HEAD && digest(name, body).equals(bytes.subarray(0, HEAD));
    return isWhole ? body : void 0;
  } catch {
    return void 0;
  } finally {
    if (file !== void 0) closeSync2(file);
  }
}
function keepFile(folder, name, body, limits) {
  const draft = join2(folder, `${name}.${randomBytes(6).toString("hex")}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 448 });
    if (!isOwn(statSync2(folder))) return;
    writeFileSync2(draft, Buffer.concat([digest(name, body), body]), { mode: 384, flag: "wx" });
    renameSync(draft, join2(folder, name));
    removeOld(folder, limits);
  } catch {
    remove(draft);
  }
}
function touchKept(folder, name) {
  try {
    const now = /* @__PURE__ */ new Date();
    utimesSync(join2(folder, name), now, now);
  } catch {
  }
}
function remove(path) {
  try {
    rmSync(path, { force: true });
  } catch {
  }
}
function removeOld(folder, limits) {
  const byAge = readdirSync2(folder).map((name) => join2(folder, name)).map((path) => ({ path, stat: statSync2(path, { throwIfNoEntry: false }) })).sort((a, b) => (b.stat?.mtimeMs ?? 0) - (a.stat?.mtimeMs ?? 0));
  let bytes = 0;
  for (const [i, { path, stat }] of byAge.entries()) {
    bytes += stat?.size ?? 0;
    if (i > 0 && (i >= limits.files || bytes > limits.bytes)) remove(path);
  }
}
var digest = (name, body) => createHash2("sha256").update(name).update(body).digest();
var isOwn = ({ uid, mode }) => process.getuid === void 0 || uid === process.getuid() && (mode & 18) === 0;

// src/text/variables.ts
var isSet = (value) => value !== void 0 && value !== "" && value !== "0" && value !== "false";

// package.json
var package_default = {
  name: "pitower-lint",
  version: "0.1.0",
  description: "A policy linter for GitOps manifest repositories: Talos, Argo CD, kustomize, Helm values, Gateway API, Cilium and storage, checked across layers at exact positions.",
  license: "MIT",
  type: "module",
  homepage: "https://github.com/pitower/pitower-lint#readme",
  repository: {
    type: "git",
    url: "git+https://github.com/pitower/pitower-lint.git"
  },
  bugs: "https://github.com/pitower/pitower-lint/issues",
  exports: {
    ".": {
      types: "./dist/index.d.ts",
      default: "./dist/index.js"
    },
    "./schemas/*": "./schemas/*",
    "./package.json": "./package.json"
  },
  types: "./dist/index.d.ts",
  bin: {
    "pitower-lint": "dist/cli.js"
  },
  files: [
    "dist",
    "!dist/action.js",
    "schemas",
    "docs/rules"
  ],
  engines: {
    node: ">=20"
  },
  keywords: [
    "gitops",
    "argocd",
    "applicationset",
    "kustomize",
    "talos",
    "cilium",
    "gateway-api",
    "lint",
    "policy",
    "sarif"
  ],
  scripts: {
    test: "node scripts/test.mjs",
    lint: "biome check . && depcruise src",
    format: "biome check --write .",
    types: "tsc --noEmit",
    bundle: "node scripts/bundle.mjs",
    generate: "tsx scripts/generate.ts",
    docs: "tsx scripts/site/main.ts",
    sweep: "tsx scripts/sweep.ts",
    bench: "node bench/run.mjs",
    ecosystem: "tsx scripts/ecosystem.ts",
    fuzz: "tsx scripts/fuzz.ts",
    faults: "tsx scripts/faults.ts",
    "talos-machinery": "tsx scripts/talos-machinery.ts",
    mutation: "stryker run",
    "check:programs": "tsx scripts/check-programs.ts",
    "check:audit": "node scripts/check-audit.mjs",
    "check:traces": "node scripts/check-traces.mjs",
    "check:speed": "node bench/check.mjs",
    "check:package": "node scripts/check-package.mjs",
    "check:pre-commit": "node scripts/check-pre-commit.mjs",
    "check:sarif": "tsx scripts/check-sarif.ts",
    "check:action": "node scripts/check-action.mjs",
    "release:notes": "node scripts/release-notes.mjs",
    "release:check": "npm run --silent release:notes > /dev/null && npm run --silent check:package && npm run --silent check:action && npm run --silent check:pre-commit && npm run --silent release:first-minutes",
    "release:first-minutes": "node scripts/first-minutes.mjs",
    "new-rule": "node scripts/new-rule.mjs"
  },
  devDependencies: {
    "@actions/core": "^3.0.1",
    "@biomejs/biome": "^2.6.8",
    "@bufbuild/cel-spec": "0.6.1",
    "@bufbuild/protobuf": "2.17.0",
    "@marcbachmann/cel-js": "8.0.0",
    "@microsoft/api-extractor": "^7.60.1",
    "@stryker-mutator/core": "^9.6.1",
    "@stryker-mutator/vitest-runner": "^9.6.1",
    "@types/node": "^20.19.43",
    "@types/sarif": "^2.1.7",
    ajv: "^8.20.0",
    chokidar: "^4.0.3",
    commander: "^14.0.3",
    "dependency-cruiser": "^17.4.3",
    diff: "^9.0.0",
    esbuild: "^0.28.2",
    "fast-check": "^4.10.2",
    "fast-glob": "^3.3.3",
    "fast-xml-parser": "^5.12.1",
    "fastest-levenshtein": "^1.0.16",
    "github-slugger": "^2.0.0",
    ignore: "^7.0.16",
    "ip-address": "^10.7.6",
    "kubernetes-types": "^1.30.0",
    "markdown-it": "^15.0.3",
    "markdown-it-anchor": "^10.0.0",
    minisearch: "^7.2.0",
    nanotar: "^0.3.0",
    picocolors: "^1.1.1",
    publint: "^0.3.25",
    re2js: "^2.10.0",
    "smol-toml": "^1.9.1",
    "supports-hyperlinks": "^4.6.0",
    tar: "^7.5.23",
    "ts-json-schema-generator": "^2.4.0",
    "ts-morph": "^28.0.0",
    tsx: "^4.23.15",
    typescript: "^5.9.3",
    vitest: "^3.2.7",
    "vscode-languageserver-textdocument": "^1.0.16",
    yaml: "^2.9.1",
    "yaml-language-server": "1.24.0"
  },
  allowScripts: {
    esbuild: false
  }
};

// src/version.ts
var VERSION = package_default.version;
var HOMEPAGE = "https://github.com/pitower/pitower-lint";
var docsUrl = (ruleId) => `${HOMEPAGE}/blob/main/docs/rules/${ruleId}.md`;
var SUPPRESSIONS = `${HOMEPAGE}/blob/main/docs/suppressions.md`;

// src/cli/own-file.ts
import { dirname, relative as relative2, resolve, sep } from "node:path";
var MAX_BYTES = 64 * 1024 * 1024;
function leaves(path, top) {
  const real = realOf(path);
  const home = realOf(top);
  if (real === void 0 || home === void 0) return false;
  if (isInside(real, home) && !isGits(relative2(home, real))) return false;
  return ancestors(path).some((at) => isInside(realOf(at) ?? "", home));
}
function whyNotWritten(path, top) {
  const home = realOf(top);
  const folder = realOf(dirname(resolve(path)));
  if (home === void 0 || folder === void 0) return void 0;
  const isOwn2 = isInside(folder, home);
  if (isOwn2 && isGits(relative2(home, folder))) return "it is one of git's own files";
  if (leaves(dirname(resolve(path)), top)) return "its folder is a link that leaves the repository";
  return isOwn2 && isLink(path) ? "it is a link in the repository" : void 0;
}
function realOf(path) {
  try {
    return realAt(path);
  } catch {
    return void 0;
  }
}
function isLink(path) {
  try {
    return ownKindAt(path) === "link";
  } catch {
    return false;
  }
}
function ancestors(path) {
  const found = [];
  for (let at = resolve(path); at !== dirname(at); ) {
    at = dirname(at);
    found.push(at);
  }
  return found;
}
var isGits = (path) => /(?:^|[/\\])\.git(?:[/\\]|$)/i.test(path);
var isInside = (path, directory) => path === directory || path.startsWith(directory.endsWith(sep) ? directory : directory + sep);

// src/cli/print.ts
var import_picocolors2 = __toESM(require_picocolors(), 1);

// node_modules/supports-hyperlinks/index.js
import process4 from "node:process";

// node_modules/supports-hyperlinks/node_modules/supports-color/index.js
import process2 from "node:process";
import os from "node:os";
import tty from "node:tty";
function hasFlag(flag, argv = globalThis.Deno ? globalThis.Deno.args : process2.argv) {
  const prefix = flag.startsWith("-") ? "" : flag.length === 1 ? "-" : "--";
  const position = argv.indexOf(prefix + flag);
  const terminatorPosition = argv.indexOf("--");
  return position !== -1 && (terminatorPosition === -1 || position < terminatorPosition);
}
var { env } = process2;
var flagForceColor;
if (hasFlag("no-color") || hasFlag("no-colors") || hasFlag("color=false") || hasFlag("color=never")) {
  flagForceColor = 0;
} else if (hasFlag("color") || hasFlag("colors") || hasFlag("color=true") || hasFlag("color=always")) {
  flagForceColor = 1;
}
function envForceColor() {
  if (!("FORCE_COLOR" in env)) {
    return;
  }
  if (env.FORCE_COLOR === "true") {
    return 1;
  }
  if (env.FORCE_COLOR === "false") {
    return 0;
  }
  if (env.FORCE_COLOR.length === 0) {
    return 1;
  }
  const level = Math.min(Number.parseInt(env.FORCE_COLOR, 10), 3);
  if (![0, 1, 2, 3].includes(level)) {
    return;
  }
  return level;
}
function translateLevel(level) {
  if (level === 0) {
    return false;
  }
  return {
    level,
    hasBasic: true,
    has256: level >= 2,
    has16m: level >= 3
  };
}
function _supportsColor(haveStream, { streamIsTTY, sniffFlags = true } = {}) {
  const noFlagForceColor = envForceColor();
  if (noFlagForceColor !== void 0) {
    flagForceColor = noFlagForceColor;
  }
  const forceColor = sniffFlags ? flagForceColor : noFlagForceColor;
  if (forceColor === 0) {
    return 0;
  }
  if (sniffFlags) {
    if (hasFlag("color=16m") || hasFlag("color=full") || hasFlag("color=truecolor")) {
      return 3;
    }
    if (hasFlag("color=256")) {
      return 2;
    }
  }
  if ("TF_BUILD" in env && "AGENT_NAME" in env) {
    return 1;
  }
  if (haveStream && !streamIsTTY && forceColor === void 0) {
    return 0;
  }
  const min = forceColor || 0;
  if (env.TERM === "dumb") {
    return min;
  }
  if (process2.platform === "win32") {
    const osRelease = os.release().split(".");
    if (Number(osRelease[0]) >= 10 && Number(osRelease[2]) >= 10586) {
      return Number(osRelease[2]) >= 14931 ? 3 : 2;
    }
    return 1;
  }
  if ("CI" in env) {
    if (["GITHUB_ACTIONS", "GITEA_ACTIONS", "CIRCLECI"].some((key) => key in env)) {
      return 3;
    }
    if (["TRAVIS", "APPVEYOR", "GITLAB_CI", "BUILDKITE", "DRONE"].some((sign) => sign in env) || env.CI_NAME === "codeship") {
      return 1;
    }
    return min;
  }
  if ("TEAMCITY_VERSION" in env) {
    return /^(9\.(0*[1-9]\d*)\.|\d{2,}\.)/.test(env.TEAMCITY_VERSION) ? 1 : 0;
  }
  if (env.COLORTERM === "truecolor") {
    return 3;
  }
  if (env.TERM === "xterm-kitty") {
    return 3;
  }
  if (env.TERM === "xterm-ghostty") {
    return 3;
  }
  if (env.TERM === "wezterm") {
    return 3;
  }
  if ("TERM_PROGRAM" in env) {
    const version = Number.parseInt((env.TERM_PROGRAM_VERSION || "").split(".")[0], 10);
    switch (env.TERM_PROGRAM) {
      case "iTerm.app": {
        return version >= 3 ? 3 : 2;
      }
      case "Apple_Terminal": {
        return 2;
      }
    }
  }
  if (/-256(color)?$/i.test(env.TERM)) {
    return 2;
  }
  if (/^screen|^xterm|^vt100|^vt220|^rxvt|color|ansi|cygwin|linux/i.test(env.TERM)) {
    return 1;
  }
  if ("COLORTERM" in env) {
    return 1;
  }
  return min;
}
function createSupportsColor(stream, options = {}) {
  const level = _supportsColor(stream, {
    streamIsTTY: stream && stream.isTTY,
    ...options
  });
  return translateLevel(level);
}
var supportsColor = {
  stdout: createSupportsColor({ isTTY: tty.isatty(1) }),
  stderr: createSupportsColor({ isTTY: tty.isatty(2) })
};

// node_modules/supports-hyperlinks/node_modules/has-flag/index.js
import process3 from "process";
function hasFlag2(flag, argv = process3.argv) {
  const prefix = flag.startsWith("-") ? "" : flag.length === 1 ? "-" : "--";
  const position = argv.indexOf(prefix + flag);
  const terminatorPosition = argv.indexOf("--");
  return position !== -1 && (terminatorPosition === -1 || position < terminatorPosition);
}

// node_modules/supports-hyperlinks/index.js
function parseVersion(versionString = "") {
  if (/^\d{3,4}$/.test(versionString)) {
    const match = /(\d{1,2})(\d{2})/.exec(versionString) ?? [];
    return {
      major: 0,
      minor: Number.parseInt(match[1], 10),
      patch: Number.parseInt(match[2], 10)
    };
  }
  const versions = (versionString ?? "").split(".").map((n) => Number.parseInt(n, 10));
  return {
    major: versions[0],
    minor: versions[1],
    patch: versions[2]
  };
}
function createSupportsHyperlinks(stream) {
  const {
    CI,
    CURSOR_TRACE_ID,
    FORCE_HYPERLINK,
    NETLIFY,
    TEAMCITY_VERSION,
    TERM_PROGRAM,
    TERM_PROGRAM_VERSION,
    VTE_VERSION,
    TERM
  } = process4.env;
  if (FORCE_HYPERLINK) {
    return !(FORCE_HYPERLINK.length > 0 && Number.parseInt(FORCE_HYPERLINK, 10) === 0);
  }
  if (hasFlag2("no-hyperlink") || hasFlag2("no-hyperlinks") || hasFlag2("hyperlink=false") || hasFlag2("hyperlink=never")) {
    return false;
  }
  if (hasFlag2("hyperlink=true") || hasFlag2("hyperlink=always")) {
    return true;
  }
  if (NETLIFY) {
    return true;
  }
  if (!createSupportsColor(stream)) {
    return false;
  }
  if (stream && !stream.isTTY) {
    return false;
  }
  if ("WT_SESSION" in process4.env) {
    return true;
  }
  if (process4.platform === "win32") {
    return false;
  }
  if (CI) {
    return false;
  }
  if (TEAMCITY_VERSION) {
    return false;
  }
  if (TERM_PROGRAM) {
    const version = parseVersion(TERM_PROGRAM_VERSION);
    switch (TERM_PROGRAM) {
      case "iTerm.app": {
        if (version.major === 3) {
          return version.minor >= 1;
        }
        return version.major > 3;
      }
      case "WezTerm": {
        if (/^0-unstable-\d{4}-\d{2}-\d{2}$/.test(TERM_PROGRAM_VERSION)) {
          const date = TERM_PROGRAM_VERSION.slice("0-unstable-".length);
          return date >= "2020-06-20";
        }
        return version.major >= 20200620;
      }
      case "vscode": {
        if (CURSOR_TRACE_ID) {
          return true;
        }
        return version.major > 1 || version.major === 1 && version.minor >= 72;
      }
      case "ghostty": {
        return true;
      }
      case "zed": {
        return true;
      }
      case "Orca": {
        return true;
      }
      case "WarpTerminal": {
        return true;
      }
    }
  }
  if (VTE_VERSION) {
    if (VTE_VERSION === "0.50.0") {
      return false;
    }
    const version = parseVersion(VTE_VERSION);
    return version.major > 0 || version.minor >= 50;
  }
  switch (TERM) {
    case "alacritty": {
      return true;
    }
    case "xterm-kitty": {
      return true;
    }
  }
  return false;
}
var supportsHyperlinks = {
  stdout: createSupportsHyperlinks(process4.stdout),
  stderr: createSupportsHyperlinks(process4.stderr)
};
var supports_hyperlinks_default = supportsHyperlinks;

// src/source/text.ts
var lineStartsOf = /* @__PURE__ */ new WeakMap();
function lineStarts(file) {
  const known = lineStartsOf.get(file);
  if (known) return known;
  const starts = [0];
  const { text } = file;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13 && text.charCodeAt(i + 1) !== 10) starts.push(i + 1);
  }
  lineStartsOf.set(file, starts);
  return starts;
}
function positionAt(file, offset) {
  const starts = lineStarts(file);
  const at = Math.max(0, Math.min(offset, file.text.length));
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = low + high + 1 >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  const start = starts[low] ?? 0;
  const bom = low === 0 && file.text.charCodeAt(0) === 65279 && at > 0 ? 1 : 0;
  return { line: low + 1, column: at - start - bom + 1 };
}
function lineText(file, line) {
  const starts = lineStarts(file);
  const start = starts[line - 1];
  if (start === void 0) return "";
  const next = starts[line] ?? file.text.length + 1;
  return file.text.slice(start, next).replace(/[\r\n]+$/, "").replace(/^\uFEFF/, "");
}

// src/report/level.ts
var levelOf = (finding) => `${finding.severity}${asideOf(finding)}`;
function asideOf({ confidence, clusters }) {
  const more = [...confidence === "likely" ? [confidence] : [], ...clusters];
  return more.length > 0 ? ` (${more.join(", ")})` : "";
}

// src/text/sentences.ts
var withSentence = (text, next) => text === void 0 ? next : `${/[.?!]$/.test(text) ? text : `${text}.`} ${next}`;

// src/engine/finding.ts
var SEVERITIES = ["error", "warning", "info"];
var atLeast = (severity, threshold) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold);

// src/report/report.ts
var shownFindings = ({ findings }, { least }) => findings.filter(({ severity }) => atLeast(severity, least));
var programFindings = (report, { least }) => least === "error" ? shownFindings(report, { least }) : report.findings;

// src/report/compact.ts
var compact = (report, options) => shownFindings(report, options).map((finding) => {
  const { at, message, ruleId } = finding;
  const { line, column } = positionAt(at.file, at.start);
  const path = printableStart(report.displayPath(at.file.path));
  return `${path}:${line}:${column}: ${printable(levelOf(finding))} ${printable(message)} [${ruleId}]
`;
}).join("");

// src/text/plural.ts
var grouped = (count) => String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");
var plural = (count, noun, many = `${noun}s`) => `${grouped(count)} ${count === 1 ? noun : many}`;
function listing(items, word = "and") {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1)}`;
}

// src/report/closing.ts
function counts(summary, least = "info") {
  const { errors, warnings, infos, suppressed, baselined } = summary;
  const hidden = [
    ...suppressed > 0 ? [`${suppressed} suppressed`] : [],
    ...baselined > 0 ? [`${baselined} in the baseline`] : []
  ];
  const aside = hidden.length > 0 ? ` (${hidden.join(", ")})` : "";
  if (isClean(summary)) return `no findings${aside}`;
  const more = infos > 0 && least === "warning" ? " (--severity info lists them)" : "";
  return `${plural(errors, "error")}, ${plural(warnings, "warning")}, ${plural(infos, "info")}${more}${aside}`;
}
var isClean = ({ errors, warnings, infos }) => errors + warnings + infos === 0;
var lookedAt = (summary) => [
  plural(summary.files, "file"),
  plural(summary.documents, "document"),
  ...summary.clusters > 1 ? [plural(summary.clusters, "cluster")] : [],
  plural(summary.applications, "application"),
  plural(summary.resources, "object"),
  plural(summary.rules, "rule")
].join(", ");
function seen({ coverage }) {
  const { full, partial, none, reasons } = coverage;
  const absent = chartsAbsent(coverage);
  if (partial + none === 0) return absent;
  const costs = reasons.slice(0, 3).map(({ reason, lookups }) => `${plural(lookups, "lookup")} held back: ${reason}`);
  const sight = `${plural(full, "application")} seen in full, ${partial} in part, ${none} not at all`;
  return [sight, ...costs, ...absent === void 0 ? [] : [absent]].join("; ");
}
function chartsAbsent({ absentCharts }) {
  if (absentCharts === 0) return void 0;
  return `${plural(absentCharts, "chart")} not at hand: "pitower-lint charts pull" brings ${absentCharts === 1 ? "it" : "them"}`;
}
var policyOf = ({ policy, displayPath: displayPath2 }) => policy.file === null ? `policy: ${policy.preset} (chosen by layout; "pitower-lint init" pins yours)` : `policy: ${displayPath2(policy.file)} (extends ${policy.preset})`;
var notShown = ({ base, hidden, gone = 0 }) => {
  const then = base.slice(0, 10);
  const before = hidden === 0 ? `compared with ${then}` : `${plural(hidden, "finding")} that ${hidden === 1 ? "was" : "were"} there before ${then} not shown`;
  return gone === 0 ? before : `${before}, ${gone} ${gone === 1 ? "is" : "are"} gone`;
};
var weakenings = ({ findings }) => findings.flatMap(
  ({ ruleId, message }) => ruleId === "policy/weakened" ? [message.replace(/^the change weakens the policy: /, "")] : []
);

// src/report/region.ts
function firstLine({ file, start, end }) {
  const { line, column } = positionAt(file, start);
  const last = positionAt(file, end);
  const lineEnd = lineText(file, line).length + 1;
  const endColumn = last.line === line ? last.column : lineEnd;
  return { line, column, endColumn: Math.max(endColumn, column + 1) };
}

// src/report/severest.ts
function severest(findings, count, isPreferred = () => false) {
  if (findings.length <= count) return findings;
  const rank = (finding) => 2 * SEVERITIES.indexOf(finding.severity) + (isPreferred(finding) ? 0 : 1);
  const kept = new Set([...findings].sort((a, b) => rank(a) - rank(b)).slice(0, count));
  return findings.filter((finding) => kept.has(finding));
}

// src/report/workflow-command.ts
function workflowCommand(name, properties, message) {
  const given = Object.entries(properties).filter(([, value]) => value !== "").map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name}${given.length > 0 ? ` ${given.join(",")}` : ""}::${escapeData(message)}
`;
}
var escapeData = (text) => text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
var escapeProperty = (text) => escapeData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");

// src/report/github.ts
var SHOWN_PER_LEVEL = 10;
var COMMANDS = { error: "error", warning: "warning", info: "notice" };
var github = (report, options) => {
  const findings = shownFindings(report, options).filter((finding) => isAnnotated(report, finding));
  const levels = Object.keys(COMMANDS).map((severity) => {
    const all = findings.filter((finding) => finding.severity === severity);
    return { severity, all, shown: severest(all, SHOWN_PER_LEVEL, isOnChangedLine(report)) };
  });
  const cut = levels.filter(({ all, shown }) => shown.length < all.length).map(({ severity, all, shown }) => `${shown.length} of ${plural(all.length, severity)}`);
  return [
    compact(report, options),
    ...levels.flatMap(({ shown }) => shown.map((finding) => annotation(report, finding))),
    ...cut.length > 0 ? [`Annotated: ${listing(cut)}; all are listed above.
`] : [],
    `${counts(report.summary, options.least)}
`,
    ...report.since ? [`${notShown(report.since)}
`] : []
  ].join("");
};
function isAnnotated(report, { at }) {
  const path = report.repositoryPath(at.file.path);
  return path !== void 0 && path !== "" && printable(path) === path;
}
var isOnChangedLine = ({ since }) => ({ at }) => since?.isChanged(at.file.path, positionAt(at.file, at.start).line) ?? false;
function annotation(report, finding) {
  const { line, column, endColumn } = firstLine(finding.at);
  const properties = {
    title: [finding.ruleId, ...finding.clusters].map(printable).join(" "),
    file: report.repositoryPath(finding.at.file.path) ?? "",
    line,
    endLine: line,
    col: column,
    endColumn
  };
  const help = finding.help === void 0 ? "" : `
${printable(finding.help)}`;
  return workflowCommand(
    COMMANDS[finding.severity],
    properties,
    `${printable(finding.message)}${help}`
  );
}

// src/report/gitlab.ts
var SEVERITY = {
  error: "major",
  warning: "minor",
  info: "info"
};
var gitlab = (report, options) => {
  const findings = programFindings(report, options);
  const issues = findings.flatMap((finding) => issueOf(report, finding));
  const outside = findings.length - issues.length;
  return {
    text: `${printableJson(issues)}
`,
    notices: outside > 0 ? [`the GitLab report leaves out ${plural(outside, "finding")} outside the repository`] : []
  };
};
function issueOf(report, finding) {
  const { at, ruleId, message, help, fingerprint, severity } = finding;
  const path = report.repositoryPath(at.file.path);
  if (!path) return [];
  const said = `${message}${asideOf(finding)}`;
  return [
    {
      description: printable(help === void 0 ? said : withSentence(said, help)),
      check_name: ruleId,
      fingerprint,
      severity: SEVERITY[severity],
      location: { path, lines: { begin: positionAt(at.file, at.start).line } }
    }
  ];
}

// src/report/json.ts
var json = (report) => `${printableJson(toJson(report))}
`;
var jsonLines = (report) => report.findings.map((finding) => `${printableJson(toJsonFinding(report, finding), 0)}
`).join("");
function toJson(report) {
  const { policy, summary, findings } = report;
  return {
    version: 2,
    tool: { name: "pitower-lint", version: VERSION },
    policy: { files: filesOf(policy), extends: [policy.preset] },
    summary: {
      ...summary,
      coverage: {
        ...summary.coverage,
        reasons: summary.coverage.reasons.map(({ reason, lookups }) => ({ reason, lookups }))
      }
    },
    findings: findings.map((finding) => toJsonFinding(report, finding))
  };
}
function toJsonFinding(report, finding) {
  const { at } = finding;
  const start = positionAt(at.file, at.start);
  const end = positionAt(at.file, at.end);
  return {
    ruleId: finding.ruleId,
    severity: finding.severity,
    message: finding.message,
    file: report.displayPath(at.file.path),
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    application: finding.application ?? null,
    category: finding.category ?? null,
    confidence: finding.confidence,
    cluster: finding.clusters.length > 0 ? finding.clusters.join(", ") : null,
    help: finding.help ?? null,
    docs: docsUrl(finding.ruleId),
    fixable: finding.fix?.applicability ?? null,
    related: finding.related.map(({ at: place2, message }) => ({
      file: report.displayPath(place2.file.path),
      ...positionAt(place2.file, place2.start),
      message
    })),
    fingerprint: finding.fingerprint
  };
}
var filesOf = ({ file, layers }) => [
  .../* @__PURE__ */ new Set([
    ...file === null ? [] : [file],
    ...layers.toReversed().flatMap((layer) => layer.file ?? [])
  ])
];

// src/report/xml.ts
var element = (name, attributes, children = []) => ({ name, attributes, children });
var xmlDocument = (root) => `<?xml version="1.0" encoding="UTF-8"?>
${write(root, "")}`;
function write({ name, attributes, children }, indent) {
  const given = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${xmlText(`${value}`)}"`
  );
  const start = `${indent}<${name}${given.join("")}`;
  if (children.length === 0) return `${start}/>
`;
  const isText = children.every((child) => typeof child === "string");
  if (isText) return `${start}>${children.map(xmlText).join("\n")}</${name}>
`;
  const inner = children.map(
    (child) => typeof child === "string" ? xmlText(child) : write(child, `${indent}  `)
  );
  return `${start}>
${inner.join("")}${indent}</${name}>
`;
}
var ENTITIES = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;"
};
var xmlText = (text) => printable(text).replace(NO_CHARACTER, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
var NO_CHARACTER = /[\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

// src/report/junit.ts
var junit = (report, options) => {
  const findings = programFindings(report, options);
  const suites = report.rules.map(
    (rule) => suite(
      report,
      rule,
      findings.filter(({ ruleId }) => ruleId === rule.id)
    )
  );
  const failures = findings.filter(isFailure).length;
  const tests = suites.reduce((sum, { children }) => sum + children.length, 0);
  return xmlDocument(element("testsuites", { name: "pitower-lint", tests, failures }, suites));
};
var isFailure = ({ severity }) => severity !== "info";
function suite(report, rule, findings) {
  const passed = element("testcase", { classname: rule.id, name: rule.summary });
  const cases = findings.length === 0 ? [passed] : findings.map((finding) => testCase(report, finding));
  const failures = findings.filter(isFailure).length;
  return element("testsuite", { name: rule.id, tests: cases.length, failures }, cases);
}
function testCase(report, finding) {
  const { at, ruleId, severity, message, help } = finding;
  const { line, column } = positionAt(at.file, at.start);
  const file = report.displayPath(at.file.path);
  const text = [
    `${file}:${line}:${column}: ${levelOf(finding)} ${message}`,
    ...help === void 0 ? [] : [`help: ${help}`],
    docsUrl(ruleId)
  ];
  const outcome = isFailure(finding) ? element("failure", { type: severity, message }, text) : element("system-out", {}, text);
  return element("testcase", { classname: ruleId, name: `${file}:${line}:${column}`, file, line }, [
    outcome
  ]);
}

// src/report/markdown-text.ts
var MARKUP = /[\\`*_{}[\]()#!|<>&~$"'^=+]/g;
function markdownText(text) {
  return printable(text).replace(MARKUP, (character) => `&#${character.charCodeAt(0)};`).replace(/@/g, "@<!-- -->").replace(/&#35;/g, "&#35;<!-- -->").replace(/:\/\//g, ":<!-- -->//").replace(/www\./gi, (match) => `${match.slice(0, 3)}<!-- -->.`);
}
var markdownSentence = (text) => text.split(/`([^`]+)`/).map((part, i) => i % 2 === 0 ? markdownText(part) : `<code>${markdownText(part)}</code>`).join("");
var urlPath = (path) => (
  // Lone surrogates, which no URL can have, become U+FFFD.
  Buffer.from(path).toString("utf8").split("/").map((segment) => encodeURIComponent(segment).replace(/[!'()*]/g, percentEncoded)).join("/")
);
var percentEncoded = (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

// src/report/repeats.ts
var MANY = 20;
var LISTED = 5;
function listedFindings(report, options) {
  const findings = shownFindings(report, options);
  if (options.all) return { listed: findings, repeated: [] };
  const left = [...new Set(findings.map(({ ruleId }) => ruleId))].map((ruleId) => ({ ruleId, all: findings.filter((finding) => finding.ruleId === ruleId) })).filter(({ all }) => all.length > MANY).map(({ ruleId, all }) => ({ ruleId, rest: all.slice(LISTED) }));
  const unlisted = new Set(left.flatMap(({ rest }) => rest));
  return {
    listed: findings.filter((finding) => !unlisted.has(finding)),
    repeated: left.map(({ ruleId, rest }) => ({
      ruleId,
      more: rest.length,
      files: new Set(rest.map(({ at }) => at.file.path)).size
    }))
  };
}
var repeats = ({ ruleId, more, files }) => `${ruleId}: ${more} more like ${more === 1 ? "this" : "these"}, in ${plural(files, "file")}`;

// src/report/markdown.ts
var MAX_SUMMARY_BYTES = 1e6;
var markdown = (report, options) => {
  const { listed, repeated } = listedFindings(report, options);
  const rows = byApplication(listed).map((finding) => row(report, finding, options.sourceUrl));
  const head = `## pitower-lint: ${counts(report.summary, options.least)}

${weaker(report)}`;
  const foot = `
${closing(report, repeated)}`;
  const room = MAX_SUMMARY_BYTES - Buffer.byteLength(head + TABLE + foot) - 200;
  const shown = fitting(rows, room);
  const left = rows.length - shown.length;
  const rest = left > 0 ? `
And ${plural(left, "finding")} more that this summary has no room for.
` : "";
  const table2 = rows.length > 0 ? `${TABLE}${shown.join("")}` : "";
  return {
    text: `${head}${table2}${rest}${foot}`,
    notices: left > 0 ? [`the Markdown report has no room for ${plural(left, "finding")}`] : []
  };
};
var MOST_WEAKENINGS = 20;
function weaker(report) {
  const all = weakenings(report);
  if (all.length === 0) return "";
  const lines = all.slice(0, MOST_WEAKENINGS).map((text) => `- ${markdownSentence(text)}
`);
  const rest = all.length > lines.length ? `- and ${all.length - lines.length} more
` : "";
  return `### The change weakens the policy

${lines.join("")}${rest}
`;
}
var TABLE = "| Application | Severity | Finding | Place | Rule |\n|---|---|---|---|---|\n";
var MARKS = { error: "🔴", warning: "🟡", info: "🔵" };
function row(report, finding, sourceUrl2) {
  const { ruleId, severity, message, help, application } = finding;
  const cells = [
    markdownText(application ?? ""),
    `${MARKS[severity]} ${markdownText(levelOf(finding))}`,
    markdownSentence(message) + (help === void 0 ? "" : `<br>${markdownSentence(help)}`),
    place(report, finding, sourceUrl2),
    `[${ruleId}](${docsUrl(ruleId)})`
  ];
  return `| ${cells.join(" | ")} |
`;
}
function place(report, { at }, sourceUrl2) {
  const { line, column } = positionAt(at.file, at.start);
  const text = `${markdownText(report.displayPath(at.file.path))}:${line}:${column}`;
  const path = report.repositoryPath(at.file.path);
  if (path === void 0) return text;
  return `[${text}](${sourceUrl2 === void 0 ? "" : `${sourceUrl2}/`}${urlPath(path)}#L${line})`;
}
var byApplication = (findings) => [...findings].sort(
  (a, b) => Number(a.application === void 0) - Number(b.application === void 0) || compare(a.application ?? "", b.application ?? "") || SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)
);
var compare = (a, b) => a < b ? -1 : a > b ? 1 : 0;
function fitting(rows, room) {
  let used = 0;
  const end = rows.findIndex((row2) => {
    used += Buffer.byteLength(row2);
    return used > room;
  });
  return end < 0 ? rows : rows.slice(0, end);
}
function closing(report, repeated) {
  const coverage = seen(report.summary);
  const lines = [
    ...repeated.map(repeats),
    ...report.since ? [notShown(report.since)] : [],
    ...coverage === void 0 ? [] : [coverage],
    `${lookedAt(report.summary)}; ${policyOf(report)}`,
    ...report.notes.length > 0 ? [`${plural(report.notes.length, "note")} with --verbose`] : []
  ];
  return `${lines.map(markdownSentence).join("<br>\n")}
`;
}

// src/report/rdjson.ts
var SEVERITY2 = {
  error: "ERROR",
  warning: "WARNING",
  info: "INFO"
};
var rdjson = (report, options) => {
  const diagnostics = programFindings(report, options).map((finding) => diagnostic(report, finding));
  return `${printableJson({ source: { name: "pitower-lint", url: HOMEPAGE }, diagnostics })}
`;
};
function diagnostic(report, finding) {
  const { at, ruleId, severity, message, help, fix } = finding;
  const said = `${message}${asideOf(finding)}`;
  const [edit, ...others] = fix?.applicability === "safe" ? fix.edits : [];
  return {
    message: printable(help === void 0 ? said : withSentence(said, help)),
    location: {
      path: report.repositoryPath(at.file.path) ?? report.displayPath(at.file.path),
      range: rangeOf(at)
    },
    severity: SEVERITY2[severity],
    code: { value: ruleId, url: docsUrl(ruleId) },
    // Several edits belong together: a suggestion that is taken alone would break the file.
    ...edit && others.length === 0 && edit.at.file === at.file && {
      suggestions: [{ range: rangeOf(edit.at), text: edit.text }]
    }
  };
}
var rangeOf = ({ file, start, end }) => ({
  start: inBytes(file, start),
  end: inBytes(file, end)
});
function inBytes(file, offset) {
  const { line, column } = positionAt(file, offset);
  return { line, column: Buffer.byteLength(lineText(file, line).slice(0, column - 1)) + 1 };
}

// src/report/sarif.ts
import { gzipSync } from "node:zlib";

// src/config/rule-names.ts
var familyOf = (id) => id.split("/")[0] ?? "";

// src/report/sarif-rule.ts
var MAX_DESCRIPTION = 1024;
var LEVELS = { error: "error", warning: "warning", info: "note" };
var PROBLEM_SEVERITIES = {
  error: "error",
  warning: "warning",
  info: "recommendation"
};
function sarifRule({
  id,
  severity,
  summary,
  rationale,
  remedy,
  reference
}) {
  const parts = [rationale, `What to do: ${remedy}`, `Behaviour: ${reference}`];
  return {
    id,
    name: pascalCase(id),
    shortDescription: { text: clip(summary) },
    fullDescription: { text: clip(rationale) },
    helpUri: docsUrl(id),
    help: {
      text: parts.join("\n\n"),
      markdown: [
        rationale,
        `**What to do:** ${remedy}`,
        `[The behaviour behind it](${reference}) · [${id}](${docsUrl(id)})`
      ].join("\n\n")
    },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: {
      precision: "very-high",
      "problem.severity": PROBLEM_SEVERITIES[severity],
      tags: ["gitops", "kubernetes", familyOf(id)]
    }
  };
}
var pascalCase = (id) => id.replace(/(?:^|[/-])(.)/g, (_, letter) => letter.toUpperCase());
var clip = (text) => text.length <= MAX_DESCRIPTION ? text : `${text.slice(0, MAX_DESCRIPTION - 1)}…`;

// src/report/sarif-result.ts
var MAX_LOCATIONS = 1e3;
var RANKS = { certain: 95, likely: 70 };
function sarifResult(report, finding, ruleIndex) {
  const { ruleId, severity, confidence, message, help, at, fix, application, category, clusters } = finding;
  const related = relatedLocations(report, finding);
  const text = [message, help ?? ""].filter(Boolean).map(sentence).join(" ");
  return {
    ruleId,
    ...ruleIndex !== void 0 && { ruleIndex },
    level: LEVELS[severity],
    rank: RANKS[confidence],
    message: { text },
    locations: [{ physicalLocation: location(report, at) }],
    ...related.length > 0 && { relatedLocations: related },
    // code scanning makes its own `primaryLocationLineHash` of the checked-out file
    partialFingerprints: { "pitowerLint/v1": finding.fingerprint },
    ...fix && !finding.secret && isInside2(report, fix) && { fixes: [sarifFix(report, fix)] },
    properties: {
      confidence,
      ...clusters.length > 0 && { clusters: clusters.map(printable) },
      ...application && { application: printable(application) },
      ...application && category && { category: printable(category) }
    }
  };
}
function relatedLocations(report, { related }) {
  return related.filter(({ at }) => report.repositoryPath(at.file.path)).slice(0, MAX_LOCATIONS - 1).map(({ at, message }, id) => ({
    id,
    physicalLocation: location(report, at),
    message: { text: sentence(message) }
  }));
}
function location(report, at) {
  const { line, column, endColumn } = firstLine(at);
  return {
    artifactLocation: artifact(report, at.file),
    region: { startLine: line, startColumn: column, endLine: line, endColumn }
  };
}
var artifact = (report, { path }) => ({
  uri: urlPath(report.repositoryPath(path) ?? path),
  uriBaseId: "%SRCROOT%"
});
var isInside2 = (report, { edits }) => edits.every(({ at }) => report.repositoryPath(at.file.path));
function sarifFix(report, { title, edits }) {
  const files = /* @__PURE__ */ new Map();
  for (const edit of edits) files.set(edit.at.file, [...files.get(edit.at.file) ?? [], edit]);
  const artifactChanges = [...files].map(
    ([file, changes]) => ({
      artifactLocation: artifact(report, file),
      replacements: changes.map(({ at, text }) => {
        const start = positionAt(file, at.start);
        const end = positionAt(file, at.end);
        return {
          deletedRegion: {
            startLine: start.line,
            startColumn: start.column,
            endLine: end.line,
            endColumn: end.column
          },
          ...text !== "" && { insertedContent: { text } }
        };
      })
    })
  );
  return { description: { text: sentence(title) }, artifactChanges };
}
function sentence(text) {
  const plain = printable(text).trim() || "(empty)";
  const escaped = plain.includes("](") ? plain.replace(/[\\[\]]/g, "\\$&") : plain;
  return /[.!?]$/.test(escaped) ? escaped : `${escaped}.`;
}

// src/report/sarif.ts
var MAX_RESULTS = 25e3;
var MAX_GZIP_BYTES = 1e7;
var sarif = (report, options) => {
  const all = programFindings(report, options);
  const inside = all.filter(({ at }) => Boolean(report.repositoryPath(at.file.path)));
  const outside = all.length - inside.length;
  const notices = outside > 0 ? [`the SARIF report leaves out ${plural(outside, "finding")} outside the repository`] : [];
  return fitting2(report, inside, MAX_RESULTS, notices);
};
function fitting2(report, findings, count, notices) {
  const kept = severest(findings, count);
  const cut = findings.length - kept.length;
  const said = cut > 0 ? [
    ...notices,
    `the SARIF report has the ${plural(kept.length, "finding")} of most weight; code scanning takes no more, ${plural(cut, "other")} left out`
  ] : notices;
  const text = `${escapeHidden(JSON.stringify(sarifLog(report, kept, said)))}
`;
  const fits = text.length <= MAX_GZIP_BYTES / 4 || gzipSync(text, { level: 6 }).length <= MAX_GZIP_BYTES;
  if (fits || kept.length === 0) return { text, notices: said };
  return fitting2(report, findings, Math.floor(kept.length / 2), notices);
}
function sarifLog(report, findings, notices) {
  const indexes = new Map(report.rules.map(({ id }, i) => [id, i]));
  const run2 = {
    tool: {
      driver: {
        name: "pitower-lint",
        organization: "pitower",
        version: VERSION,
        semanticVersion: VERSION,
        informationUri: HOMEPAGE,
        rules: report.rules.map(sarifRule)
      }
    },
    invocations: [
      {
        executionSuccessful: !findings.some(({ ruleId }) => ruleId === "internal/rule-crashed"),
        ...notices.length > 0 && { toolExecutionNotifications: notices.map(notification) }
      }
    ],
    originalUriBaseIds: {
      "%SRCROOT%": { description: { text: "The root of the repository." } }
    },
    columnKind: "utf16CodeUnits",
    results: findings.map((finding) => sarifResult(report, finding, indexes.get(finding.ruleId)))
  };
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [run2]
  };
}
var notification = (text) => ({
  level: "warning",
  message: { text: `${text}.` }
});

// src/report/stylish.ts
var import_picocolors = __toESM(require_picocolors(), 1);

// src/source/ciphertext.ts
var ENCRYPTED = /ENC\[[A-Z0-9_]+,data:/;
var hasCiphertext = (text) => ENCRYPTED.test(text);

// src/text/groups.ts
function groupBy(items, key) {
  const groups = /* @__PURE__ */ new Map();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

// src/report/code-frame.ts
var MAX_WIDTH = 100;
var MIN_WIDTH = 30;
var TAB = "    ";
function codeFrame(place2, room = MAX_WIDTH) {
  const width = Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, room));
  const { line, column } = positionAt(place2.file, place2.start);
  const end = positionAt(place2.file, place2.end);
  const text = lineText(place2.file, line);
  if (text === "") return void 0;
  const first = column - 1 - (isWithinCharacter(text, column - 1) ? 1 : 0);
  const until = end.line === line ? Math.max(end.column - 1, first + 1) : text.length;
  const last = until + (isWithinCharacter(text, until) ? 1 : 0);
  const before = show(text.slice(0, first));
  const marked = show(text.slice(first, last)) || " ";
  const after = show(text.slice(last));
  const cut = Math.max(0, before.length + Math.min(marked.length, width / 2) - width + 10);
  const lead = cut > 0 ? `…${before.slice(cut + 1)}` : before;
  const body = lead + marked + after;
  const shown = body.length > width ? `${body.slice(0, width - 1)}…` : body;
  const to = Math.min(lead.length + marked.length, width);
  return { line, text: shown, from: lead.length, to: Math.max(to, lead.length + 1) };
}
var isWithinCharacter = (text, at) => at > 0 && (text.codePointAt(at - 1) ?? 0) > 65535;
var show = (text) => printable(text.replace(/\t/g, TAB));

// src/report/table.ts
function table(head, rows) {
  const lines = [head, ...rows].map((row2) => row2.map(printable));
  const widths = head.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  return lines.map(
    (line) => `${line.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ").trimEnd()}
`
  ).join("");
}

// src/report/statistics.ts
var HEADS = [
  "errors",
  "warnings",
  "infos"
];
function statistics(findings) {
  if (findings.length === 0) return "";
  const byRule = counted("rule", findings, ({ ruleId }) => ruleId);
  const byApplication2 = counted(
    "application",
    findings,
    ({ application }) => application ?? "of no application"
  );
  return `${byRule}
${byApplication2}`;
}
function counted(head, findings, nameOf) {
  const counts2 = /* @__PURE__ */ new Map();
  for (const finding of findings) {
    const name = nameOf(finding);
    const own = counts2.get(name) ?? SEVERITIES.map(() => 0);
    const at = SEVERITIES.indexOf(finding.severity);
    counts2.set(
      name,
      own.map((count, i) => i === at ? count + 1 : count)
    );
  }
  const rows = [...counts2].sort(([a, own], [b, other]) => compareCounts(own, other) || (a < b ? -1 : 1)).map(([name, own]) => [...own.map((count, i) => aligned(count, HEADS[i] ?? "")), name]);
  return table([...HEADS, head], rows);
}
var compareCounts = (a, b) => SEVERITIES.map((_, i) => (b[i] ?? 0) - (a[i] ?? 0)).find((difference) => difference !== 0) ?? 0;
var aligned = (count, head) => count.toLocaleString("en").padStart(head.length);

// src/report/stylish.ts
var stylish = (report, options) => {
  const { color, verbose } = options;
  const colors = import_picocolors.default.createColors(color);
  const { listed, repeated } = listedFindings(report, options);
  const files = groupByFile(listed);
  const blocks = [...files].map(
    ([path, findings]) => [
      colors.underline(printableStart(report.displayPath(path))),
      ...findings.map((finding) => render(report, finding, { colors, options }))
    ].join("\n")
  );
  const notes = verbose ? report.notes.map((note) => colors.dim(`note: ${printable(note)}`)).join("\n") : "";
  const more = repeated.map((one) => `${repeats(one)} (--all lists them)`).join("\n");
  const counted2 = options.statistics ? statistics(shownFindings(report, options)).trimEnd() : "";
  return `${[...blocks, more, counted2, notes, closing2(report, colors, options)].filter(Boolean).join("\n\n")}
`;
};
var groupByFile = (findings) => groupBy(findings, ({ at }) => at.file.path);
var PAINT = {
  error: "red",
  warning: "yellow",
  info: "blue"
};
var linked = (id, links = false) => links ? `\x1B]8;;${docsUrl(id)}\x07${id}\x1B]8;;\x07` : id;
function render(report, finding, { colors, options }) {
  const { line, column } = positionAt(finding.at.file, finding.at.start);
  const paint = colors[PAINT[finding.severity]];
  const head = `  ${colors.dim(`${line}:${column}`)}  ${paint(printable(levelOf(finding)))}  ${colors.bold(printable(finding.message))}  ${colors.dim(linked(finding.ruleId, options.links))}`;
  const gutter = " ".repeat(String(line).length + 2);
  const lines = [
    head,
    ...isSecret(finding) ? [] : frameLines(finding.at, gutter, paint, { colors, options })
  ];
  for (const { at, message } of finding.related) {
    lines.push(
      `${gutter}${colors.dim("=")} ${printable(message)}: ${colors.dim(whereIs(report, at))}`
    );
  }
  if (finding.help)
    lines.push(`${gutter}${colors.dim("=")} ${colors.green("help")}: ${printable(finding.help)}`);
  return lines.join("\n");
}
var isSecret = ({ secret, at }) => secret || /\.sops\./.test(at.file.path) || hasCiphertext(at.file.text);
function frameLines(place2, gutter, paint, { colors, options: { columns } }) {
  const frame = codeFrame(place2, columns && columns - gutter.length - 2);
  if (!frame) return [];
  const marks = " ".repeat(frame.from) + paint("^".repeat(frame.to - frame.from));
  return [
    `${colors.dim(` ${frame.line} |`)} ${frame.text}`,
    `${colors.dim(`${gutter}|`)} ${marks}`
  ];
}
function whereIs(report, place2) {
  const { line, column } = positionAt(place2.file, place2.start);
  return `${printable(report.displayPath(place2.file.path))}:${line}:${column}`;
}
function closing2(report, colors, { verbose, least }) {
  const { summary, notes, since } = report;
  const more = notes.length > 0 && !verbose ? `; ${plural(notes.length, "note")} with --verbose` : "";
  const took = `${(summary.durationMs / 1e3).toFixed(1)} s`;
  const fixes = fixable(report);
  const weaker2 = weakenings(report).length;
  const coverage = seen(summary);
  const lines = [
    verdict(summary, colors, least),
    ...since ? [colors.dim(notShown(since))] : [],
    ...weaker2 > 0 ? [colors.yellow(`the change weakens the policy in ${plural(weaker2, "place")}`)] : [],
    ...fixes ? [fixes] : [],
    ...coverage ? [colors.dim(printable(coverage))] : [],
    colors.dim(printable(`${lookedAt(summary)}, ${took}; ${policyOf(report)}${more}`))
  ];
  return lines.join("\n");
}
function fixable({ findings }) {
  const kinds = findings.flatMap(({ fix }) => fix?.applicability ?? []);
  const [safe, unsafe] = ["safe", "unsafe"].map(
    (kind) => kinds.filter((one) => one === kind).length
  );
  const ways = [
    ...safe ? [`${safe} with --fix`] : [],
    ...unsafe ? [`${unsafe}${safe ? " more" : ""} with --fix --unsafe-fixes`] : []
  ];
  return ways.length > 0 ? `can be fixed: ${ways.join(", ")}` : "";
}
function verdict(summary, colors, least) {
  const text = counts(summary, least);
  if (summary.errors > 0) return colors.red(`✖ ${text}`);
  return isClean(summary) ? colors.green(`✔ ${text}`) : colors.yellow(`▲ ${text}`);
}

// src/report/index.ts
var reporters = {
  stylish,
  compact,
  json,
  "json-lines": jsonLines,
  sarif,
  github,
  gitlab,
  rdjson,
  markdown,
  junit
};

// src/cli/save.ts
import { randomBytes as randomBytes2 } from "node:crypto";
import {
  chmodSync,
  closeSync as closeSync3,
  constants as constants3,
  fsyncSync,
  lstatSync as lstatSync2,
  openSync as openSync3,
  renameSync as renameSync2,
  rmSync as rmSync2,
  statSync as statSync3,
  writeFileSync as writeFileSync3
} from "node:fs";
import { basename, dirname as dirname2, join as join3 } from "node:path";
function saveFile(what, { path, text }, top) {
  const refuse = (reason2) => {
    throw new UsageError(`${what} can't be written to ${path}: ${reason2}`);
  };
  const reason = whyNotWritten(path, top);
  if (reason !== void 0) refuse(reason);
  try {
    const stat = lstatSync2(path, { throwIfNoEntry: false });
    if (stat === void 0 || stat.isFile()) replace({ path, text });
    else writeFileSync3(path, text);
  } catch (error) {
    refuse(reasonOf(error));
  }
}
var UNREPLACEABLE = /* @__PURE__ */ new Set(["EACCES", "EPERM", "EROFS", "EBUSY"]);
function replace(file) {
  try {
    const staged = stage(file);
    try {
      renameSync2(staged, file.path);
    } finally {
      rmSync2(staged, { force: true });
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error && UNREPLACEABLE.has(String(error.code))))
      throw error;
    const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW = 0 } = constants3;
    const handle = openSync3(file.path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
    try {
      writeFileSync3(handle, file.text);
    } finally {
      closeSync3(handle);
    }
  }
}
function stage({ path, text }) {
  const made = join3(dirname2(path), `.${basename(path)}.${randomBytes2(6).toString("hex")}`);
  let handle;
  try {
    handle = openSync3(made, "wx");
    writeFileSync3(handle, text);
    fsyncSync(handle);
    const stat = statSync3(path, { throwIfNoEntry: false });
    if (stat) chmodSync(made, stat.mode & 4095);
    return made;
  } catch (error) {
    rmSync2(made, { force: true });
    throw error;
  } finally {
    if (handle !== void 0) closeSync3(handle);
  }
}

// src/cli/source-url.ts
function sourceUrl(env2 = process.env) {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha } = env2;
  if (!server || !repository || !sha || !/^https:\/\/[\w.:-]+$/.test(server)) return void 0;
  return `${server}/${urlPath(repository)}/blob/${urlPath(sha)}`;
}

// src/cli/print.ts
function formatsOf({
  format,
  outputFile,
  fixDryRun,
  statistics: statistics2
}) {
  const asked2 = format.length > 0 ? format : [{ name: "stylish", file: void 0 }];
  if (outputFile !== void 0 && asked2.filter(({ file }) => file === void 0).length !== 1) {
    throw new UsageError(
      "--output-file takes the one format that names no file",
      "Say where each format goes: --format NAME=FILE."
    );
  }
  if (statistics2 && !asked2.some(({ name }) => name === "stylish")) {
    throw new UsageError(
      "--statistics goes with the format stylish",
      "Leave out --format, or add --format stylish."
    );
  }
  const placed = asked2.map(({ name, file = outputFile }) => ({ name, file }));
  return fixDryRun ? placed.filter(({ file }) => file !== void 0) : placed;
}
function print(report, options, { formats, top }) {
  const { verbose, all, statistics: statistics2 } = options;
  const least = leastOf(options);
  for (const { name, file } of formats) {
    const color = file === void 0 && useColor(options.color);
    const made = reporters[name](report, {
      color,
      least,
      all,
      statistics: statistics2,
      verbose,
      ...file === void 0 && {
        columns: process.stdout.columns,
        links: color && supports_hyperlinks_default.stdout
      },
      sourceUrl: sourceUrl()
    });
    const { text, notices } = typeof made === "string" ? { text: made, notices: [] } : made;
    for (const notice of notices) say(`pitower-lint: ${notice}
`);
    if (file === void 0) output(text);
    else saveFile("the report", { path: file, text }, top);
  }
}
function leastOf({ quiet, severity, verbose, failOn }) {
  if (severity) return severity;
  if (quiet) return "error";
  return verbose || failOn === "info" ? "info" : "warning";
}
function useColor(flag) {
  return flag ?? import_picocolors2.default.isColorSupported;
}

// src/cli/status.ts
function fails({ findings, summary }, { failOn, maxWarnings }) {
  return findings.some(({ severity }) => atLeast(severity, failOn)) || maxWarnings !== void 0 && summary.warnings > maxWarnings;
}

// src/cli/results.ts
var FORM = 1;
var LIMITS = { files: 200, bytes: 64 * 1024 * 1024 };
var RENDERINGS = { files: 1e3, bytes: 256 * 1024 * 1024 };
var MAX_RESULT = 16 * 1024 * 1024;
function resultPlace(args2, env2, now) {
  const { platform, version } = process;
  const workingDirectory = process.cwd();
  const named = namedFolder(args2) ?? (env2.PITOWER_LINT_CACHE_DIR || void 0);
  const isNamed = named !== void 0;
  if (isSet(env2.CI) && !isNamed && !args2.includes("--cache")) return void 0;
  const folder = named === void 0 ? keptFolder("results", env2, platform, workingDirectory) : resolve2(named, "results");
  if (folder === void 0) return void 0;
  const today = new Date(now).toISOString().slice(0, 10);
  const variables = Object.entries(env2).filter(([name2]) => name2.startsWith("PITOWER_LINT_"));
  const all = [
    // Two copies of the program may have one version.
    ...[FORM, VERSION, process.argv[1], version, platform, today, workingDirectory, args2],
    // Which git there is; which charts.
    ...[env2.PATH, chartCache(env2, platform), variables.sort(([a], [b]) => a < b ? -1 : 1)]
  ];
  const name = `${digestOf(JSON.stringify(all)).replaceAll("/", "_")}.json`;
  return { folder, isNamed, name, today, since: now };
}
function namedFolder(args2) {
  const last = args2.findLastIndex((arg) => /^--cache-dir(?:=|$)/.test(arg));
  const [, value] = /^--cache-dir=(.*)$/s.exec(args2[last] ?? "") ?? [];
  return last < 0 ? void 0 : value ?? args2[last + 1];
}
function printAgain(place2) {
  const body = readKept(place2.folder, place2.name);
  if (body === void 0) return void 0;
  const result = JSON.parse(body.toString("utf8"));
  const evidence = stillHolds(result.evidence);
  const texts = evidence && textsOf(result);
  if (!texts) return void 0;
  if (evidence === result.evidence) touchKept(place2.folder, place2.name);
  else keep(place2, { ...result, evidence });
  const report = fromKept(result.report, texts, Math.round(performance.now()));
  return printed(report, result);
}
function textsOf({ files }) {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const texts = [];
  for (const file of files) {
    if (file === null) {
      texts.push("");
      continue;
    }
    const bytes = readHead(file[0], MAX_READ);
    if (isRefused(bytes) || digestOf(bytes) !== file[1]) return void 0;
    texts.push(decoder.decode(bytes));
  }
  return texts;
}
function printed(report, { choices, top }) {
  try {
    print(report, choices, { formats: formatsOf(choices), top });
    return fails(report, choices) ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    say(usageText(error));
    return 2;
  }
}
function keep({ folder, name }, result) {
  const body = Buffer.from(JSON.stringify(result));
  if (body.length <= MAX_RESULT) keepFile(folder, name, body, LIMITS);
}

// src/start/load.ts
import { isAscii } from "node:buffer";
import { readFileSync as readFileSync3 } from "node:fs";
import { createRequire } from "node:module";
import { dirname as dirname3, join as join5 } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

// src/start/code-cache.ts
import { createHash as createHash3 } from "node:crypto";
import { cachedDataVersionTag } from "node:v8";
var LIMITS2 = { files: 8, bytes: 64 * 1024 * 1024 };
var HEAD2 = 8;
function codeFolder(env2, platform, workingDirectory) {
  if (isSet(env2.CI) || isSet(env2.NODE_DISABLE_COMPILE_CACHE)) return void 0;
  return keptFolder("code", env2, platform, workingDirectory);
}
function codeName(source) {
  const hash = createHash3("sha256").update(source);
  const engine = `${process.version} ${process.arch} ${cachedDataVersionTag()}`;
  return `${hash.update(engine).digest("hex")}.bin`;
}
function readCode(folder, name) {
  const body = readKept(folder, name);
  return body && body.length > HEAD2 ? { code: body.subarray(HEAD2), milliseconds: body.readDoubleLE() } : void 0;
}
function keepCode(folder, name, { code, milliseconds }) {
  const time = Buffer.alloc(HEAD2);
  time.writeDoubleLE(milliseconds);
  keepFile(folder, name, Buffer.concat([time, code]), LIMITS2);
}

// src/start/load.ts
var LONGER = 3;
function loadLinter(program) {
  const path = join5(dirname3(fileURLToPath(program)), "linter.cjs");
  const bytes = readFileSync3(path);
  const folder = codeFolder(process.env, process.platform, process.cwd());
  const name = folder === void 0 ? "" : codeName(bytes);
  const kept = folder === void 0 ? void 0 : readCode(folder, name);
  const { script, isTaken } = compile(bytes, path, kept);
  const module = { exports: {} };
  const run2 = script.runInThisContext();
  run2(module.exports, createRequire(path), module, path, dirname3(path));
  const keepCompiled = () => {
    if (folder === void 0) return;
    const { user, system } = process.cpuUsage();
    const milliseconds = (user + system) / 1e3;
    if (isTaken && kept && milliseconds < LONGER * kept.milliseconds) return;
    keepCode(folder, name, { code: script.createCachedData(), milliseconds });
  };
  return { ...module.exports, program: { path, bytes }, keepCompiled };
}
function compile(bytes, filename, kept) {
  const text = bytes.toString(isAscii(bytes) ? "latin1" : "utf8");
  const source = `(function (exports, require, module, __filename, __dirname) {${text}
})`;
  const script = new Script(source, { filename, ...kept && { cachedData: kept.code } });
  return { script, isTaken: kept !== void 0 && script.cachedDataRejected === false };
}

// src/start/cli.ts
var args = process.argv.slice(2);
if (args.length === 1 && args[0] === "--version") process.stdout.write(`${VERSION}
`);
else await run();
async function run() {
  if (process.version.startsWith("v20.")) {
    setFlagsFromString("--interrupt-budget=600000");
    setFlagsFromString("--semi-space-growth-factor=16");
  }
  const hasFailed = watchStreams();
  const place2 = resultPlace(args, process.env, performance.timeOrigin);
  const again = place2 && printAgain(place2);
  if (again !== void 0) {
    process.exitCode = hasFailed() ? 2 : again;
    return;
  }
  const { main, keepCompiled, program } = loadLinter(import.meta.url);
  const status = await main(args, place2 && { place: place2, program });
  process.exitCode = hasFailed() ? 2 : status;
  keepCompiled();
}
