import { zombieContract } from './zombie.contract.ts';

zombieContract('embedded');
