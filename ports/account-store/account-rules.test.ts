import { accountModelContract } from './account-model.contract.ts';
import { memoryAccountStore } from './memory-account-store.ts';

accountModelContract('the store in memory', { runs: 300, open: async () => memoryAccountStore() });
