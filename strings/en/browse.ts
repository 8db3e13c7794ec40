/** Looking around: the sidebar, its views, and the maps. */
export const browse = {
  sidebar: 'Browse',
  showSidebar: 'Show sidebar',
  hideSidebar: 'Hide sidebar',
  back: 'Back',
  forward: 'Forward',
  library: 'Library',
  photos: 'All photos',
  favourites: 'Favourites',
  recent: 'Recently added',
  places: 'Places',
  meaning: 'Map of meaning',
  failed: 'Not indexed',
  folders: 'Folders',
  manageAlbums: 'All albums…',
  noted: '{name} ({note})',
  noFavourites: 'No favourites yet',
  noFavouritesText: 'Press F on a photo, or the heart over it, and it is kept here.',
} as const

export const places = {
  list: 'Places by country',
  map: 'Map of places',
  mapKeys: 'Arrow keys move the map, plus and minus zoom, zero shows all of it',
  located: { one: '{count} photo with a place', other: '{count} photos with a place' },
  none: 'No photos with a place',
  noneText: 'Photos that were taken with location on, most by phones, appear here on a map.',
  unknown: 'Unknown place',
  cluster: '{name}: {photos}',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  showAll: 'Show all',
} as const

export const meaning = {
  list: 'Parts of the map',
  drawing: 'Drawing the map',
  drawingText: 'Putting photos that show the same beside each other…',
  update: 'Update map',
  mixed: 'All sorts',
  lasso: 'Choose photos by drawing around them (or hold Shift)',
  selection: 'Chosen on the map',
  openPhoto: 'Open {name}',
  around: 'Around {name}',
  none: 'Too few photos for a map',
  noneText: 'With a few more photos, those that show the same are put beside each other here.',
} as const
