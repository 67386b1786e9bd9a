'use strict';

// The page is complete without this file. It adds three things: the reader's own clock, dispatches
// that arrive while the page is open, and keys. Lines are made by the server alone; this file
// fetches the page again and takes the lines it does not have.

const words = document.documentElement.lang;
const locale = navigator.languages.find(tag => tag.split('-')[0] === words) || words;
const lines = document.getElementById('lines');

// ---- times: the server writes UTC, readers see their own zone

// Dates look as those that the server writes beside them; the clock has the reader's hours: 09:45, or 9:45 AM.
const dates = words === 'en' ? 'en-GB' : words;
const { hour12, hourCycle } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions();
const clock = new Intl.DateTimeFormat(locale, { hour: hour12 ? 'numeric' : '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(dates, { dateStyle: 'long' });
const fullDay = new Intl.DateTimeFormat(dates, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const full = new Intl.DateTimeFormat(dates, { dateStyle: 'long', timeStyle: 'short', hourCycle });

function inWords(format, date) {
    const first = words === 'fr' && date.getDate() === 1;  // "1er mai"; Intl says "1 mai"
    return format.formatToParts(date).map(part =>
        first && part.type === 'day' ? '1er' : part.value).join('');
}

// The day of the reader's calendar: 2026-11-25.
function localDay(date) {
    const two = number => String(number).padStart(2, '0');
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function tellLocalTimes(root) {
    const forms = { clock, day, full };
    for (const time of root.querySelectorAll('time[data-show]')) {
        const date = new Date(time.dateTime);
        time.textContent = inWords(forms[time.dataset.show], date);
        time.title = inWords(full, date);
    }
    for (const dated of root.querySelectorAll('.line .dated')) {
        const arrived = dated.closest('.line').querySelector('.clock time').dateTime;
        dated.hidden = dated.dateTime.slice(0, 10) === localDay(new Date(arrived));
    }
}

function newDay(date) {
    const section = document.createElement('section');
    section.className = 'day';
    section.dataset.day = localDay(date);
    section.append(document.createElement('h2'), document.createElement('ol'));
    section.firstChild.textContent = inWords(fullDay, date);
    return section;
}

// Puts lines, in this order, under the days of the reader's calendar. What is in its place already
// is not touched, so that the focus stays.
function groupByDay(items) {
    let section = null;
    let next = lines.querySelector('section.day');  // of the sections that are there
    let slot = null;                                // of the lines in this section
    for (const item of items) {
        const date = new Date(item.querySelector('.clock time').dateTime);
        if (!section || section.dataset.day !== localDay(date)) {
            if (next && next.dataset.day === localDay(date)) {
                section = next;
                next = next.nextElementSibling;
                section.querySelector('h2').textContent = inWords(fullDay, date);
            } else {
                section = newDay(date);
                lines.insertBefore(section, next);
            }
            slot = section.querySelector('ol').firstElementChild;
        }
        if (slot === item) slot = slot.nextElementSibling;
        else section.querySelector('ol').insertBefore(item, slot);
    }
    for (const left of lines.querySelectorAll('section.day'))
        if (!left.querySelector('li')) left.remove();
}

const linesIn = root => [...root.querySelectorAll('#lines li[data-id]')];

tellLocalTimes(document);
if (lines && lines.querySelector('section.day')) groupByDay(linesIn(document));
if (hour12) document.documentElement.classList.add('twelve');
const zone = document.getElementById('clock-zone');
if (zone) zone.textContent = zone.dataset.local.replace('{}', clock.resolvedOptions().timeZone);

// ---- live: what arrives is counted, and shown when the reader asks for it

let showArrived = () => {};

(() => {
    const main = document.querySelector('main[data-newest]');
    if (!main || !window.EventSource) return;

    const fresh = document.getElementById('fresh');
    const button = fresh.querySelector('button');
    const said = document.getElementById('said');
    const indicator = document.getElementById('live');
    const title = document.title;
    const search = main.dataset.search;  // only what it finds is told
    const each = main.dataset.copies === 'each';  // near-copies have lines of their own

    let newest = main.dataset.newest;    // the last change that this page knows of
    const waiting = new Set();           // ids of dispatches that are not shown yet
    let stale = false;                   // a line shown here has changed
    let counting = 0;                    // a line's number of copies has

    const lineOf = id => lines.querySelector(`li[data-id="${Number(id)}"]`);
    const count = number =>
        number === 1 ? main.dataset.newOne : main.dataset.newMany.replace('{}', number);

    function showWaiting() {
        const number = waiting.size;
        const appears = fresh.hidden && number > 0;
        fresh.hidden = number === 0;
        document.title = number ? `(${number}) ${title}` : title;
        if (number) button.textContent = count(number);
        if (appears) said.textContent = count(number);
    }

    // Which of what arrived does the search find? Asked once for all that comes within a moment.
    let asking = 0;
    async function askSearch() {
        asking = 0;
        const query = new URLSearchParams({ q: search, fields: 'id', limit: 50, copies: each ? 'each' : 'once' });
        const answer = await fetch(`/api/search?${query}`, { cache: 'no-store' });
        if (!answer.ok) return;
        for (const hit of (await answer.json()).hits) {
            if (lineOf(hit.id)) break;  // newest first: the rest is shown already
            waiting.add(String(hit.id));
        }
        showWaiting();
    }

    let source = null;
    let retry = 0;
    let asleep = 0;

    function showLive(connected) {
        indicator.hidden = false;
        indicator.classList.toggle('lost', !connected);
        indicator.textContent = connected ? indicator.dataset.live : indicator.dataset.lost;
    }

    // A story is told once: its copies are counted at the line of its original.
    function takeCopy(id, original) {
        if (original === null) {  // it stands alone now
            if (!lineOf(id) && !search) waiting.add(id);
        } else {
            waiting.delete(id);
            removeLine(lineOf(id));
        }
        if (!counting) counting = setTimeout(() => renew().catch(() => {}), 1000);
    }

    function take(event) {
        const change = JSON.parse(event.data);
        newest = event.lastEventId;
        const id = String(change.dispatch.id);
        if (change.kind === 'withdrawal') {
            waiting.delete(id);
            removeLine(lineOf(id));
        } else if (change.kind === 'copy' && !each) {
            takeCopy(id, change.dispatch.copy_of);
        } else if (lineOf(id)) {  // an edition, a correction
            if (!stale) setTimeout(() => refresh().catch(() => { stale = false; }), 1000);
            stale = true;
        } else if (change.kind === 'new' || change.kind === 'copy') {
            if (!search) waiting.add(id);
            else if (!asking) asking = setTimeout(() => askSearch().catch(() => {}), 700);
        }
        showWaiting();
    }

    function connect() {
        clearTimeout(retry);
        if (source) source.close();
        source = new EventSource(`/events?after=${encodeURIComponent(newest)}`);
        source.onopen = () => showLive(true);
        source.onmessage = take;
        source.onerror = () => {
            showLive(false);
            // The browser tries again by itself unless the server answered with an error.
            if (source.readyState === EventSource.CLOSED) retry = setTimeout(connect, 5000);
        };
    }

    // A browser gives one site few connections; a page that nobody looks at does not keep one.
    document.addEventListener('visibilitychange', () => {
        clearTimeout(asleep);
        if (document.hidden) {
            asleep = setTimeout(() => {
                clearTimeout(retry);
                source.close();
                source = null;
            }, 60000);
        } else if (!source) {
            connect();
        }
    });
    window.addEventListener('pageshow', event => { if (event.persisted) connect(); });

    function removeLine(line) {
        if (!line) return;
        const section = line.closest('section.day');
        line.remove();
        if (section && !section.querySelector('li')) section.remove();
    }

    // The lines that are here as they are now, and no other.
    async function renew() {
        counting = 0;
        const page = await fetchPage();
        for (const line of linesIn(page)) {
            const known = lineOf(line.dataset.id);
            if (known && known.outerHTML !== line.outerHTML && !known.contains(document.activeElement))
                known.replaceWith(line);
        }
    }

    // Both lists have one order, newest first; what is missing here goes before the next known line.
    function merge(page) {
        const theirs = linesIn(page);
        const ours = linesIn(document);
        if (!theirs.some(line => lineOf(line.dataset.id))) {
            // More arrived than one page holds, or there was nothing yet: begin anew.
            lines.replaceChildren(...page.getElementById('lines').children);
            document.getElementById('turning').replaceWith(page.getElementById('turning'));
            groupByDay(linesIn(document));
            return theirs;
        }
        const added = [];
        let at = 0;  // in ours
        for (const line of theirs) {
            const known = lineOf(line.dataset.id);
            if (!known) {
                ours.splice(at++, 0, line);
                added.push(line);
                continue;
            }
            at = ours.indexOf(known) + 1;
            if (known.outerHTML === line.outerHTML || known.contains(document.activeElement)) continue;
            known.replaceWith(line);
            ours[at - 1] = line;
        }
        groupByDay(ours);
        return added;
    }

    // What the reader looks at stays where it is, unless it is the top of the page.
    function keepingPlace(change) {
        const reading = window.scrollY > 120
            ? [...lines.querySelectorAll('li')].find(li => li.getBoundingClientRect().bottom > 0)
            : null;
        const before = reading ? reading.getBoundingClientRect().top : 0;
        const result = change();
        if (reading && reading.isConnected)
            window.scrollBy(0, reading.getBoundingClientRect().top - before);
        return result;
    }

    async function fetchPage() {
        const answer = await fetch(window.location.href, { cache: 'no-cache' });
        if (!answer.ok) throw new Error(`the wire answered ${answer.status}`);
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        tellLocalTimes(page);
        return page;
    }

    async function refresh() {
        const page = await fetchPage();
        stale = false;
        const added = keepingPlace(() => merge(page));
        for (const line of added) line.classList.add('arrived-now');
        for (const id of [...waiting]) if (lineOf(id)) waiting.delete(id);
        showWaiting();
        return added;
    }

    showArrived = async () => {
        button.disabled = true;
        try {
            const added = await refresh();
            waiting.clear();
            showWaiting();
            if (added.length) {
                said.textContent = count(added.length);
                linkOf(added[0]).focus({ preventScroll: true });
            }
        } catch (error) {
            showLive(false);  // the button stays; another click tries again
        } finally {
            button.disabled = false;
        }
    };
    button.addEventListener('click', () => showArrived());

    connect();
})();

let stepSaid = () => {};  // web/said.js, where there are statements

// ---- keys, as Miniflux has them; the list that readers see is on the help page

const linkOf = line => line.querySelector('.story :is(h2, h3) a');

(() => {
    const storage = {  // a browser may forbid it; then keys are on and nothing is remembered
        get: (where, name) => { try { return where()[name] || ''; } catch { return ''; } },
        set: (where, name, value) => { try { where()[name] = value; } catch { /* as above */ } },
    };
    const local = () => window.localStorage;
    const session = () => window.sessionStorage;
    const areOn = () => storage.get(local, 'chappe-keys') !== 'off';

    const all = () => linesIn(document);
    const chosen = () => all().find(line => line.contains(document.activeElement));

    function choose(line) {
        if (!line) return;
        linkOf(line).focus();
        line.scrollIntoView({ block: 'nearest' });
    }

    // On a dispatch, its neighbours in the list that the reader came from.
    function turn(step) {
        if (lines) {
            const list = all();
            const at = list.indexOf(chosen());
            const seen = list.findIndex(line => line.getBoundingClientRect().bottom > 0);
            choose(at >= 0 ? list[at + step] : list[seen]);
            return;
        }
        const list = storage.get(session, 'chappe-list').split(' ');
        const at = list.indexOf(location.pathname + location.search);
        if (at >= 0 && list[at + step]) location.href = list[at + step];
    }
    window.addEventListener('pagehide', () => {
        if (lines && all().length)
            storage.set(session, 'chappe-list', all().map(line => linkOf(line).getAttribute('href')).join(' '));
    });

    function original(target) {
        const line = chosen();
        const link = document.querySelector('a.origin');
        const address = line ? line.dataset.url : link && link.href;
        if (!address) return;
        if (target) window.open(address, target, 'noopener');
        else location.href = address;
    }

    function follow(selector, root = document) {
        const link = root && root.querySelector(selector);
        if (link) location.href = link.href;
    }

    function showSwitch(root) {
        const place = root.querySelector('.keyswitch');
        if (!place) return;
        const box = place.querySelector('input');
        place.hidden = false;
        box.checked = areOn();
        box.addEventListener('change', () => storage.set(local, 'chappe-keys', box.checked ? 'on' : 'off'));
    }

    let sheet = null;
    async function showSheet() {
        const here = document.getElementById('keyboard');
        if (here) return here.scrollIntoView();
        if (!sheet) {
            const help = document.querySelector('.sections a[href^="/help"]');
            const answer = await fetch(help.href);
            if (!answer.ok) return;
            const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
            const list = page.getElementById('keyboard');
            list.removeAttribute('id');
            list.querySelector('h2').id = 'keysheet';
            sheet = document.createElement('dialog');
            sheet.className = 'keysheet';
            sheet.setAttribute('aria-labelledby', 'keysheet');
            const form = document.createElement('form');
            form.method = 'dialog';
            form.append(document.createElement('button'));
            form.firstChild.textContent = list.dataset.close;
            form.firstChild.autofocus = true;
            sheet.append(list, form);
            document.body.append(sheet);
            showSwitch(sheet);
        }
        if (sheet.open) sheet.close();
        else sheet.showModal();
    }

    function find() {
        const field = document.getElementById('q');
        field.focus();
        field.select();
    }

    const go = key => follow(`[data-keys="${key}"]`);
    const does = {
        'j': () => turn(1), 'n': () => turn(1), 'ArrowRight': () => turn(1),
        'k': () => turn(-1), 'p': () => turn(-1), 'ArrowLeft': () => turn(-1),
        'o': () => { const line = chosen(); if (line) linkOf(line).click(); },
        'v': () => original('_blank'),
        'V': () => original(''),
        'F': () => follow('a.source', lines ? chosen() : document),
        'h': () => follow('#turning [rel="prev"]'),
        'l': () => follow('#turning [rel="next"]'),
        'z t': () => { const line = chosen(); if (line) line.scrollIntoView({ block: 'start' }); },
        'R': () => showArrived(),
        ']': () => stepSaid(1),
        '[': () => stepSaid(-1),
        '/': find,
        '?': () => showSheet().catch(() => go('g ?')),
    };
    for (const link of document.querySelectorAll('[data-keys]'))
        does[link.dataset.keys] = () => { location.href = link.href; };

    let first = '';  // of two keys: g, z
    let forget = 0;
    document.addEventListener('keydown', event => {
        if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat && event.key === '?') return;
        if (event.target.closest('input, textarea, select, [contenteditable]')) return;
        if (sheet && sheet.open && event.key !== '?') return;
        if (!areOn()) return;
        const stroke = first ? `${first} ${event.key}` : event.key;
        first = '';
        clearTimeout(forget);
        if (does[stroke]) {
            event.preventDefault();
            does[stroke]();
        } else if (Object.keys(does).some(known => known.startsWith(`${stroke} `))) {
            first = stroke;
            forget = setTimeout(() => { first = ''; }, 1500);
        }
    });
    showSwitch(document);
})();
