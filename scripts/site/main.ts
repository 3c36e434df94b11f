import { buildSite } from './build.ts';
import { brokenLinks } from './links.ts';

/** Makes the site from the guides and the rules' pages, in `site/`. */
const all = buildSite('site');
const broken = brokenLinks('site');
for (const link of broken) console.error(`broken link in ${link}`);
console.log(`site/index.html: ${all.length} pages, ${broken.length} broken links`);
process.exitCode = broken.length > 0 ? 1 : 0;
