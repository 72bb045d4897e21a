import { runService } from '#platform/service';
import { units } from './index.js';

await runService(units);
