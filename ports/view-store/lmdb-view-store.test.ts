import { temporaryFolder } from '../testing/temporary-folder.ts';
import { LmdbViewStore } from './lmdb-view-store.ts';
import { viewStoreContract } from './view-store.contract.ts';

viewStoreContract('LMDB', async () => new LmdbViewStore({ folder: temporaryFolder() }));
