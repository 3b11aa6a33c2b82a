// The panel's words in the visitor's language: of the pages that show, and of those that set.
import type { Language } from "../http/incoming";
import { settingsEn } from "./settings-text-en";
import { settingsKo } from "./settings-text-ko";
import { en } from "./text-en";
import { ko } from "./text-ko";
import { webhooksEn } from "./webhooks-text-en";
import { webhooksKo } from "./webhooks-text-ko";

const words = {
  ko: { ...ko, ...settingsKo, ...webhooksKo },
  en: { ...en, ...settingsEn, ...webhooksEn },
};

export type PanelText = typeof words.ko;

export function readText(language: Language): PanelText {
  return words[language];
}
