/** Whether an environment variable says yes: it is there, and not a way to say no. */
export const isSet = (value: string | undefined): boolean =>
  value !== undefined && value !== '' && value !== '0' && value !== 'false';
