const KEY = 'flightdeck-chat-draft';
let draft = read();

/** What was begun to be written in this window: it is there again beside another page, and after loading anew. */
export const keptDraft = (): string => draft;

export function keepDraft(text: string): void {
  draft = text;
  try {
    sessionStorage.setItem(KEY, text);
  } catch {
    // Then it lasts until the page is loaded anew.
  }
}

function read(): string {
  try {
    return sessionStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}
