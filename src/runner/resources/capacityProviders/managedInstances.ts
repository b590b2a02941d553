import * as v from 'valibot';

/** A function's CapacityProviderConfig, with its defaults: kept and answered. The Local region runs such functions as any other. */
export const ManagedInstances = v.object({
  LambdaManagedInstancesCapacityProviderConfig: v.object({
    CapacityProviderArn: v.string(),
    PerExecutionEnvironmentMaxConcurrency: v.number(),
    ExecutionEnvironmentMemoryGiBPerVCpu: v.number(),
  }),
});
export type ManagedInstances = Readonly<v.InferOutput<typeof ManagedInstances>>;
