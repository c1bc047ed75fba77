/** English, for a part of the screen as an image. */
export const capture = {
  'capture.file': 'Images or recordings from files…',
  'capture.attach': 'Attach',
  'capture.hint':
    'Drag over the part that you want to show. Or arrow keys to move, with Shift to size, Enter to take it. Esc cancels.',
  'capture.name': 'Part of the screen',
  'capture.place': '{size}, {x} from the left, {y} from the top',
  'capture.screen': 'Part of the screen…',
  'capture.size': '{width} × {height}',
  'capture.title': 'Choose a part of the screen',
  'settings.capture': 'Attach parts of the screen',
  'settings.captureNote':
    'Beside a question, a part of the screen can be chosen and attached as an image. It is read on this device.',
} as const;
