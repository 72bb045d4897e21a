import { runService } from '#platform/service';
import { intake } from './index.js';

await runService(intake);
