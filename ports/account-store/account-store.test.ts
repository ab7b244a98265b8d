import { noCrashPoints } from '../crash-points/crash-points.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { accountAdmissionContract } from './account-admission.contract.ts';
import { accountSettlementContract } from './account-settlement.contract.ts';
import { openLmdbAccountStore } from './lmdb-account-store.ts';
import { memoryAccountStore } from './memory-account-store.ts';

const lmdb = async () =>
  openLmdbAccountStore({ folder: temporaryFolder(), crashPoints: noCrashPoints });
const memory = async () => memoryAccountStore();

accountAdmissionContract('LMDB', lmdb);
accountAdmissionContract('memory', memory);
accountSettlementContract('LMDB', lmdb);
accountSettlementContract('memory', memory);
