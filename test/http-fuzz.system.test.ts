import { httpFuzzContract } from './http-fuzz.contract.ts';

httpFuzzContract(600);
