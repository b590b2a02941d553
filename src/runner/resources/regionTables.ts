import { scalableTargetDocuments } from '../autoScaling/store/storedScalableTarget.ts';
import { scalingActivitiesDocuments } from '../autoScaling/store/storedScalingActivities.ts';
import { signingJobDocuments } from '../signing/store/storedSigningJob.ts';
import { signingProfileDocuments } from '../signing/store/storedSigningProfile.ts';
import type { DocumentStore } from '../store/documentStore.ts';
import { type Change, DocumentTable } from '../store/documentTable.ts';
import { aliasDocuments } from './aliases/storedAlias.ts';
import { capacityProviderDocuments } from './capacityProviders/storedCapacityProvider.ts';
import { codeSigningConfigDocuments } from './codeSigning/storedCodeSigningConfig.ts';
import { functionCodeSigningDocuments } from './codeSigning/storedFunctionCodeSigning.ts';
import { eventInvokeConfigDocuments } from './eventInvokeConfigs/storedEventInvokeConfig.ts';
import { eventSourceMappingDocuments } from './eventSourceMappings/storedEventSourceMapping.ts';
import { functionKey, ofFunction } from './functionKey.ts';
import { functionScalingDocuments } from './functionScaling/storedFunctionScaling.ts';
import { layerVersionDocuments } from './layers/storedLayer.ts';
import { layerCounterDocuments } from './layers/storedLayerCounter.ts';
import { policyDocuments } from './policies/storedPolicy.ts';
import { provisionedConcurrencyDocuments } from './provisionedConcurrency/storedProvisionedConcurrency.ts';
import { recursionDocuments } from './recursion/storedRecursion.ts';
import { runtimeManagementDocuments } from './runtimeManagement/storedRuntimeManagement.ts';
import { tagsDocuments } from './tags/storedTags.ts';
import { templateUrlDocuments } from './urls/storedTemplateUrl.ts';
import { urlDocuments } from './urls/storedUrl.ts';

/** The region's durable resources but for the functions and their versions. */
export interface RegionTables extends Awaited<ReturnType<typeof openFunctionTables>>, Awaited<ReturnType<typeof openOwnTables>> {}

/** A table whose keys are `functionKey`s: what it holds goes with the function, or with the qualifier. */
type FunctionTable = Pick<DocumentTable<never>, 'deleting' | 'deletingAll' | 'has'>;

export async function openRegionTables(store: DocumentStore): Promise<RegionTables> {
  const [ofFunctions, own] = await Promise.all([openFunctionTables(store), openOwnTables(store)]);
  return { ...ofFunctions, ...own };
}

/** What goes with a function that is deleted. */
export function deletingOfFunction(tables: RegionTables, name: string): readonly Change[] {
  return functionTables(tables).flatMap((table) => table.deletingAll(ofFunction(name)));
}

/** What goes with a version or an alias that is deleted. */
export function deletingOfQualifier(tables: RegionTables, name: string, qualifier: string): readonly Change[] {
  const key = functionKey(name, qualifier);
  return functionTables(tables)
    .filter((table) => table.has(key))
    .map((table) => table.deleting(key));
}

function functionTables(tables: RegionTables): readonly FunctionTable[] {
  const { aliases, policies, urls, eventInvokeConfigs, provisionedConcurrency, runtimeManagement, recursion } = tables;
  const { functionScaling, functionCodeSigning, templateUrls, scalableTargets, scalingActivities } = tables;
  return [
    aliases,
    policies,
    urls,
    templateUrls,
    eventInvokeConfigs,
    provisionedConcurrency,
    runtimeManagement,
    recursion,
    functionScaling,
    functionCodeSigning,
    scalableTargets,
    scalingActivities,
  ];
}

async function openFunctionTables(store: DocumentStore) {
  return {
    aliases: await DocumentTable.open(store, aliasDocuments),
    policies: await DocumentTable.open(store, policyDocuments),
    urls: await DocumentTable.open(store, urlDocuments),
    templateUrls: await DocumentTable.open(store, templateUrlDocuments),
    eventInvokeConfigs: await DocumentTable.open(store, eventInvokeConfigDocuments),
    provisionedConcurrency: await DocumentTable.open(store, provisionedConcurrencyDocuments),
    runtimeManagement: await DocumentTable.open(store, runtimeManagementDocuments),
    recursion: await DocumentTable.open(store, recursionDocuments),
    functionScaling: await DocumentTable.open(store, functionScalingDocuments),
    functionCodeSigning: await DocumentTable.open(store, functionCodeSigningDocuments),
    scalableTargets: await DocumentTable.open(store, scalableTargetDocuments),
    scalingActivities: await DocumentTable.open(store, scalingActivitiesDocuments),
  };
}

async function openOwnTables(store: DocumentStore) {
  return {
    layerVersions: await DocumentTable.open(store, layerVersionDocuments),
    layerCounters: await DocumentTable.open(store, layerCounterDocuments),
    eventSourceMappings: await DocumentTable.open(store, eventSourceMappingDocuments),
    codeSigningConfigs: await DocumentTable.open(store, codeSigningConfigDocuments),
    signingProfiles: await DocumentTable.open(store, signingProfileDocuments),
    signingJobs: await DocumentTable.open(store, signingJobDocuments),
    capacityProviders: await DocumentTable.open(store, capacityProviderDocuments),
    tags: await DocumentTable.open(store, tagsDocuments),
  };
}
