import { problemRule } from '../rule.ts';

export const unreadable = problemRule({
  id: 'internal/unreadable',
  severity: 'error',
  summary: 'A file that could not be read as text, or a directory that could not be built.',
  rationale: 'A YAML file that is binary or not UTF-8 is refused by the tools that read it next.',
  remedy: 'Save it as UTF-8, or give it another extension.',
  reference: 'https://yaml.org/spec/1.2.2/#52-character-encodings',
});
