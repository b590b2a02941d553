/** Opens the documents of a data folder, and closes them: `storeOpener.ts FOLDER`. */
import { silentLogger } from '../../../src/common/logger.ts';
import { openDocumentStore } from '../../../src/runner/store/documentStore.ts';

const store = await openDocumentStore(process.argv[2] ?? '', silentLogger);
await store.close();
