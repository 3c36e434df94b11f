/** A message without the marks around its names, which the fixtures pin: for tests that are about the words. */
export const wordsOf = (text: string): string => text.replaceAll('`', '');
