import { runService } from '#platform/service';
import { reconciliation } from './index.js';

await runService(reconciliation);
