import {
  cancellationRequested,
  instructionReleased,
  obligationFailing,
  obligationProgressed,
  obligationSettled,
  versionWithdrawn,
  type EventOf,
} from '#contracts';
import type { Batch } from '#platform/messaging';

/** Something settlement has to say, of one of its topics. */
export type Saying =
  | { readonly kind: 'instruction-released'; readonly event: EventOf<typeof instructionReleased> }
  | { readonly kind: 'cancellation-requested'; readonly event: EventOf<typeof cancellationRequested> }
  | { readonly kind: 'obligation-progressed'; readonly event: EventOf<typeof obligationProgressed> }
  | { readonly kind: 'obligation-settled'; readonly event: EventOf<typeof obligationSettled> }
  | { readonly kind: 'obligation-failing'; readonly event: EventOf<typeof obligationFailing> }
  | { readonly kind: 'version-withdrawn'; readonly event: EventOf<typeof versionWithdrawn> };

export function publish(batch: Batch<unknown>, sayings: readonly Saying[]): void {
  for (const saying of sayings) {
    switch (saying.kind) {
      case 'instruction-released':
        batch.publish(instructionReleased, [saying.event]);
        break;
      case 'cancellation-requested':
        batch.publish(cancellationRequested, [saying.event]);
        break;
      case 'obligation-progressed':
        batch.publish(obligationProgressed, [saying.event]);
        break;
      case 'obligation-settled':
        batch.publish(obligationSettled, [saying.event]);
        break;
      case 'obligation-failing':
        batch.publish(obligationFailing, [saying.event]);
        break;
      case 'version-withdrawn':
        batch.publish(versionWithdrawn, [saying.event]);
        break;
    }
  }
}
