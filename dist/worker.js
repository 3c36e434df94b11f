#!/usr/bin/env node

// src/start/worker.ts
import { parentPort, workerData } from "node:worker_threads";

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
function readCode(folder, name2) {
  let file;
  try {
    file = openSync(join2(folder, name2), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = fstatSync(file);
    if (!stat.isFile() || !isOwn(stat) || !isOwn(statSync(folder))) return void 0;
    const bytes = readFileSync(file);
    const body = bytes.subarray(32);
    const isWhole = bytes.length > HEAD && digest(name2, body).equals(bytes.subarray(0, 32));
    return isWhole ? { code: bytes.subarray(HEAD), milliseconds: body.readDoubleLE() } : void 0;
  } catch {
    return void 0;
  } finally {
    if (file !== void 0) closeSync(file);
  }
}
function keepCode(folder, name2, { code, milliseconds }) {
  const draft = join2(folder, `${name2}.${randomBytes(6).toString("hex")}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 448 });
    if (!isOwn(statSync(folder))) return;
    const time = Buffer.alloc(8);
    time.writeDoubleLE(milliseconds);
    const body = Buffer.concat([time, code]);
    writeFileSync(draft, Buffer.concat([digest(name2, body), body]), { mode: 384, flag: "wx" });
    renameSync(draft, join2(folder, name2));
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
  const files = readdirSync(folder).map((name2) => join2(folder, name2));
  const byAge = files.map((path) => ({ path, time: statSync(path).mtimeMs })).sort((a, b) => b.time - a.time);
  for (const { path } of byAge.slice(MAX_FILES)) remove(path);
}
var digest = (name2, body) => createHash("sha256").update(name2).update(body).digest();
var isOwn = ({ uid, mode }) => process.getuid === void 0 || uid === process.getuid() && (mode & 18) === 0;

// src/start/load.ts
var LONGER = 3;
function loadLinter(program) {
  const path = join3(dirname(fileURLToPath(program)), "linter.cjs");
  const bytes = readFileSync2(path);
  const folder = codeFolder(process.env, process.platform, process.cwd());
  const name2 = folder === void 0 ? "" : codeName(bytes);
  const kept = folder === void 0 ? void 0 : readCode(folder, name2);
  const { script, isTaken } = compile(bytes, path, kept);
  const module = { exports: {} };
  const run = script.runInThisContext();
  run(module.exports, createRequire(path), module, path, dirname(path));
  const keepCompiled = () => {
    if (folder === void 0) return;
    const { user, system } = process.cpuUsage();
    const milliseconds = (user + system) / 1e3;
    if (isTaken && kept && milliseconds < LONGER * kept.milliseconds) return;
    keepCode(folder, name2, { code: script.createCachedData(), milliseconds });
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

// src/start/worker.ts
var { name, options } = workerData;
var say = (message) => parentPort?.postMessage(message);
say(loadLinter(import.meta.url).runJob(name, options, (stage) => say({ stage })));
