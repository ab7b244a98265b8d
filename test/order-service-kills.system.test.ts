import { orderServiceKillsContract } from './order-service-kills.contract.ts';

orderServiceKillsContract('embedded');
