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
import { createHash as createHash2 } from "node:crypto";
import { cachedDataVersionTag } from "node:v8";

// src/store/cache-directory.ts
import { homedir } from "node:os";
import { isAbsolute, join, relative } from "node:path";
function userCache(env, platform) {
  const own = env.XDG_CACHE_HOME;
  if (own) return join(own, "pitower-lint");
  if (platform === "win32" && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, "pitower-lint");
  const base = platform === "darwin" ? ["Library", "Caches"] : [".cache"];
  return join(homedir(), ...base, "pitower-lint");
}
function keptFolder(name2, env, platform, workingDirectory) {
  const folder = join(userCache(env, platform), name2);
  const way = relative(workingDirectory, folder);
  const isWithin = !way.startsWith("..") && !isAbsolute(way);
  return isAbsolute(folder) && !isWithin ? folder : void 0;
}

// src/store/kept-files.ts
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
  utimesSync,
  writeFileSync
} from "node:fs";
import { join as join2 } from "node:path";
var HEAD = 32;
function readKept(folder, name2) {
  let file;
  try {
    file = openSync(join2(folder, name2), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = fstatSync(file);
    if (!stat.isFile() || !isOwn(stat) || !isOwn(statSync(folder))) return void 0;
    const bytes = readFileSync(file);
    const body = bytes.subarray(HEAD);
    const isWhole = bytes.length >= HEAD && digest(name2, body).equals(bytes.subarray(0, HEAD));
    return isWhole ? body : void 0;
  } catch {
    return void 0;
  } finally {
    if (file !== void 0) closeSync(file);
  }
}
function keepFile(folder, name2, body, limits) {
  const draft = join2(folder, `${name2}.${randomBytes(6).toString("hex")}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 448 });
    if (!isOwn(statSync(folder))) return;
    writeFileSync(draft, Buffer.concat([digest(name2, body), body]), { mode: 384, flag: "wx" });
    renameSync(draft, join2(folder, name2));
    removeOld(folder, limits);
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
function removeOld(folder, limits) {
  const byAge = readdirSync(folder).map((name2) => join2(folder, name2)).map((path) => ({ path, stat: statSync(path, { throwIfNoEntry: false }) })).sort((a, b) => (b.stat?.mtimeMs ?? 0) - (a.stat?.mtimeMs ?? 0));
  let bytes = 0;
  for (const [i, { path, stat }] of byAge.entries()) {
    bytes += stat?.size ?? 0;
    if (i > 0 && (i >= limits.files || bytes > limits.bytes)) remove(path);
  }
}
var digest = (name2, body) => createHash("sha256").update(name2).update(body).digest();
var isOwn = ({ uid, mode }) => process.getuid === void 0 || uid === process.getuid() && (mode & 18) === 0;

// src/text/variables.ts
var isSet = (value) => value !== void 0 && value !== "" && value !== "0" && value !== "false";

// src/start/code-cache.ts
var LIMITS = { files: 8, bytes: 64 * 1024 * 1024 };
var HEAD2 = 8;
function codeFolder(env, platform, workingDirectory) {
  if (isSet(env.CI) || isSet(env.NODE_DISABLE_COMPILE_CACHE)) return void 0;
  return keptFolder("code", env, platform, workingDirectory);
}
function codeName(source) {
  const hash = createHash2("sha256").update(source);
  const engine = `${process.version} ${process.arch} ${cachedDataVersionTag()}`;
  return `${hash.update(engine).digest("hex")}.bin`;
}
function readCode(folder, name2) {
  const body = readKept(folder, name2);
  return body && body.length > HEAD2 ? { code: body.subarray(HEAD2), milliseconds: body.readDoubleLE() } : void 0;
}
function keepCode(folder, name2, { code, milliseconds }) {
  const time = Buffer.alloc(HEAD2);
  time.writeDoubleLE(milliseconds);
  keepFile(folder, name2, Buffer.concat([time, code]), LIMITS);
}

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
  return { ...module.exports, program: { path, bytes }, keepCompiled };
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
