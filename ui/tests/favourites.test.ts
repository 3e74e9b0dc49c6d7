import { fireEvent, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { defaultView, type FavouriteView, type View } from '../src/contract';
import { call, favourite, MINUTE, missedRow, NOW, record, talkingCan, view } from '../src/host/samples';
import { all, at, isDisabled, mainWindow, text, wishes } from './stage';

const mum = favourite({ number: '030 123456', name: null, label: 'Mum', status: null });
const gone = favourite({ number: '199', name: null, status: null, isGone: true });
const three = [favourite(), mum, gone];
const desk = (favourites: FavouriteView[] = three, change: Partial<View> = {}) =>
  view({ favourites, ...change });
const talking = call({ key: 7, state: 'talking', can: talkingCan });
const command = (command: object) => ({ kind: 'favourite', command });

test('a tile shows the own name first, and what the phone does where it is a colleague’s', async () => {
  await mainWindow(
    desk([
      favourite({ status: 'in-use' }),
      mum,
      gone,
      favourite({ number: '103', name: null, asOf: NOW - 9 * MINUTE }),
    ]),
  );
  expect(all('favourite').map(text)).toEqual([
    'Zhang Wei Favourite 1, 102 1 Talking',
    'Mum Favourite 2, 030 123456 2',
    '199 Favourite 3, 199 3 not in the directory',
    '103 Favourite 4, 103 4 Free · as of 9 min ago',
  ]);
  expect(at('favourites').querySelectorAll('[data-presence]')).toHaveLength(4);
  expect(all('favourite').map((tile) => tile.dataset['presence'])).toEqual([
    'in-use',
    'none',
    'none',
    'idle',
  ]);
});

test('a press calls; Ctrl and its place do too, from every page, and once', async () => {
  const { host, user } = await mainWindow(desk(), 'settings');
  await user.keyboard('{Control>}2{/Control}');
  await waitFor(() => expect(wishes(host)).toEqual([{ kind: 'dial', number: '030 123456' }]));
  await user.keyboard('{Control>}4{/Control}');
  await user.click(all('favourite')[0] as HTMLElement);
  expect(wishes(host).slice(1)).toEqual([{ kind: 'dial', number: '102' }]);
});

test('while nothing can be dialled neither press nor key does anything', async () => {
  const { host, user } = await mainWindow(desk(three, { dial: { ...defaultView.dial, possible: false } }));
  expect(isDisabled(all('favourite')[0] as HTMLElement)).toBe(true);
  await user.keyboard('{Control>}1{/Control}');
  expect(wishes(host)).toEqual([]);
});

test('during a call it is asked whether to ask first, or to hand over', async () => {
  const { host, user } = await mainWindow(desk(three, { calls: [talking] }));
  await user.keyboard('{Control>}1{/Control}');
  await waitFor(() => expect(text(at('favourite-question'))).toContain('Transfer Wang Fang to Zhang Wei?'));
  expect(wishes(host)).toEqual([]);
  await user.click(at('favourite-cancel'));
  expect(wishes(host)).toEqual([]);
  await user.click(all('favourite')[0] as HTMLElement);
  await user.click(at('favourite-transfer'));
  await user.click(all('favourite')[0] as HTMLElement);
  await user.click(at('favourite-consult'));
  await user.click(all('favourite')[1] as HTMLElement);
  await user.click(at('favourite-dial'));
  expect(wishes(host)).toEqual([
    { kind: 'transfer', call: 7, to: '102' },
    { kind: 'ask-first', call: 7, to: '102' },
    { kind: 'dial', number: '030 123456' },
  ]);
  expect(all('favourite-question')).toHaveLength(0);
});

test('Alt and an arrow move a tile, and the keyboard goes with it', async () => {
  const { host, user, show } = await mainWindow(desk());
  const rows = () => [...at('favourites').querySelectorAll<HTMLElement>('[data-row]')];
  rows()[1]?.focus();
  await user.keyboard('{Alt>}{ArrowUp}{/Alt}');
  expect(wishes(host)).toEqual([command({ kind: 'move', number: '030 123456', forward: true })]);
  await show(desk([mum, favourite(), gone], { revision: 2 }));
  await waitFor(() => expect(document.activeElement).toBe(rows()[0]));
  expect(rows()[0]?.dataset['number']).toBe('030 123456');
  await user.keyboard('{ArrowDown}');
  expect(document.activeElement).toBe(rows()[1]);
  expect(wishes(host)).toHaveLength(1);
});

test('edited: an own name, a place, none any more; and another number', async () => {
  const { host, user } = await mainWindow(desk());
  await user.click(at('favourites-edit'));
  const of = (index: number, testid: string) => all(testid)[index] as HTMLElement;
  expect(isDisabled(of(0, 'favourite-up'))).toBe(true);
  expect(isDisabled(of(2, 'favourite-down'))).toBe(true);
  await fireEvent.change(of(0, 'favourite-label'), { target: { value: 'Boss' } });
  await user.click(of(0, 'favourite-down'));
  await user.click(of(2, 'favourite-remove'));
  await user.type(at('favourite-number'), '5551234');
  await user.type(at('favourite-name'), 'Dad{Enter}');
  expect(wishes(host)).toEqual([
    command({ kind: 'label', number: '102', label: 'Boss' }),
    command({ kind: 'move', number: '102', forward: false }),
    command({ kind: 'remove', number: '199' }),
    command({ kind: 'add', number: '5551234', label: 'Dad' }),
  ]);
  expect((at('favourite-number') as HTMLInputElement).value).toBe('');
});

test('what the core refuses is said at the field, and stays there', async () => {
  const { host, user } = await mainWindow(desk());
  await user.click(at('favourites-edit'));
  host.refusal = { kind: 'favourites-full' };
  await user.type(at('favourite-number'), '5551234{Enter}');
  expect(text(at('favourite-wrong'))).toContain('24 favourites');
  expect(at('favourite-number').getAttribute('aria-invalid')).toBe('true');
  expect(at('favourite-number').getAttribute('aria-describedby')).toBe(at('favourite-wrong').id);
  expect((at('favourite-number') as HTMLInputElement).value).toBe('5551234');
});

test('a file is taken and written; which rows were left out is told by line', async () => {
  const { host, user, show } = await mainWindow(desk());
  await user.click(at('favourites-edit'));
  await user.upload(at('favourites-import'), new File(['Mum,5551234'], 'dials.csv', { type: 'text/csv' }));
  await waitFor(() => expect(host.favouriteFiles).toHaveLength(1));
  await user.click(at('favourites-export'));
  await waitFor(() => expect(text(at('favourites-told'))).toBe('Saved as /downloads/favourites.csv'));
  const leftOut = [
    { line: 3, why: 'no-number' as const, text: '' },
    { line: 5, why: 'full' as const, text: '7001' },
  ];
  const notice = { kind: 'favourites-taken' as const, taken: 2, leftOut, more: 1 };
  await show(desk(three, { revision: 2, notices: [{ id: 1, at: NOW, notice }] }));
  expect(text(at('message'))).toContain('Favourites taken: 2');
  expect(text(at('message'))).toContain('line 3: no number · line 5: 7001, 24 at most · and 1 more');
});

test('a past call is starred with its name', async () => {
  const { host, user, show } = await mainWindow(desk([]), 'settings');
  host.records = [record({ number: '13800138000', name: 'Wang Fang' })];
  location.hash = 'history';
  await waitFor(() => expect(all('history-edit')).toHaveLength(1));
  await user.click(at('history-edit'));
  await user.click(at('history-star'));
  await show(desk([favourite({ number: '13800138000' })], { revision: 2 }));
  expect(at('history-star').ariaPressed).toBe('true');
  expect(wishes(host)).toEqual([command({ kind: 'add', number: '13800138000', label: 'Wang Fang' })]);
});

test('a number with its country is the favourite without, wherever it stands', async () => {
  const number = '+86 138-0013-8000';
  const left = {
    file: 'msg0001.wav',
    from: '008613800138000',
    fromName: null,
    date: '2026-03-12 09:41:10',
    seconds: 34,
    isNew: true,
    deleting: false,
  };
  const seen = view({
    favourites: [favourite({ number: '13800138000', name: null, status: null })],
    stars: ['13800138000', '+8613800138000', '008613800138000'],
    recent: [
      { number, name: 'Ada' },
      { number: '13900139000', name: null },
    ],
    voicemail: { ...view().voicemail, messages: [left], asOf: NOW },
  });
  const { host, user } = await mainWindow(seen, 'desk');
  expect(all('recent-star').map((star) => star.ariaPressed)).toEqual(['true', 'false']);
  await user.click(all('recent-star')[0] as HTMLElement);
  await user.click(all('recent-star')[1] as HTMLElement);
  expect(wishes(host)).toEqual([
    { kind: 'favourite', command: { kind: 'remove', number } },
    { kind: 'favourite', command: { kind: 'add', number: '13900139000', label: '' } },
  ]);
  await user.click(at('nav-voicemail'));
  await waitFor(() => expect(at('voicemail-star').ariaPressed).toBe('true'));
});

test('who calls is starred on the call, by the name that is known', async () => {
  const { host, user, show } = await mainWindow(desk([], { calls: [talking] }));
  expect(at('call-star').ariaPressed).toBe('false');
  expect(at('call-star').ariaLabel).toBe('Favourite: Wang Fang, Talking');
  await user.click(at('call-star'));
  const added = command({ kind: 'add', number: '13800138000', label: 'Wang Fang' });
  expect(wishes(host)).toEqual([added]);
  // Two spellings for the eye are one number.
  await show(desk([favourite({ number: '138 0013-8000' })], { revision: 2, calls: [talking] }));
  expect(at('call-star').ariaPressed).toBe('true');
  await user.click(at('call-star'));
  expect(wishes(host)).toEqual([added, command({ kind: 'remove', number: '13800138000' })]);
  await show(desk([], { revision: 3, calls: [call({ number: null, name: null })] }));
  expect(all('call-star'), 'nobody can be called back').toHaveLength(0);
});

test('a missed caller is starred where the row is opened', async () => {
  const rows = [missedRow({ caller: '13800138000', number: '13800138000', name: 'Wang Fang' })];
  const missed = { ...defaultView.missed, rows, total: 1 };
  const { host, user } = await mainWindow(desk([], { missed }), 'missed');
  expect(all('missed-star')).toHaveLength(0);
  await user.click(at('missed-note'));
  await user.click(at('missed-star'));
  expect(wishes(host)).toEqual([command({ kind: 'add', number: '13800138000', label: 'Wang Fang' })]);
});

test('while names are hidden no initials become a name of the agent’s own', async () => {
  const one = desk([], { calls: [talking] });
  const { host, user } = await mainWindow({ ...one, settings: { ...one.settings, namesHidden: true } });
  await user.click(at('call-star'));
  expect(wishes(host)).toEqual([command({ kind: 'add', number: '13800138000', label: '' })]);
});

test('a grip drags a tile to another place; Escape and the way out leave it', async () => {
  const { host, user } = await mainWindow(desk());
  await user.click(at('favourites-edit'));
  const rows = () => all('favourite').map((tile) => tile.closest('[data-row]') as HTMLElement);
  const [first, , last] = rows();
  document.elementFromPoint = () => last ?? null;
  const hold = () =>
    fireEvent.pointerDown(all('favourite-grip')[0] as HTMLElement, { button: 0, pointerId: 1 });
  const pull = () => fireEvent.pointerMove(window, { pointerId: 1 });
  const release = () => fireEvent.pointerUp(window, { pointerId: 1 });
  await hold();
  await pull();
  expect(first?.dataset['held']).toBe('');
  expect(last?.dataset['drop']).toBe('');
  await user.keyboard('{Escape}');
  await release();
  expect(wishes(host)).toEqual([]);
  await hold();
  await pull();
  await release();
  const back = { kind: 'favourite', command: { kind: 'move', number: '102', forward: false } };
  await waitFor(() => expect(wishes(host)).toEqual([back, back]));
  expect(last?.dataset['drop']).toBeUndefined();
});

test('what is typed to be dialled can be starred, with the name of who was taken from the list', async () => {
  const { host, user } = await mainWindow(desk());
  expect(all('dial-star')).toHaveLength(0);
  await user.type(at('dial-number'), '030 123456');
  expect(at('dial-star').ariaPressed).toBe('true');
  await user.type(at('dial-number'), '7');
  expect(at('dial-star').ariaPressed).toBe('false');
  await user.click(at('dial-star'));
  expect(wishes(host)).toEqual([command({ kind: 'add', number: '030 1234567', label: '' })]);
  await user.clear(at('dial-number'));
  host.people = [{ name: 'Ada Byron', company: null, numbers: ['02081234567'] }];
  await user.type(at('dial-number'), 'Ada');
  expect(all('dial-star'), 'a name is no number').toHaveLength(0);
  await waitFor(() => expect(all('suggestion')).toHaveLength(1));
  await user.click(at('suggestion'));
  await user.click(at('dial-star'));
  expect(wishes(host).at(-1)).toEqual(command({ kind: 'add', number: '02081234567', label: 'Ada Byron' }));
});
