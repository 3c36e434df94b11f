#!/usr/bin/env node
import { createRequire as __createRequire } from "node:module";
import { fileURLToPath as __toPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __toPath(import.meta.url);
import{a as s,la as p,oa as c,pa as n,va as f}from"./shared.js";async function R(e={}){let{path:a=".",config:l=!0,rules:m={},trackedOnly:d=!1}=e,{changedSince:r,baseline:t,schemaDir:o,confidence:i}=e,g=Object.entries(m).reduce((u,[J,h])=>c(`${J}=${h}`,u),new Map),{report:y}=f([a].flat(),{config:l,rule:g,only:(e.only??[]).map(n),skip:(e.skip??[]).map(n),trackedOnly:d,...r!==void 0&&{changedSince:r},...t!==void 0&&{baseline:t},...o!==void 0&&{schemaDir:o},...i!==void 0&&{confidence:i}});return p(y)}s(R,"lint");export{R as lint};
