/** The path of a file of this package. The bundled script is in its folder `dist`. */
export const packageFile = (name: string): URL => new URL(`../${name}`, import.meta.url);
