// Prints the notes of a release: the section of CHANGELOG.md for the tag that is given, such as v0.1.0. Fails where
// the tag is not the package's version or the changelog has no such section. Without a tag it prints what is unreleased.
import { readFileSync } from 'node:fs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const [tag] = process.argv.slice(2);

if (tag !== undefined && tag !== `v${version}`) {
  throw new Error(`the tag ${tag} is not v${version}, the version in package.json`);
}
const title = tag === undefined ? '[Unreleased]' : `[${version}]`;
const sections = readFileSync('CHANGELOG.md', 'utf8').split(/^## /m);
const section = sections.find(text => text.startsWith(title));
if (section === undefined) throw new Error(`CHANGELOG.md has no section "## ${title}"`);
const notes = section.split('\n').slice(1).join('\n').trim();
if (notes === '') throw new Error(`the section "## ${title}" of CHANGELOG.md is empty`);
process.stdout.write(`${notes}\n`);
