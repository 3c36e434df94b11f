/** The text of dist/index.d.ts. */
export declare function declarations(): string;
