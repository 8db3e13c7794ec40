/** The mark of Fovea: an eye whose centre, the fovea, is sharp. */
export function Logo({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden>
      <path
        d="M2.5 16C6 9.4 10.6 6 16 6s10 3.4 13.5 10C26 22.6 21.4 26 16 26S6 22.6 2.5 16Z"
        stroke="currentColor"
        strokeWidth="2.4"
        strokeLinejoin="round"
      />
      <circle cx="16" cy="16" r="5.6" fill="var(--accent)" />
      <circle cx="17.9" cy="14.1" r="1.6" fill="var(--canvas)" />
    </svg>
  )
}
