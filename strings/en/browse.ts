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
  failed: 'Not indexed',
  folders: 'Folders',
  manageAlbums: 'All albums…',
  noted: '{name} ({note})',
  noFavourites: 'No favourites yet',
  noFavouritesText: 'Press F on a photo, or the heart over it, and it is kept here.',
} as const
