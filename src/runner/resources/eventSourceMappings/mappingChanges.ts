/** The key of the region's queue: mappings change one after the other, as a new one depends on all that are there. */
export const mappingChanges = 'event-source-mappings';
