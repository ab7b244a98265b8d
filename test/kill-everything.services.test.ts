import { killEverythingContract } from './kill-everything.contract.ts';

killEverythingContract('kafka');
