import { runService } from '#platform/service';
import { confirmation } from './index.js';

await runService(confirmation);
