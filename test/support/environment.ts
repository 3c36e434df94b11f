const { NO_COLOR: _no, FORCE_COLOR: _force, CI: _ci, ...rest } = process.env;

/** The variables of this process without those that turn colours on or off: a CI sets them, a person's shell does not. */
export const WITHOUT_COLOUR_VARIABLES: NodeJS.ProcessEnv = rest;
