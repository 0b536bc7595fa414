// Requests to the server, one at a time: while one is running, only the latest new one is kept.

import { find } from './dom.js';
import { answer } from './server.js';

/** Sends one request; what the server refuses becomes an error with its sentence. */
export const ask = answer;

/** What to tell a person about an error of {@link ask}. */
export function sentence(error) {
  return error instanceof TypeError ? 'The app does not answer. Is it still running?' : error.message.trim();
}

function tell(trouble) {
  const node = find('trouble');
  node.hidden = !trouble;
  node.textContent = trouble;
}

/**
 * Sends requests and shows their answers. `questions` is one object of parameters or several, and `show` gets as many answers, each with
 * its `question`: by the time an answer arrives the controls may be elsewhere.
 */
export function asker(path, show) {
  let waiting = null;
  let busy = false;
  let troubled = false;

  async function work() {
    busy = true;
    while (waiting) {
      const questions = waiting;
      waiting = null;
      try {
        show(...(await Promise.all(questions.map(async question => ({ ...(await ask(path, question)), question })))));
        if (troubled) { // the trouble of another panel stays
          troubled = false;
          tell('');
        }
      } catch (error) {
        troubled = true;
        tell(sentence(error));
      }
    }
    busy = false;
  }

  return (...questions) => {
    waiting = questions;
    if (!busy) {
      work();
    }
  };
}
