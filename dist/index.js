#!/usr/bin/env node
import { createRequire as __createRequire } from "node:module";
import { fileURLToPath as __toPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __toPath(import.meta.url);
import{Aa as n,a as c,pa as p,xa as f,za as l}from"./shared.js";async function b(e={}){let{path:a=".",config:d=!0,rules:g={},trackedOnly:m=!1}=e,{changedSince:r,baseline:t,schemaDir:i,confidence:o,cluster:s}=e,y=Object.entries(g).reduce((J,[h,S])=>l(`${h}=${S}`,J),new Map),{report:u}=f([a].flat(),{config:d,rule:y,only:(e.only??[]).map(n),skip:(e.skip??[]).map(n),trackedOnly:m,...r!==void 0&&{changedSince:r},...t!==void 0&&{baseline:t},...i!==void 0&&{schemaDir:i},...o!==void 0&&{confidence:o},...s!==void 0&&{cluster:s}});return p(u)}c(b,"lint");export{b as lint};
