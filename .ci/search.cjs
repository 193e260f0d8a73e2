// What the search of a built site answers, one line a query: node .ci/search.cjs SITE QUERY ...
// The site's own worker is run, which a browser would start.
const fs = require("fs");
const path = require("path");
const vm = require("vm");

const [site, ...queries] = process.argv.slice(2);
const folder = path.join(site, "assets/javascripts/workers");
const name = fs.readdirSync(folder).find((file) => /^search\..*\.js$/.test(file));
const listeners = [];
const waiting = [];
const worker = {
  console, setTimeout, clearTimeout, URL,
  addEventListener: (_, listener) => listeners.push(listener),
  postMessage: (message) => waiting.shift()(message),
  importScripts: () => {},
};
worker.self = worker.globalThis = worker;
vm.runInNewContext(fs.readFileSync(path.join(folder, name), "utf8"), worker);

function ask(type, data) {
  return new Promise((done) => {
    waiting.push(done);
    listeners.forEach((listener) => listener({ data: { type, data } }));
  });
}

(async () => {
  const index = JSON.parse(fs.readFileSync(path.join(site, "search/search_index.json"), "utf8"));
  await ask(0, { ...index, options: { suggest: true } });
  for (const query of queries) {
    const { data } = await ask(2, query);
    console.log(data.items.map((found) => found[0].location).join(" "));
  }
})();
