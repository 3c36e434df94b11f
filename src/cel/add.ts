/** Gives the language a function, by its signature. */
export type Add = (signature: string, handler: (...args: never[]) => unknown) => unknown;

/** What ends an evaluation with an error. */
export const fail = (message: string): never => {
  throw new Error(message);
};

/** Whether a text can be read as something. */
export const is =
  (read: (text: string) => unknown) =>
  (text: string): boolean => {
    try {
      read(text);
      return true;
    } catch {
      return false;
    }
  };
