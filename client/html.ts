/** A text as it stands in HTML, in attributes, too. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, it => `&#${it.charCodeAt(0)};`);
}
