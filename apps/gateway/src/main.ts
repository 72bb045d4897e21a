import { runService } from '#platform/service';
import { gateway } from './index.js';

await runService(gateway);
