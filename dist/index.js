#!/usr/bin/env node
import { createRequire as __createRequire } from "node:module";
import { fileURLToPath as __toPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __toPath(import.meta.url);
import{L as i,O as s,P as r,S as p,a as o}from"./shared.js";async function b(e={}){let{path:c=".",config:f=!0,rules:l={},trackedOnly:a=!1}=e,{changedSince:t,baseline:n}=e,m=Object.entries(l).reduce((g,[d,u])=>s(`${d}=${u}`,g),new Map),{report:y}=p(c,{config:f,rule:m,only:(e.only??[]).map(r),skip:(e.skip??[]).map(r),trackedOnly:a,...t!==void 0&&{changedSince:t},...n!==void 0&&{baseline:n}});return i(y)}o(b,"lint");export{b as lint};
