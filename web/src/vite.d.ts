declare module "pdfjs-dist/legacy/build/pdf.mjs" {
  export * from "pdfjs-dist";
}

declare module "*.mjs?url" {
  const address: string;
  export default address;
}
