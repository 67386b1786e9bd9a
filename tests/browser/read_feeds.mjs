// Reads feeds with feedsmith and prints what it found in them as JSON: for feeds_test.py.
//
//     node read_feeds.mjs FILE...
import {readFileSync} from 'node:fs';
import {parseFeed} from 'feedsmith';

const words = (text) => text?.value ?? text;  // Atom's titles are objects, RSS's are strings
const found = process.argv.slice(2).map((file) => {
    const {format, feed} = parseFeed(readFileSync(file, 'utf8'));
    const items = feed.items ?? feed.entries ?? [];
    return {format, title: feed.title, items: items.map((item) => ({title: words(item.title), id: item.id ?? item.guid}))};
});
console.log(JSON.stringify(found));
