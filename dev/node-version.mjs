// Imported before anything else by every program here, and written for old versions of Node: they
// cannot read TypeScript, and say so in a way that helps nobody.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `node_too_old: Node ${process.versions.node} is too old; 22.18 or later is needed. ` +
      "Use the npm scripts (npm start, npm test): after npm ci they find a Node 24 in node_modules/.bin. " +
      "Where that package does not exist (it is for Linux on x64), install Node 24 from https://nodejs.org.",
  );
  process.exit(1);
}
