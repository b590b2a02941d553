/** The setting that says, by runtime name, what runs it. */
export const runtimesSetting = 'lambdaWorkbench.runtimes';
