#!/usr/bin/env node

// src/start/cli.ts
import { setFlagsFromString } from "node:v8";

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
var SUPPRESSIONS = `${HOMEPAGE}/blob/main/docs/suppressions.md`;

// src/start/load.ts
import { isAscii } from "node:buffer";
import { readFileSync as readFileSync2 } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join as join3 } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

// src/start/code-cache.ts
import { createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync
} from "node:fs";
import { isAbsolute, join as join2, relative } from "node:path";
import { cachedDataVersionTag } from "node:v8";

// src/store/cache-directory.ts
import { homedir } from "node:os";
import { join } from "node:path";
function userCache(env, platform) {
  const own = env.XDG_CACHE_HOME;
  if (own) return join(own, "pitower-lint");
  if (platform === "win32" && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, "pitower-lint");
  const base = platform === "darwin" ? ["Library", "Caches"] : [".cache"];
  return join(homedir(), ...base, "pitower-lint");
}

// src/start/code-cache.ts
var MAX_FILES = 8;
var HEAD = 40;
function codeFolder(env, platform, workingDirectory) {
  if (isSet(env.CI) || isSet(env.NODE_DISABLE_COMPILE_CACHE)) return void 0;
  const folder = join2(userCache(env, platform), "code");
  const way = relative(workingDirectory, folder);
  const isWithin = !way.startsWith("..") && !isAbsolute(way);
  return isAbsolute(folder) && !isWithin ? folder : void 0;
}
var isSet = (value) => value !== void 0 && value !== "" && value !== "0" && value !== "false";
function codeName(source) {
  const hash = createHash("sha256").update(source);
  const engine = `${process.version} ${process.arch} ${cachedDataVersionTag()}`;
  return `${hash.update(engine).digest("hex")}.bin`;
}
function readCode(folder, name) {
  let file;
  try {
    file = openSync(join2(folder, name), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = fstatSync(file);
    if (!stat.isFile() || !isOwn(stat) || !isOwn(statSync(folder))) return void 0;
    const bytes = readFileSync(file);
    const body = bytes.subarray(32);
    const isWhole = bytes.length > HEAD && digest(name, body).equals(bytes.subarray(0, 32));
    return isWhole ? { code: bytes.subarray(HEAD), milliseconds: body.readDoubleLE() } : void 0;
  } catch {
    return void 0;
  } finally {
    if (file !== void 0) closeSync(file);
  }
}
function keepCode(folder, name, { code, milliseconds }) {
  const draft = join2(folder, `${name}.${randomBytes(6).toString("hex")}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 448 });
    if (!isOwn(statSync(folder))) return;
    const time = Buffer.alloc(8);
    time.writeDoubleLE(milliseconds);
    const body = Buffer.concat([time, code]);
    writeFileSync(draft, Buffer.concat([digest(name, body), body]), { mode: 384, flag: "wx" });
    renameSync(draft, join2(folder, name));
    removeOld(folder);
  } catch {
    remove(draft);
  }
}
function remove(path) {
  try {
    rmSync(path, { force: true });
  } catch {
  }
}
function removeOld(folder) {
  const files = readdirSync(folder).map((name) => join2(folder, name));
  const byAge = files.map((path) => ({ path, time: statSync(path).mtimeMs })).sort((a, b) => b.time - a.time);
  for (const { path } of byAge.slice(MAX_FILES)) remove(path);
}
var digest = (name, body) => createHash("sha256").update(name).update(body).digest();
var isOwn = ({ uid, mode }) => process.getuid === void 0 || uid === process.getuid() && (mode & 18) === 0;

// src/start/load.ts
var LONGER = 3;
function loadLinter(program) {
  const path = join3(dirname(fileURLToPath(program)), "linter.cjs");
  const bytes = readFileSync2(path);
  const folder = codeFolder(process.env, process.platform, process.cwd());
  const name = folder === void 0 ? "" : codeName(bytes);
  const kept = folder === void 0 ? void 0 : readCode(folder, name);
  const { script, isTaken } = compile(bytes, path, kept);
  const module = { exports: {} };
  const run2 = script.runInThisContext();
  run2(module.exports, createRequire(path), module, path, dirname(path));
  const keepCompiled = () => {
    if (folder === void 0) return;
    const { user, system } = process.cpuUsage();
    const milliseconds = (user + system) / 1e3;
    if (isTaken && kept && milliseconds < LONGER * kept.milliseconds) return;
    keepCode(folder, name, { code: script.createCachedData(), milliseconds });
  };
  return { ...module.exports, keepCompiled };
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
  if (process.version.startsWith("v20.")) setFlagsFromString("--interrupt-budget=600000");
  const { watchStreams, main, keepCompiled } = loadLinter(import.meta.url);
  const hasFailed = watchStreams();
  const status = await main(args);
  process.exitCode = hasFailed() ? 2 : status;
  keepCompiled();
}
