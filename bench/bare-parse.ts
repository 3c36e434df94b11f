// Reads and parses files with the bare parser; their paths come in a file, as JSON.
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

const files = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as string[];
for (const file of files) parseAllDocuments(readFileSync(file, 'utf8'));
