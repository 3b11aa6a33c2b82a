// Says in one sentence when Node.js is too old. Called before anything is installed, so it must
// run on the old version too: plain JavaScript, built-in modules only.
export const OLDEST_NODE = [20, 19];

/**
 * @param {string} version as in process.versions.node
 * @returns {string | null} the sentence, or null when the version will do
 */
export function findNodeProblem(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return null;
  return `Humblebug needs Node.js ${OLDEST_NODE.join(".")} or newer, and this is ${version}: install the current LTS from https://nodejs.org and run the command again.`;
}
