import { httpFuzzContract } from './http-fuzz.contract.ts';

httpFuzzContract(40_000);
