/** Types of what Vite resolves: style sheets and CSS modules. */
/// <reference types="vite/client" />
