/** The prompt word for word. */
export function Prompt({ text }: { text: string }) {
  return (
    <details className="raw">
      <summary>Prompt as the model reads it</summary>
      <pre className="completion">{text}</pre>
    </details>
  );
}
