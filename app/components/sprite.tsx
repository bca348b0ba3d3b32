/** The symbols and patterns that the whole page refers to; colours come from the tokens. */
export const Sprite = () => (
  <svg className="sprite" width="0" height="0" aria-hidden="true">
    <defs>
      <symbol id="sherd" viewBox="0 0 28 28">
        <path
          fill="currentColor"
          d="M1.8 8.4C9.6 3.4 18 2 26.4 3.9L23.6 11.2l1.8 5.4-8 3.4L15.8 26l-6.6-4.4-.8-5-4.9-2.6z"
        />
        <path d="M2.6 11C10 6.6 17.6 5.4 25.4 7" fill="none" stroke="var(--surface)" strokeWidth="1.3" />
        <circle cx="14" cy="13.9" r="2.9" fill="none" stroke="var(--surface)" strokeWidth="1.5" />
      </symbol>
      <symbol id="ring" viewBox="0 0 16 16">
        <circle cx="8" cy="8" r="5.7" fill="none" stroke="currentColor" strokeWidth="1.6" />
      </symbol>
      <symbol id="for" viewBox="0 0 16 16">
        <circle cx="8" cy="8" r="6.5" fill="currentColor" />
      </symbol>
      <symbol id="against" viewBox="0 0 16 16">
        <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="2" />
        <circle cx="8" cy="8" r="1.5" fill="none" stroke="currentColor" />
      </symbol>
      <symbol id="abstain" viewBox="0 0 16 16">
        <path d="M2.5 8h11" stroke="currentColor" strokeWidth="2.5" />
      </symbol>
      <symbol id="token" viewBox="0 0 20 20">
        <circle cx="10" cy="10" r="8" fill="none" stroke="currentColor" strokeWidth="2" />
        <circle cx="10" cy="10" r="3.5" fill="currentColor" />
      </symbol>
      <symbol id="seat" viewBox="0 0 20 20">
        <path d="M2 8h16M4.5 8v10M15.5 8v10M4.5 13h11" fill="none" stroke="currentColor" strokeWidth="2" />
        <path d="M4 8V3h12v5z" fill="currentColor" />
      </symbol>
      <symbol id="ok" viewBox="0 0 16 16">
        <path d="m2.5 8.5 3.5 4 7.5-9" fill="none" stroke="currentColor" strokeWidth="2.2" />
      </symbol>
      <symbol id="no" viewBox="0 0 16 16">
        <path d="M3.5 3.5l9 9m0-9-9 9" stroke="currentColor" strokeWidth="2.2" />
      </symbol>
      <symbol id="wait" viewBox="0 0 16 16">
        <path d="M8 1.5 15 14H1z" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinejoin="round" />
        <path d="M8 6v4m0 1.3V13" stroke="currentColor" strokeWidth="1.8" />
      </symbol>
      <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="6" height="6" fill="var(--ground)" />
        <path d="M1.5 0v6" stroke="var(--against)" strokeWidth="3" />
      </pattern>
      <pattern id="hatch-1" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
        <rect width="5" height="5" fill="var(--ground)" />
        <path d="M1 0v5" stroke="var(--fig-2)" strokeWidth="2" />
      </pattern>
      <pattern id="hatch-2" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="8" height="8" fill="var(--ground)" />
        <path d="M2 0v8" stroke="var(--fig)" strokeWidth="4" />
      </pattern>
      <pattern id="dots-1" width="6" height="6" patternUnits="userSpaceOnUse">
        <rect width="6" height="6" fill="var(--ground)" />
        <circle cx="3" cy="3" r="1.4" fill="var(--fig)" />
      </pattern>
      <pattern id="dots-2" width="5" height="5" patternUnits="userSpaceOnUse">
        <rect width="5" height="5" fill="var(--fig-2)" />
        <circle cx="2.5" cy="2.5" r="1.2" fill="var(--ground)" />
      </pattern>
    </defs>
  </svg>
)
