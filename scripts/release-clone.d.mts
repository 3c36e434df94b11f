/** The environment without what a hook or a person's configuration would add to git. */
export const GIT_ENV: NodeJS.ProcessEnv;
