import { viewStoreContract } from '../ports/view-store/view-store.contract.ts';
import { SimViewStore } from './sim-view-store.ts';

viewStoreContract('simulated', async () => new SimViewStore());
