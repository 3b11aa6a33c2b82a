// The name, colours and icons of the site on a phone's home screen. Called by Next.js.
import type { MetadataRoute } from "next";
import { ko } from "#lib/text/ko";
import { brandName } from "./brand/name";

export default function manifest(): MetadataRoute.Manifest {
  return {
    name: brandName.ko,
    short_name: brandName.ko,
    description: ko.frame.description,
    lang: "ko",
    start_url: "/",
    display: "browser",
    background_color: "#fbfaf8",
    theme_color: "#fbfaf8",
    icons: [
      { src: "/icon-192.png", sizes: "192x192", type: "image/png", purpose: "any" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png", purpose: "any" },
      { src: "/icon-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
    ],
  };
}
