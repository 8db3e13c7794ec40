/** The parts of the scoring, each of which can be switched off to measure what it brings (docs/quality.md). */

export const scoringParts = [
  /** Short texts are embedded in several sentences ("a photo of a …") and averaged. */
  'templates',
  /** A photo that is near to every text loses what it gains by that. See: [Note: hubness] */
  'hubness',
  /** Modality means are taken off before terms are composed. See: [Note: centring] */
  'centring',
  /** Beside words, an example counts for what it shows and not for how it looks. See: [Note: reading] */
  'reading',
  /** Relevances are multiplied; without it, cosines are added up. See: [Note: relevance] */
  'composition',
  /** Several texts that must all match are also looked for as one. */
  'joint',
  /** "without", "no", "but not" become terms to avoid. */
  'negation',
  /** Results end where relevance ends. See: [Note: presence] */
  'cutoff',
] as const
export type ScoringPart = (typeof scoringParts)[number]
export type ScoringParts = Record<ScoringPart, boolean>

export const allParts: ScoringParts = {
  templates: true,
  hubness: true,
  centring: true,
  reading: true,
  composition: true,
  joint: true,
  negation: true,
  cutoff: true,
}
