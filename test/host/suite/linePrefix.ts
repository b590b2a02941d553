/** Begins what is meant for the reader of a test run; everything else on an extension host's console is VS Code's own noise. */
export const linePrefix = '[host] ';
