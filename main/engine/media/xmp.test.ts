// XMP as programs write it, with their freedoms; and what is none.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noFacts } from './facts'
import { readXmp, xmpProperties } from './xmp'

const packet = (description: string): string => `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
${description}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`

const names = `xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
  xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
  xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"`

const full = packet(`<!-- a > comment --><rdf:Description rdf:about="" ${names} xmp:Rating="4"
    tiff:Make="Canon" tiff:Model='Canon EOS R6' aux:Lens="RF24-105mm"
    photoshop:DateCreated="2019-07-21T15:04:05+02:00">
  <dc:title><rdf:Alt><rdf:li xml:lang="x-default">Tom &amp; &quot;Jerry&quot; &#x1F600;</rdf:li>
    <rdf:li xml:lang="de">Tom und Jerry</rdf:li></rdf:Alt></dc:title>
  <dc:description><rdf:Alt><rdf:li xml:lang="x-default"><![CDATA[a < b && c]]></rdf:li></rdf:Alt></dc:description>
  <dc:subject><rdf:Bag><rdf:li>cat</rdf:li><rdf:li>mouse</rdf:li><rdf:li/></rdf:Bag></dc:subject>
  <exif:GPSLatitude>48,51.5N</exif:GPSLatitude><exif:GPSLongitude>2,17,40W</exif:GPSLongitude>
  <exif:ExposureTime>1/250</exif:ExposureTime><exif:FNumber>28/10</exif:FNumber>
  <exif:ISOSpeedRatings><rdf:Seq><rdf:li>400</rdf:li></rdf:Seq></exif:ISOSpeedRatings>
</rdf:Description>`)

describe('readXmp', () => {
  it('reads attributes, elements and lists', () => {
    expect(readXmp(full)).toEqual({
      taken: { at: Date.UTC(2019, 6, 21, 13, 4, 5), offset: 120 },
      camera: 'Canon EOS R6',
      lens: 'RF24-105mm',
      exposure: '1/250 s, f/2.8, ISO 400',
      position: { latitude: expect.closeTo(48.8583, 4) as number, longitude: expect.closeTo(-2.2944, 4) as number },
      title: 'Tom & "Jerry" 😀',
      description: 'a < b && c',
      keywords: ['cat', 'mouse'],
      rating: 4,
    })
  })

  it('knows names by what they stand for, whatever their prefix', () => {
    const other = `<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description
      xmlns:a="http://purl.org/dc/elements/1.1/" xmlns:b="http://ns.adobe.com/xap/1.0/">
      <b:Rating>2</b:Rating><a:subject><r:Bag><r:li>cat</r:li></r:Bag></a:subject></r:Description></r:RDF>`
    expect(readXmp(other)).toEqual({ ...noFacts, rating: 2, keywords: ['cat'] })
  })

  it('leaves the titles of faces, regions and earlier versions alone', () => {
    const nested =
      packet(`<rdf:Description ${names} xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/">
      <mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag><rdf:li>
        <rdf:Description dc:title="a face" xmp:Rating="5"><dc:description>nose</dc:description></rdf:Description>
      </rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions><xmp:Rating>1</xmp:Rating></rdf:Description>`)
    expect(readXmp(nested)).toEqual({ ...noFacts, rating: 1 })
  })

  it('takes a rejected photo for one without stars, and percents for stars', () => {
    expect(readXmp(packet(`<rdf:Description ${names} xmp:Rating="-1"/>`)).rating).toBeNull()
    const windows = 'xmlns:m="http://ns.microsoft.com/photo/1.0/" m:Rating="75"'
    expect(readXmp(packet(`<rdf:Description ${windows}/>`)).rating).toBe(4)
  })

  it('keeps what stands before the damage', () => {
    const cut = full.slice(0, full.indexOf('<exif:GPSLatitude>') + 25)
    expect(readXmp(cut)).toMatchObject({ title: 'Tom & "Jerry" 😀', rating: 4, position: null })
    expect(readXmp('')).toEqual(noFacts)
    expect(readXmp('no XML at all')).toEqual(noFacts)
  })

  it('expands no entities but the five of XML', () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "boom">]>${packet(`<rdf:Description ${names} photoshop:Headline="&a;&lt;&#0;"/>`)}`
    expect(readXmp(bomb).title).toBe('&a;<')
  })

  it('never throws and never takes long, whatever stands there', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(full.length), fc.string({ maxLength: 5 })), { maxLength: 5 }), (changes) => {
        let damaged = full
        for (const [at, text] of changes) damaged = damaged.slice(0, at) + text + damaged.slice(at + text.length)
        const { rating } = readXmp(damaged)
        expect(rating === null || (rating >= 0 && rating <= 5)).toBe(true)
      }),
    )
    const hostile = [
      '<a>',
      '<a',
      '<!--',
      '<![CDATA[',
      '<?',
      '</a>',
      '<a b="',
      "<a b='1' ",
      'a=',
      '&amp;',
      '<a b=c ',
      '"=',
    ]
    for (const piece of hostile) {
      for (const before of ['', '<rdf:Description ', '<dc:title>']) {
        const started = performance.now()
        xmpProperties(before + piece.repeat(1_000_000 / piece.length))
        expect(performance.now() - started, `${before}${piece}`).toBeLessThan(2000)
      }
    }
  })
})
