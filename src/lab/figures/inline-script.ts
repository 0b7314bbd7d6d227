/** A script element for an HTML page: nothing in the code can end the element early. */
export function inlineScript(code: string): string {
  return `<script>\n${code.replaceAll(/<(?=\/script|!--|script)/gi, '\\x3c')}\n</script>`;
}
