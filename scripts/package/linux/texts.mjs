// The texts of a Debian package: control fields, desktop entry, copyright, changelog.

/** `name: value` lines; a value of several lines is indented as Debian asks, with a dot where a line is empty. */
function fields(values) {
  return `${Object.entries(values)
    .map(([name, value]) => `${name}: ${value.replaceAll('\n', '\n ').replaceAll('\n \n', '\n .\n')}`)
    .join('\n')}\n`
}

/** `app`: what is packed; see debFrom in deb.mjs. `kilobytes`: what it takes when installed. */
export function control(app, { kilobytes, depends, recommends }) {
  return fields({
    Package: app.name,
    // A tilde sorts before nothing: 1.0.0~beta comes before 1.0.0.
    Version: debianVersion(app),
    Architecture: debianArchitecture(app.arch),
    Maintainer: app.author,
    'Installed-Size': String(kilobytes),
    Depends: depends,
    Recommends: recommends,
    Section: 'graphics',
    Priority: 'optional',
    Homepage: app.homepage,
    Description: `${app.synopsis}\n${app.description}`,
  })
}

export function debianVersion({ version }) {
  return version.replaceAll('-', '~')
}

export function debianArchitecture(arch) {
  return arch === 'x64' ? 'amd64' : arch
}

/** `entry`: further lines, from electron-builder.yml. */
export function desktopEntry(app) {
  const values = {
    Type: 'Application',
    Name: app.productName,
    Comment: app.description,
    // Paths, not addresses: `%U` would hand over file:// addresses.
    Exec: `/opt/${app.productName}/${app.executable} %F`,
    Icon: app.executable,
    Terminal: 'false',
    Categories: `${app.category};`,
    MimeType: app.mimeTypes.map((type) => `${type};`).join(''),
    StartupWMClass: app.executable,
    ...app.desktopEntry,
  }
  return `[Desktop Entry]\n${Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`
}

export function copyright(app) {
  const upstream = fields({
    Format: 'https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/',
    'Upstream-Name': app.productName,
    'Upstream-Contact': app.author,
    Source: app.homepage,
    Comment: `Electron, Chromium and all other parts made by others, with their licences in full:
/opt/${app.productName}/resources/licences/THIRD-PARTY-NOTICES.txt
/opt/${app.productName}/resources/licences/THIRD-PARTY-RUST.html
/opt/${app.productName}/LICENSES.chromium.html`,
  })
  const own = fields({
    Files: '*',
    Copyright: `Fovea contributors`,
    License: app.license,
  })
  const licence = fields({
    License: `${app.license}\nThe text of the licence is in /usr/share/common-licenses/${app.license}.`,
  })
  return [upstream, own, licence].join('\n')
}

/** Debian's own form. What changed is told once, in the project's changelog. */
export function changelog(app, epoch) {
  const date = new Date(epoch * 1000).toUTCString().replace('GMT', '+0000')
  return `${app.name} (${debianVersion(app)}) unstable; urgency=medium

  * ${app.homepage} says what is new.

 -- ${app.author}  ${date}
`
}

/** What lintian would rather have otherwise, and why it is so. */
export function lintianOverrides({ name, productName, executable }) {
  return `# Made outside Debian: its own folder below /opt is what the file system standard has for that.
${name}: dir-or-file-in-opt *
# Electron brings its own libraries, and its executable finds them beside itself.
${name}: embedded-library *
${name}: custom-library-search-path *
# Chromium's sandbox where the system allows no unprivileged user namespaces.
${name}: elevated-privileges 4755 root/root [opt/${productName}/chrome-sandbox]
# A window, opened from the menu.
${name}: no-manual-page [usr/bin/${executable}]
`
}
