import { runService } from '#platform/service';
import { simulator } from './index.js';

await runService(simulator);
