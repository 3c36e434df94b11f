/** Writes a repository that describes one cluster with any number of applications. */
export function writeRepository(folder: string, applications: number): void;
