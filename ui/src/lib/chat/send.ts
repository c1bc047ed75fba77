import type { ChatPage } from './page';
import { wordlessQuestion } from './recording';

/**
 * Asks what is written, once what stands beside it is read. Nothing is taken out of the composer before it is asked, so
 * that a wait that is given up, or fails, loses nothing.
 */
export async function sendDraft(page: Pick<ChatPage, 'thread' | 'pictures' | 'ask'>): Promise<void> {
  const { thread, pictures } = page;
  const { draft } = thread;
  const canAsk = (): boolean => !draft.isEmpty && !thread.busy;
  if (!canAsk()) return;
  // Much may happen while it waits.
  if (draft.images.all.length > 0 && !((await draft.images.ready()) && canAsk())) return;
  const { spoken } = draft;
  const images = draft.images.take();
  const written = draft.take().trim();
  for (const { id, thumbnail } of images) pictures.know(id, thumbnail);
  // An image or a recording alone is a question too.
  const text = written === '' ? wordlessQuestion(images) : written;
  page.ask(text, { spoken, ...(images.length === 0 ? {} : { images }) });
}
