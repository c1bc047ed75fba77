import { isImage } from './image-files';
import { isRecording } from './recording-files';
import type { Pictures } from './pictures';

/** Hands over the images and recordings of a paste, which then is none of text; what carries text is pasted as ever. */
export function takePasted(event: ClipboardEvent, pictures: Pictures, take: (files: File[]) => void): void {
  const files = pastedImages(event.clipboardData);
  if (files.length > 0) {
    event.preventDefault();
    take(files);
  } else if (isBare(event.clipboardData)) {
    void pictures.fromClipboard().then((file) => {
      if (file) take([file]);
    });
  }
}

/**
 * The images and recordings that a paste is about: none where it carries text, which is pasted as ever. What a browser calls
 * `image.png` comes from the clipboard and has no name.
 */
export function pastedImages(data: DataTransfer | null): File[] {
  if (!data || hasText(data)) return [];
  return [...data.files]
    .filter((file) => isImage(file) || isRecording(file))
    .map((file) => (file.name === 'image.png' ? new File([file], '', { type: file.type }) : file));
}

/** Whether a paste carries nothing at all, which is how some web views hand over a picture. */
function isBare(data: DataTransfer | null): boolean {
  return !data || (data.types.length === 0 && data.files.length === 0);
}

/** An image that was copied from a page comes with markup, which is no text as long as it says nothing. */
function hasText(data: DataTransfer): boolean {
  if (data.getData('text/plain').trim() !== '') return true;
  const markup = data.getData('text/html');
  if (markup === '') return false;
  const page = new DOMParser().parseFromString(markup, 'text/html');
  for (const mute of page.querySelectorAll('style, script, title')) mute.remove();
  return page.body.textContent.trim() !== '';
}
