/** Folders that people move to what they no longer deploy. */
const PUT_AWAY =
  /(?:^|[/._-])(?:disabled|excluded?|not[-_]?(?:deployed|ready|used)|undeployed|ignored?|archived?|deprecated|retired|unused|inactive|attic|graveyard)(?:[._-][^/]*)?\/|(?:^|\/)[._]templates?\//i;

/** Folders of what is not meant for the cluster as it is: copies, to look things up in, and tests. */
const ASIDE = /(?:^|\/)[._-]?(?:backups?|old|references?|tests?|testdata)\//i;

/** Folders of what somebody copies and fills in, or tries out on their own machine. */
const SAMPLES =
  /(?:^|\/)local[-_]clusters?\/|(?:^|[/._-])(?:examples?|samples?)(?:[. _-][^/]*)?\/|(?:^|\/)(?:[._]templates?|template|[^/]+[._-]templates?)\//i;

/** Folders of what is there before Argo CD is. */
const FIRST_STEP = /(?:^|\/)(?:bootstrap|init|install|setup|seed)(?:\/|$)/i;

/** Whether a directory is, or lies in, one of what somebody applies once, before anything else. */
export const isFirstStep = (directory: string): boolean => FIRST_STEP.test(directory);

/** Whether a path lies in a folder whose name says that what it holds is deployed no longer. */
export const isPutAway = (path: string): boolean => PUT_AWAY.test(path);

/** Whether a path lies in a folder whose name says that nothing deploys what it holds. */
export const isAside = (path: string): boolean =>
  isPutAway(path) || ASIDE.test(path) || isSample(path);

/** Whether a path lies in a folder whose name says that what it holds is copied and filled in. */
export const isSample = (path: string): boolean => SAMPLES.test(path);
