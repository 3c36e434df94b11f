import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { declarations } from './declarations.mjs';

/** Where the report lies: what changes for users of the library is a change of this file. */
export const API_REPORT = 'docs/library.api.md';

/**
 * What the library exports, as API Extractor reports it.
 *
 * @throws where something is exported without documentation, or refers to something that is not
 */
export function apiReport(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pitower-lint-api-'));
  try {
    writeFileSync(join(folder, 'package.json'), readFileSync('package.json', 'utf8'));
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist/index.d.ts'), declarations());
    return report(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function report(folder: string): string {
  const said: string[] = [];
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: join(folder, 'package.json'),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: join(folder, 'dist/index.d.ts'),
      newlineKind: 'lf',
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'es2022',
            lib: ['es2022'],
            module: 'nodenext',
            strict: true,
            skipLibCheck: false,
            types: ['node'],
            typeRoots: [join(process.cwd(), 'node_modules/@types')],
          },
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: 'library.api.md',
        reportFolder: folder,
        reportTempFolder: join(folder, 'temp'),
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.Error },
          // There is one kind of export, and fields with telling names need no more words.
          'ae-missing-release-tag': { logLevel: ExtractorLogLevel.None },
          'ae-undocumented': { logLevel: ExtractorLogLevel.None },
        },
        tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
      },
    },
  });
  Extractor.invoke(config, {
    localBuild: true,
    messageCallback(message) {
      message.handled = true;
      if (message.logLevel === ExtractorLogLevel.Error)
        said.push(message.formatMessageWithLocation(folder));
    },
  });
  if (said.length > 0) throw new Error(`the library's declarations: ${said.join('\n')}`);
  return readFileSync(join(folder, 'library.api.md'), 'utf8');
}
