// Reads selectors (a JSON list) from stdin and writes what WebdriverIO sends for each: it talks to
// a WebDriver server of ours that finds nothing and writes down what it is asked for.
import http from 'node:http';
import {pathToFileURL} from 'node:url';
import {join} from 'node:path';

process.env.WDIO_LOG_LEVEL = 'silent';
const modules = process.argv[2];
const {remote} = await import(pathToFileURL(join(modules, 'webdriverio', 'build', 'node.js')).href);

let sent = null;
const server = http.createServer((request, response) => {
  let body = '';
  request.on('data', piece => (body += piece));
  request.on('end', () => {
    let value = null;
    if (request.url.endsWith('/session')) {
      value = {sessionId: 's', capabilities: {browserName: 'chrome', browserVersion: '1', platformName: 'linux', setWindowRect: true}};
    } else if (request.url.endsWith('/elements')) {
      sent = JSON.parse(body);
      value = [];
    } else if (request.url.includes('/execute')) {
      sent = {using: 'shadow', value: JSON.parse(body).args.find(each => typeof each === 'string') ?? ''};
      value = [];
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({value}));
  });
});
await new Promise(done => server.listen(0, '127.0.0.1', done));

let text = '';
for await (const piece of process.stdin) text += piece;
const browser = await remote({
  hostname: '127.0.0.1', port: server.address().port, path: '/', logLevel: 'silent', connectionRetryCount: 0,
  capabilities: {browserName: 'chrome', 'wdio:enforceWebDriverClassic': true},
});
const answers = [];
for (const selector of JSON.parse(text)) {
  sent = null;
  try {
    await browser.$$(selector).length;
    answers.push(sent ? [sent.using, sent.value] : 'nothing');
  } catch (error) {
    answers.push(`error: ${String(error.message || error).slice(0, 200)}`);
  }
}
process.stdout.write(JSON.stringify(answers), () => process.exit(0));
