/** The house's mark. */
export function Mark() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d="M3 5h18M12 5v15M6 10h3M6 14h3M15 10h3M15 14h3" />
    </svg>
  );
}
