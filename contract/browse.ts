/** The shapes of looking around: days of the timeline, places on the map, and the map of meaning. */
import { z } from 'zod'
import { ContentHash } from './ids'

const Count = z.number().int().min(0)
const Latitude = z.number().min(-90).max(90)
const Longitude = z.number().min(-180).max(180)

/** A rectangle on the map, edges included. One across the date line has its west east of its east. */
export const Area = z.object({ west: Longitude, south: Latitude, east: Longitude, north: Latitude })
export type Area = z.infer<typeof Area>

/** How many photos each day has, in the order in which photos are listed. */
export const Timeline = z.object({
  /** Newest first. `day` in the user's time zone, as digits: 20190721. */
  days: z.array(z.object({ day: z.number().int(), count: z.number().int().min(1) })),
  /** Photos whose date is none; they come after all others. */
  undated: Count,
})
export type Timeline = z.infer<typeof Timeline>

/** A place that photos were taken at, as far as its names are known: a country alone, or a city in it. */
export const PlaceCount = z.object({
  country: z.string(),
  region: z.string().nullable(),
  city: z.string().nullable(),
  /** What `Filters.place` finds it by. */
  place: z.string(),
  count: Count,
})
export type PlaceCount = z.infer<typeof PlaceCount>

/** Photos that are near each other at the map's scale. */
export const MapCluster = z.object({
  /** The middle of its photos. */
  latitude: Latitude,
  longitude: Longitude,
  /** Holds these photos and no others. */
  area: Area,
  count: Count,
  /** The newest photo, and the name of its place as far as it is known. */
  cover: ContentHash,
  place: z.string().nullable(),
})
export type MapCluster = z.infer<typeof MapCluster>
