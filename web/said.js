'use strict';

// For pages of who said what; behind wire.js.

// ---- who said what: a statement in the text and in the list light up together

(() => {
    const parts = id => document.querySelectorAll(`[data-said="${Number(id)}"]`);
    let lit = '';
    function light(id) {
        if (id === lit) return;
        for (const part of lit ? parts(lit) : []) part.classList.remove('lit');
        lit = id;
        for (const part of lit ? parts(lit) : []) part.classList.add('lit');
    }
    const idAt = target => {
        const part = target.closest && target.closest('[data-said]');
        return part ? part.dataset.said : '';
    };
    if (document.querySelector('.sayings')) {
        document.addEventListener('pointerover', event => light(idAt(event.target)));
        document.addEventListener('focusin', event => light(idAt(event.target)));
        document.addEventListener('focusout', () => light(''));
    }

    // The next or the last one in the text, from where the reader is.
    stepSaid = step => {
        const numbers = [...document.querySelectorAll('.body .num')];
        if (!numbers.length) return;
        let at = numbers.findIndex(number => number.dataset.said === lit);
        if (at < 0) at = step > 0 ? -1 : numbers.length;
        const number = numbers[Math.min(Math.max(at + step, 0), numbers.length - 1)];
        const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
        number.focus({ preventScroll: true });
        number.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' });
        const item = document.getElementById(`said-${number.dataset.said}`);
        const list = item && item.closest('.sayings');
        if (list && list.scrollHeight > list.clientHeight)
            list.scrollTop = item.offsetTop - list.offsetTop - list.clientHeight / 3;
    };

    async function copy(words) {
        if (navigator.clipboard) return navigator.clipboard.writeText(words);
        const field = document.createElement('textarea');  // without TLS there is no clipboard
        field.value = words;
        document.body.append(field);
        field.select();
        const done = document.execCommand('copy');
        field.remove();
        if (!done) throw new Error('the browser does not copy');
    }
    for (const button of document.querySelectorAll('.copy')) {
        const label = button.textContent;
        button.hidden = false;
        button.addEventListener('click', () => copy(button.dataset.copy).then(() => {
            button.textContent = button.dataset.done;
            setTimeout(() => { button.textContent = label; }, 2000);
        }, () => {}));
    }
})();

// ---- a search in words, while it is typed

(() => {
    const told = document.getElementById('in-words');
    const field = told && document.querySelector('main .finder input[type="search"]');
    if (!field) return;
    let later = 0;
    field.addEventListener('input', () => {
        clearTimeout(later);
        later = setTimeout(async () => {
            const typed = field.value;
            const query = new URLSearchParams({ q: typed, ui: words });
            const answer = await fetch(`/api/query?${query}`).catch(() => null);
            if (!answer || field.value !== typed) return;
            if (answer.ok) told.textContent = (await answer.json()).words;
        }, 250);
    });
})();
