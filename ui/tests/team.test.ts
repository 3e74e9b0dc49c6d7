import { expect, test } from 'vitest';
import { defaultView, type ColleagueView, type View } from '../src/contract';
import { call, colleague, MINUTE, NOW, queue, running, talkingCan, view } from '../src/host/samples';
import { all, at, inside, isDisabled, mainWindow, text, wishes } from './stage';

const team = (rows: ColleagueView[], change: Partial<View> = {}): View =>
  view({ team: { ...defaultView.team, rows, total: rows.length }, ...change });
const found = (host: { intents: unknown[] }) => host.intents.slice(-1)[0];

test('a row says what a colleague does in shape and word, since when, and which queues it serves', async () => {
  const served = { number: '6400', name: 'Support', paused: true };
  const rows = [
    colleague({ status: 'in-use', timer: running(12 * 60 + 9), queues: [served] }),
    colleague({ extension: '103', name: null, longer: true, timer: running(3 * 3600), seldom: true }),
  ];
  await mainWindow(team(rows), 'team');
  expect(at('nav-team').ariaCurrent).toBe('page');
  const [first, second] = all('team-row') as [HTMLElement, HTMLElement];
  expect(first.dataset).toMatchObject({ extension: '102', presence: 'in-use', age: 'live' });
  expect(text(first)).toBe('Zhang Wei 102 Talking 12 min Support paused');
  expect(first.querySelector('svg.info')).not.toBeNull();
  expect(text(second)).toBe('103 Free over 3 h seen every 10 s only');
});

test('what is old has no colour and says its age; an unknown word is unknown', async () => {
  const rows = [
    colleague({ asOf: NOW - 3 * MINUTE }),
    colleague({ extension: '103', name: 'Chen Jie', status: 'unknown', watch: 'possible' }),
  ];
  await mainWindow(team(rows), 'team');
  const [old, unknown] = all('team-row') as [HTMLElement, HTMLElement];
  expect(old.dataset['age']).toBe('old');
  expect(text(old)).toContain('Free as of 3 min ago');
  expect(old.querySelector('svg.plain')).not.toBeNull();
  expect(unknown.dataset['presence']).toBe('unknown');
  expect(text(unknown)).toContain('Unknown');
});

test('a colleague is called, starred and waited for from the row', async () => {
  const { host, user, show } = await mainWindow(
    team([colleague({ status: 'in-use', watch: 'possible' })]),
    'team',
  );
  await user.click(at('team-call'));
  await user.click(at('team-star'));
  await user.click(at('team-watch'));
  await show(team([colleague({ status: 'in-use', watch: 'on', favourite: true })], { revision: 2 }));
  expect(at('team-watch').ariaPressed).toBe('true');
  await user.click(at('team-star'));
  await user.click(at('team-watch'));
  expect(wishes(host)).toEqual([
    { kind: 'dial', number: '102' },
    { kind: 'favourite', command: { kind: 'add', number: '102', label: '' } },
    { kind: 'team', command: { kind: 'watch', extension: '102' } },
    { kind: 'favourite', command: { kind: 'remove', number: '102' } },
    { kind: 'team', command: { kind: 'stop-watching', extension: '102' } },
  ]);
});

test('of whom nobody waits there is no bell, and without a session nobody is called', async () => {
  await mainWindow(team([colleague()], { dial: { ...defaultView.dial, possible: false } }), 'team');
  expect(all('team-watch')).toHaveLength(0);
  expect(isDisabled(at('team-call'))).toBe(true);
});

test('during a call a colleague is handed it: that which is talked on, else a held one', async () => {
  const talking = call({ key: 7, state: 'talking', can: talkingCan });
  const held = call({ key: 3, state: 'held', can: ['unhold', 'transfer'] });
  const { host, user, show } = await mainWindow(team([colleague()], { calls: [held, talking] }), 'team');
  await user.click(at('team-transfer'));
  await show(team([colleague()], { revision: 2, calls: [held] }));
  await user.click(at('team-transfer'));
  expect(wishes(host)).toEqual([
    { kind: 'transfer', call: 7, to: '102' },
    { kind: 'transfer', call: 3, to: '102' },
  ]);
  await show(team([colleague()], { revision: 3, calls: [call()] }));
  expect(all('team-transfer')).toHaveLength(0);
});

test('the core is asked who is meant, from one letter on, and by queue', async () => {
  const { host, user } = await mainWindow(team([colleague()], { queues: [queue()] }), 'team');
  expect(wishes(host)).toEqual([]);
  await user.type(at('team-search'), 'z');
  expect(found(host)).toEqual({ kind: 'team', command: { kind: 'find', text: 'z', queue: null } });
  await user.selectOptions(at('team-filter'), '6400');
  expect(found(host)).toEqual({ kind: 'team', command: { kind: 'find', text: 'z', queue: '6400' } });
  await user.clear(at('team-search'));
  await user.selectOptions(at('team-filter'), '');
  expect(found(host)).toEqual({ kind: 'team', command: { kind: 'find', text: '', queue: null } });
});

test('of too many it is said that more are there; nobody found is said', async () => {
  const { user, show } = await mainWindow(
    view({ team: { ...defaultView.team, total: 1000, hidden: 998 } }),
    'team',
  );
  expect(text(at('team-hidden'))).toContain('998 more are not shown');
  await user.type(at('team-search'), 'qq');
  await show(view({ revision: 2, team: { ...defaultView.team, total: 1000 } }));
  expect(document.body.textContent).toContain('Nobody found');
});

test('the list is one stop of Tab; Enter on a row calls', async () => {
  const rows = [colleague(), colleague({ extension: '103', name: 'Chen Jie' })];
  const { host, user } = await mainWindow(team(rows), 'team');
  const [first, second] = all('team-row') as [HTMLElement, HTMLElement];
  first.focus();
  await user.keyboard('{ArrowDown}');
  expect(document.activeElement).toBe(second);
  await user.keyboard('{Enter}');
  expect(wishes(host)).toEqual([{ kind: 'dial', number: '103' }]);
  expect(inside('team-row', 0).getByTestId('team-call').tabIndex).toBe(-1);
});

test('a page of 250 rows follows a change without drawing the others anew', async () => {
  const many = Array.from({ length: 250 }, (_, at) => colleague({ extension: String(2000 + at) }));
  const { show } = await mainWindow(team(many), 'team');
  expect(all('team-row')).toHaveLength(250);
  let changed = 0;
  const watch = new MutationObserver((changes) => (changed += changes.length));
  watch.observe(at('nav-team').ownerDocument.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  });
  await show(
    team(
      many.map((one, at) => (at === 7 ? { ...one, status: 'ringing' as const } : one)),
      { revision: 2 },
    ),
  );
  await Promise.resolve();
  expect(changed).toBeGreaterThan(0);
  expect(changed).toBeLessThan(20);
  watch.disconnect();
});
