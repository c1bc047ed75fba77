/** English, for covering and blackening before something leaves. */
export const mask = {
  'mask.add': 'Add a region',
  'mask.apply': { one: 'Blacken {count} region', other: 'Blacken {count} regions' },
  'mask.found': { one: '{count} identifier found', other: '{count} identifiers found' },
  'mask.foundAll': { one: 'Blacken it', other: 'Blacken all {count}' },
  'mask.foundOne': 'Blacken',
  'mask.foundOneLabel': 'Blacken {kind} {text}',
  'mask.hint':
    'Draw over what nobody should see. What is blackened is gone: from the image, its preview and what was read, lines that you put right included.',
  'mask.keys':
    'Move a region with the arrow keys, size it with Shift and the arrow keys. Enter leaves it there, Delete removes it.',
  'mask.kind.address': 'address',
  'mask.kind.card': 'card number',
  'mask.kind.email': 'e-mail address',
  'mask.kind.iban': 'IBAN',
  'mask.kind.name': 'name',
  'mask.kind.national_id': 'identity number',
  'mask.kind.password': 'password',
  'mask.kind.phone': 'phone number',
  'mask.kind.private_key': 'private key',
  'mask.kind.token': 'key',
  'mask.region': 'Region {number}: {left} from the left, {top} from the top, {width} wide, {height} high',
  'mask.title': 'Blacken parts',
  'mask.undo': 'Undo',
  'mask.working': 'Blackened. Reading what is left…',
} as const;
