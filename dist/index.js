#!/usr/bin/env node
import { createRequire as __createRequire } from "node:module";
import { fileURLToPath as __toPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __toPath(import.meta.url);
import{M as s,P as p,Q as r,T as c,a as i}from"./shared.js";async function b(e={}){let{path:a=".",config:f=!0,rules:l={},trackedOnly:m=!1}=e,{changedSince:t,baseline:n,schemaDir:o}=e,y=Object.entries(l).reduce((d,[u,h])=>p(`${u}=${h}`,d),new Map),{report:g}=c(a,{config:f,rule:y,only:(e.only??[]).map(r),skip:(e.skip??[]).map(r),trackedOnly:m,...t!==void 0&&{changedSince:t},...n!==void 0&&{baseline:n},...o!==void 0&&{schemaDir:o}});return s(g)}i(b,"lint");export{b as lint};
