'use strict';

// The page is complete without this file. Here is only what is live: new dispatches are counted as
// they arrive and shown when the reader asks for them. Lines are made by the server alone; this
// file fetches the page again and takes the lines it does not have.

(() => {
    const language = document.documentElement.lang;
    const localTime = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short' });

    // Pages show UTC; the reader's own time is one hover away.
    function tellLocalTimes(root) {
        for (const time of root.querySelectorAll('time[datetime$="Z"]'))
            time.title = localTime.format(new Date(time.dateTime));
    }
    tellLocalTimes(document);

    const main = document.querySelector('main[data-newest]');
    if (!main || !window.EventSource) return;

    const lines = document.getElementById('lines');
    const fresh = document.getElementById('fresh');
    const button = fresh.querySelector('button');
    const said = document.getElementById('said');
    const indicator = document.getElementById('live');
    const title = document.title;

    let newest = main.dataset.newest;   // the last change that this page knows of
    const waiting = new Set();          // ids of dispatches that are not shown yet
    let stale = false;                  // a line shown here has changed

    const lineOf = id => lines.querySelector(`li[data-id="${Number(id)}"]`);

    function count(number) {
        return number === 1 ? main.dataset.newOne : main.dataset.newMany.replace('{}', number);
    }

    function showWaiting() {
        const number = waiting.size;
        const appears = fresh.hidden && number > 0;
        fresh.hidden = number === 0;
        document.title = number ? `(${number}) ${title}` : title;
        if (number) button.textContent = count(number);
        if (appears) said.textContent = count(number);
    }

    // ---- live events

    let source = null;
    let retry = 0;
    let asleep = 0;

    function showLive(connected) {
        indicator.hidden = false;
        indicator.classList.toggle('lost', !connected);
        indicator.textContent = connected ? indicator.dataset.live : indicator.dataset.lost;
    }

    function take(event) {
        const change = JSON.parse(event.data);
        newest = event.lastEventId;
        const id = String(change.dispatch.id);
        if (change.kind === 'new' && !lineOf(id)) {
            waiting.add(id);
        } else if (change.kind === 'withdrawal') {
            waiting.delete(id);
            removeLine(lineOf(id));
        } else if (change.kind === 'edition' && lineOf(id) && !stale) {
            stale = true;
            setTimeout(() => refresh().catch(() => { stale = false; }), 1000);
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

    // ---- lines

    function removeLine(line) {
        if (!line) return;
        const day = line.closest('section.day');
        line.remove();
        if (!day.querySelector('li')) day.remove();
    }

    // Both lists have one order, newest first; what is missing here goes before the next known line.
    function mergeDay(here, there) {
        const list = here.querySelector('ol');
        let cursor = list.firstElementChild;
        const added = [];
        for (const line of [...there.querySelectorAll('li[data-id]')]) {
            const known = lineOf(line.dataset.id);
            if (known) {
                const next = known.nextElementSibling;
                const focused = known.contains(document.activeElement);
                if (!focused && known.outerHTML !== line.outerHTML) known.replaceWith(line);
                cursor = next;
            } else {
                list.insertBefore(line, cursor);
                added.push(line);
            }
        }
        return added;
    }

    function merge(page) {
        const days = [...page.querySelectorAll('#lines section.day')];
        const overlap = [...page.querySelectorAll('li[data-id]')].some(li => lineOf(li.dataset.id));
        if (!overlap) {
            // More arrived than one page holds, or there was nothing yet: begin anew.
            lines.replaceChildren(...page.getElementById('lines').children);
            document.getElementById('turning').replaceWith(page.getElementById('turning'));
            return [...lines.querySelectorAll('li[data-id]')];
        }
        const added = [];
        let cursor = lines.querySelector('section.day');
        for (const day of days) {
            let here = lines.querySelector(`section[data-day="${day.dataset.day}"]`);
            if (!here) {
                here = day.cloneNode(false);
                here.append(day.querySelector('h2'), document.createElement('ol'));
                lines.insertBefore(here, cursor);
            }
            added.push(...mergeDay(here, day));
            cursor = here.nextElementSibling;
        }
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

    async function refresh() {
        const answer = await fetch(window.location.href, { cache: 'no-cache' });
        if (!answer.ok) throw new Error(`the wire answered ${answer.status}`);
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        tellLocalTimes(page);
        stale = false;
        const added = keepingPlace(() => merge(page));
        for (const line of added) line.classList.add('arrived-now');
        for (const id of [...waiting]) if (lineOf(id)) waiting.delete(id);
        showWaiting();
        return added;
    }

    button.addEventListener('click', async () => {
        button.disabled = true;
        try {
            const added = await refresh();
            waiting.clear();
            showWaiting();
            if (added.length) {
                said.textContent = count(added.length);
                added[0].querySelector('a').focus({ preventScroll: true });
            }
        } catch (error) {
            showLive(false);  // the button stays; another click tries again
        } finally {
            button.disabled = false;
        }
    });

    connect();
})();
