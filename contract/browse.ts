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

const MapPoint = z.tuple([z.number(), z.number()])

/** A part of the map of meaning: one with a name, what a line was drawn around, or what is nearest to a point. */
export const MeaningPart = z.union([
  z.object({ cluster: z.number().int().min(0).max(65_535) }),
  z.object({ polygon: z.array(MapPoint).min(3).max(500) }),
  z.object({ near: MapPoint, count: z.number().int().min(1).max(1000) }),
])
export type MeaningPart = z.infer<typeof MeaningPart>

/** The library in the plane; x and y from -1 to 1, photos that mean the same near each other. */
export const MeaningMap = z.object({
  /** Of the photos it shows. */
  version: z.string(),
  xs: z.instanceof(Float32Array),
  ys: z.instanceof(Float32Array),
  /** The number of each photo's part. */
  clusterOf: z.instanceof(Uint16Array),
  clusters: z.array(
    z.object({
      id: z.number().int().min(0),
      /** What its photos show and others do not, clearest first; empty where nothing stands out. */
      concepts: z.array(z.string()),
      count: Count,
      x: z.number(),
      y: z.number(),
      /** The photo in its middle. */
      cover: ContentHash,
    }),
  ),
})
export type MeaningMap = z.infer<typeof MeaningMap>
