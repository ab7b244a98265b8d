import { zombieContract } from './zombie.contract.ts';

zombieContract('kafka');
