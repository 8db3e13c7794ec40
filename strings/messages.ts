/** The types of messages: keys, and the parameters that each message takes. */
import type * as en from './en'

/** A message is a text with {parameters}, or one text for each plural form; the parameter `count` then chooses. */
export type Message = string | Plural
interface Plural {
  one: string
  other: string
}

/** The same keys, as texts or plurals as in the original. */
export type Translation<Area> = { readonly [K in keyof Area]: Area[K] extends string ? string : Plural }

type En = typeof en
type Area = keyof En
export type Key = { [A in Area]: `${A}.${keyof En[A] & string}` }[Area]
export type Catalogue = { readonly [A in Area]: Translation<En[A]> }

type MessageOf<K extends Key> = K extends `${infer A extends Area}.${infer N}` ? En[A][N & keyof En[A]] : never
type Names<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never
type NamesOf<M> = M extends { one: infer One; other: infer Other } ? 'count' | Names<One> | Names<Other> : Names<M>

/** Numbers are written as the language does; texts stay as they are. */
type Parameters<K extends Key> = {
  [Name in NamesOf<MessageOf<K>>]: Name extends 'count' ? number : string | number
}
export type Arguments<K extends Key> = [NamesOf<MessageOf<K>>] extends [never] ? [] : [parameters: Parameters<K>]
/** Messages that are said as they are: for tables of labels. */
export type PlainKey = { [K in Key]: [NamesOf<MessageOf<K>>] extends [never] ? K : never }[Key]
