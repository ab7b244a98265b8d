import { test } from 'node:test';
import { memoryAccountStore } from '../ports/account-store/memory-account-store.ts';
import { besideAnother } from './testing/beside-another.ts';

test('a rebuild beside another settlement drops nothing that came into the store since', async () => {
  const store = memoryAccountStore();
  await besideAnother(async () => store);
});
