import { type Message, msg } from './message.ts';
import { STATUSES } from './paper.ts';

/** What is wrong with the value of a field, by the code of its schema's error; `otherwise` where the code tells nothing. */
export function misfit(field: string, code: string | undefined, otherwise = msg`Invalid input`): Message {
  switch (code) {
    case 'text':
      return msg`${field} must be text`;
    case 'empty':
      return msg`${field} is empty`;
    case 'list':
      return msg`${field} must be text or a list of texts`;
    case 'number':
      return msg`${field} must be text or a number`;
    case 'status':
      return msg`${field} must be one of ${STATUSES.join(', ')}`;
    default:
      return otherwise;
  }
}
