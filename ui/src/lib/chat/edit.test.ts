import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { MessageView } from '$lib/wire/wire';
import { Refused } from '../../../tests/fake/backend';
import { fakeHost } from '../../../tests/fake/host';
import AnswerEditor from './AnswerEditor.svelte';
import { isEditable, isRatable } from './page';
import { Thread } from './thread.svelte';

let host: ReturnType<typeof fakeHost>;
let thread: Thread;

beforeEach(async () => {
  host = fakeHost();
  thread = new Thread(
    host,
    host.backend.add('Board', 'leader', 0, ['What now?', 'Pause it.', 'And then?', 'Wait.']),
  );
  await thread.open();
});

const answer = (): MessageView => thread.slots[1] ?? expect.fail('there is no answer');
const sent = () =>
  host.backend.calls.filter(({ name }) => name === 'edit_answer').map(({ request }) => request);

describe('an answer changed by hand', () => {
  it('is shown as a version of its own, and what followed stays with the other', async () => {
    const written = answer();
    thread.editing = { id: written.id, text: written.text };
    await thread.edit(written.id, 'Pause it **today**.');
    expect(thread.slots.map((each) => each?.text)).toEqual(['What now?', 'Pause it **today**.']);
    expect(answer().siblings).toEqual([written.id, answer().id]);
    expect(answer().origin?.edited_from).toBe(written.id);
    expect([thread.editing, thread.kept]).toEqual([undefined, answer().id]);
    // The person is brought to it.
    expect(thread.target).toEqual({ index: 1, id: answer().id });
  });

  it('cannot be rated, but changed again', async () => {
    expect(isRatable(answer(), false)).toBe(true);
    await thread.edit(answer().id, 'Pause it today.');
    expect(isRatable(answer(), false)).toBe(false);
    expect(isEditable(answer())).toBe(true);
  });

  it('must have ended, with something in it', () => {
    const is = (by: Partial<MessageView>) => isEditable({ ...answer(), ...by });
    expect(is({ status: 'stopped' })).toBe(true);
    expect([is({ status: 'streaming' }), is({ status: 'failed' }), is({ text: '' })]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('its editor', () => {
  const left = vi.fn();

  function open(): HTMLTextAreaElement {
    left.mockClear();
    render(AnswerEditor, { thread, message: answer(), text: answer().text, onleave: left });
    return screen.getByRole('textbox');
  }

  it('holds the text, has the focus and saves with Ctrl and Enter', async () => {
    const { id } = answer();
    const area = open();
    expect(area.value).toBe('Pause it.');
    expect(document.activeElement).toBe(area);
    await fireEvent.input(area, { target: { value: 'Pause it today.' } });
    await fireEvent.keyDown(area, { key: 'Enter' });
    expect(sent()).toEqual([]);
    await fireEvent.keyDown(area, { key: 'Enter', ctrlKey: true });
    await expect.poll(sent).toEqual([{ conversation: thread.id, answer: id, text: 'Pause it today.' }]);
    await expect.poll(() => answer().text).toBe('Pause it today.');
  });

  it('has nothing to save where nothing is changed or nothing is left', async () => {
    const area = open();
    const save = screen.getByRole('button', { name: 'Save' });
    expect(save).toHaveProperty('disabled', true);
    await fireEvent.input(area, { target: { value: '  ' } });
    expect(save).toHaveProperty('disabled', true);
    await fireEvent.keyDown(area, { key: 'Enter', ctrlKey: true });
    expect(sent()).toEqual([]);
  });

  it('is left by Escape without a question where nothing is changed', async () => {
    await fireEvent.keyDown(open(), { key: 'Escape' });
    expect(left).toHaveBeenCalledOnce();
  });

  it('asks before it drops what was changed', async () => {
    const area = open();
    await fireEvent.input(area, { target: { value: 'Pause it today.' } });
    await fireEvent.keyDown(area, { key: 'Escape' });
    expect(left).not.toHaveBeenCalled();
    const stay = screen.getByRole('button', { name: 'Go on editing' });
    await expect.poll(() => document.activeElement).toBe(stay);
    await fireEvent.click(stay);
    expect(document.activeElement).toBe(area);
    expect(area.value).toBe('Pause it today.');
    await fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Discard changes' }));
    expect(left).toHaveBeenCalledOnce();
  });

  it('keeps the text and says why when it could not be saved', async () => {
    host.backend.more.edit_answer = () => {
      throw new Refused('disk', 'The disk is full.');
    };
    const area = open();
    await fireEvent.input(area, { target: { value: 'Pause it today.' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('The disk is full.');
    expect(area.value).toBe('Pause it today.');
    expect(answer().text).toBe('Pause it.');
    expect(screen.getByRole('button', { name: 'Save' })).toHaveProperty('disabled', false);
  });
});
