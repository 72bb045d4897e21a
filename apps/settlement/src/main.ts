import { runService } from '#platform/service';
import { settlement } from './index.js';

await runService(settlement);
