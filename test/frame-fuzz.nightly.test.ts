import { frameFuzzContract } from './frame-fuzz.contract.ts';

frameFuzzContract(40_000);
