import { runService } from '#platform/service';
import { ledger } from './index.js';

await runService(ledger);
