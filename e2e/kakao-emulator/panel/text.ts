// The panel's words in the visitor's language. The settings pages have a file of their own.
import type { Language } from "../http/incoming";
import { settingsText } from "./settings-text";
import { en } from "./text-en";
import { ko } from "./text-ko";

const words = { ko: { ...ko, ...settingsText.ko }, en: { ...en, ...settingsText.en } };

export type PanelText = typeof words.ko;

export function readText(language: Language): PanelText {
  return words[language];
}
